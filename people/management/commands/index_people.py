from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from people import indexing
from people.models import Person


class Command(BaseCommand):
    help = "Makes the keys of order and search anew, for everybody on record: after a change of how names are folded."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{indexing.rebuild(Person.objects.all())} people")
