from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from certificates.checking import problems
from certificates.models import Document


class Command(BaseCommand):
    help = "Proves that the register is whole: no gap in the numbers, every file as recorded, every standing as derived."

    def handle(self, *args: Any, **options: Any) -> None:
        count = 0
        for count, problem in enumerate(problems(), start=1):
            self.stderr.write(problem)
        if count:
            raise CommandError(f"The register is not whole: {count} problems.")
        self.stdout.write(f"The register is whole: {Document.objects.count()} documents.")
