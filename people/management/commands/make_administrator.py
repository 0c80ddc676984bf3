from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from people.appointing import make_administrator


class Command(BaseCommand):
    help = "Makes somebody an administrator; a new sign-in gets a password that is shown once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--participant", action="store_true", help="though the address is that of a participant")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            user, password = make_administrator(options["email"], participant=options["participant"])
        except ValidationError as error:
            raise CommandError(f"{options['email']}: {' '.join(error.messages)}") from error
        known = "has a sign-in already and keeps its password" if not password else f"signs in with {password}"
        self.stdout.write(f"{user.email} is an administrator and {known}.")
