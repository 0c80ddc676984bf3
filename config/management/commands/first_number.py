from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from certificates.models import Document
from certificates.numbers import series_of
from courses.models import Order
from courses.numbering import set_first_number
from courses.ordering import series_of as series_of_orders
from people.models import User

# Specimens always begin with 1: nobody continues a series of them that was begun elsewhere.
KINDS = {
    "certificate": series_of(Document.Kind.CERTIFICATE, is_specimen=False),
    "statement": series_of(Document.Kind.STATEMENT, is_specimen=False),
    "support": series_of(Document.Kind.SUPPORT, is_specimen=False),
    "protocol": "protocol",
    **{f"order_{kind.value}": series_of_orders(kind) for kind in Order.Kind},
}


class Command(BaseCommand):
    help = "Lets the papers of a kind begin a year with another number than 1: once, before the first of them."

    def add_arguments(self, parser: CommandParser) -> None:
        year = timezone.localdate().year
        parser.add_argument("kind", choices=KINDS)
        parser.add_argument("year", type=int, choices=range(year - 1, year + 2))
        parser.add_argument("number", type=int)
        parser.add_argument("--by", metavar="EMAIL", help="who decided so; stands beside the number")

    def handle(self, *args: Any, **options: Any) -> None:
        email = options["by"]
        by = User.objects.filter(email__iexact=email).first() if email else None
        if email and by is None:
            raise CommandError(f"Nobody signs in as {email}.")
        try:
            counter = set_first_number(KINDS[options["kind"]], options["year"], options["number"], by=by)
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages)) from refusal
        self.stdout.write(f"The first {options['kind']} of {counter.year} gets the number {counter.next}.")
