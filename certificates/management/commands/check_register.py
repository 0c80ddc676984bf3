from __future__ import annotations

from itertools import chain
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from certificates.checking import problems
from certificates.models import Document
from courses import checking as of_orders
from courses.models import Order


class Command(BaseCommand):
    help = (
        "Proves that the register is whole: documents and orders without gaps, files as recorded, standings as derived."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        found = 0
        for problem in chain(problems(), of_orders.problems()):
            found += 1
            self.stderr.write(problem)
        if found:
            raise CommandError(f"The register is not whole: {found} problems.")
        self.stdout.write(
            f"The register is whole: {Document.objects.count()} documents, {Order.objects.count()} orders."
        )
