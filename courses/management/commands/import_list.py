from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from courses import importing
from courses.models import Cohort, ListImport
from courses.previewing import Preview, preview
from people.models import User


class Command(BaseCommand):
    help = "Admits the people of a list into a cohort, as the page does; says of each row that is left out why."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("cohort", help="the cohort's name or number")
        parser.add_argument("file", type=Path, help="an Excel workbook, an OpenDocument sheet or CSV")
        parser.add_argument("--dry-run", action="store_true", help="look only, record nothing")
        parser.add_argument("--agreement-date", type=date.fromisoformat, help="2026-11-21; today unless given")
        parser.add_argument("--order-date", type=date.fromisoformat, help="2026-11-21; today unless given")
        parser.add_argument("--paper-number", default="", help="the order's own number on paper")
        parser.add_argument("--by", metavar="EMAIL", help="who admits; stands in the history")

    def handle(self, *args: Any, **options: Any) -> None:
        cohort, user = _cohort(options["cohort"]), _user(options["by"])
        today = timezone.localdate()
        try:
            with transaction.atomic():
                listed = _receive(cohort, options["file"], by=user)
                plan = preview(listed, today=today)
                self.tell(plan)
                if not options["dry_run"] and (plan.admitted or plan.updated):
                    importing.admit(
                        listed,
                        agreement_date=options["agreement_date"] or today,
                        order_date=options["order_date"] or today,
                        paper_number=options["paper_number"],
                        by=user,
                    )
                else:
                    transaction.set_rollback(True)
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages)) from refusal
        if options["dry_run"]:
            self.stdout.write("A dry run: nothing was recorded.")

    def tell(self, plan: Preview) -> None:
        """The figures, and the reason of each row left out: no name and no number of a person."""
        self.stdout.write(
            f"{plan.admitted} to admit, {plan.updated} to update, {len(plan.rejected)} left out, "
            f"{plan.duplicates} repeated."
        )
        for entry in sorted(plan.rejected, key=lambda entry: entry.row.number):
            self.stdout.write(f"  row {entry.row.number}: {entry.row.reason}")


def _cohort(text: str) -> Cohort:
    found = Cohort.objects.filter(name=text).first()
    if found is None and text.isdecimal():
        found = Cohort.objects.filter(pk=int(text)).first()
    if found is None:
        raise CommandError(f"There is no cohort “{text}”.")
    return found


def _user(email: str | None) -> User | None:
    if not email:
        return None
    user = User.objects.filter(email__iexact=email).first()
    if user is None:
        raise CommandError(f"Nobody signs in as {email}.")
    return user


def _receive(cohort: Cohort, path: Path, *, by: User | None) -> ListImport:
    try:
        with path.open("rb") as file:
            return importing.receive(cohort, file, name=path.name, size=path.stat().st_size, by=by)
    except OSError as error:
        raise CommandError(f"{path}: {error.strerror}") from error
