from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from certificates.checking import problems
from certificates.models import Document


class Command(BaseCommand):
    help = "Proves that the register is whole: numbers without gaps, files as recorded, standings as derived."

    def handle(self, *args: Any, **options: Any) -> None:
        found = 0
        for problem in problems():
            found += 1
            self.stderr.write(problem)
        if found:
            raise CommandError(f"The register is not whole: {found} problems.")
        self.stdout.write(f"The register is whole: {Document.objects.count()} documents.")
