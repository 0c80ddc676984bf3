from __future__ import annotations

from itertools import chain
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from certificates.checking import one_moment, problems
from certificates.models import Document
from courses import checking as of_orders
from courses.models import Order

TOLD_EVERY = 10_000


class Command(BaseCommand):
    help = (
        "Proves that the register is whole: guarded by the database, documents and orders without gaps, rows as "
        "printed, files as recorded, standings as derived."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--without-files", action="store_true", help="do not read the stored PDFs: hours less for millions of them"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        self.tells = options["verbosity"] > 0
        with one_moment():
            found = self.count(with_files=not options["without_files"])
        if found:
            raise CommandError(f"The register is not whole: {found} problems.")
        self.stdout.write(f"The register is whole: {self.of_all} documents, {self.orders} orders.")

    def count(self, *, with_files: bool) -> int:
        """How many problems there are, each of them told."""
        self.of_all, self.orders = Document.objects.count(), Order.objects.count()
        found = 0
        for problem in chain(problems(with_files=with_files, tell=self.tell), of_orders.problems()):
            found += 1
            self.stderr.write(problem)
        return found

    def tell(self, done: int) -> None:
        """How far it is, now and then."""
        if self.tells and done % TOLD_EVERY == 0:
            self.stdout.write(f"{done} of {self.of_all} documents …")
            self.stdout.flush()
