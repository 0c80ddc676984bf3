from __future__ import annotations

from random import Random
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone, translation

from assessment.models import DefenceDay
from config.demo import planning as plans
from config.demo.checking import let_in
from config.demo.staff import hire, new_password, open_provider, take_office, write_sign_ins
from config.demo.story import DEFENDING, Storyteller
from courses.models import Cohort, ProgrammeVersion
from people.languages import Language
from people.models import Person, User
from people.signing_in import ensure_user


class Command(BaseCommand):
    help = "Make the living demonstration: cohorts on every point of the way, one of them defending today."

    def handle(self, **options: Any) -> None:
        with translation.override(Language.KK):
            if Cohort.objects.filter(is_demo=True).exists():
                wake_up()
            else:
                make()


@transaction.atomic
def make() -> None:
    version = ProgrammeVersion.objects.order_by("-number").first()
    if version is None:
        raise CommandError("Load the programme first: manage.py load_programme")
    if User.objects.exists():
        raise CommandError("The demonstration is made in an empty database only.")
    today, password = timezone.localdate(), new_password()
    open_provider()
    staff = hire(password)
    take_office(staff, today)
    Storyteller(staff, version, today, Random(2026)).tell()  # noqa: S311 - the same people each time
    write_sign_ins(graduate(password), let_in(password), password)


def graduate(password: str) -> User:
    """One of the best of the finished cohort, with an address of their own, signs in with the others' password."""
    person = Person.objects.filter(documents__standing__state="in_force", documents__kind="certificate").exclude(
        email=""
    )
    who = person.order_by("-documents__result__total", "pk")[2]
    user = ensure_user(who.email) or User.objects.create_user(who.email, name=who.full_name, person=who)
    user.set_password(password)
    user.save()
    return user


def wake_up() -> None:
    """A demonstration started on a later day: the story's open defence day is today again.

    That one alone, and only once its date is past: the days that somebody has planned while trying it stay theirs.
    """
    told = DefenceDay.objects.filter(
        defences__attempt__enrolment__cohort__in=Cohort.objects.filter(is_demo=True, name=DEFENDING)
    )
    day, today = told.order_by("pk").first(), timezone.localdate()
    if day is not None and day.finalised_at is None and day.held_on < today:
        day.held_on = today
        day.save()
        plans.wake(day)
