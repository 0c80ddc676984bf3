from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from config import catalogues


class Command(BaseCommand):
    help = "Bring the Kazakh and Russian catalogues up to the source, compile them, or check that nothing is missing."

    def add_arguments(self, parser: CommandParser) -> None:
        group = parser.add_mutually_exclusive_group(required=True)
        group.add_argument("--update", action="store_true", help="take in new messages, drop those no longer used")
        group.add_argument("--compile", action="store_true", help="write the .mo files where the .po is newer")
        group.add_argument("--check", action="store_true", help="fail when a message is missing or not translated")

    def handle(self, **options: Any) -> None:
        if options["update"]:
            for language in catalogues.LANGUAGES:
                catalogues.write(language, catalogues.update(language))
        elif options["compile"]:
            catalogues.compile_all()
        else:
            found = [line for language in catalogues.LANGUAGES for line in catalogues.problems(language)]
            if found:
                raise CommandError("\n".join([*found, f"{len(found)} messages are not complete."]))
