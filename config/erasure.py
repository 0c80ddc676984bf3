"""The data of a human are erased from every app: all of it in one transaction, or nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessment import erasing as of_assessment
from certificates import erasing as of_certificates
from courses import erasing as of_courses
from courses.list_rows import found_in_lists
from courses.models import ListImport
from people import erasing as of_people
from people import sessions
from people.doubles import twins_of
from people.human import Human, human_of
from people.locking import lock
from people.models import Person, User
from people.scrubbing import Kept, Obstacle, Scrub, counted
from postcourse import erasing as of_support

# The record itself goes last: whatever is found by a name or an IIN is found before it.
APPS = (of_support, of_certificates, of_assessment, of_courses, of_people)


@dataclass(frozen=True)
class Preview:
    """What an erasure would do today: what stands against it, what goes and what stays, each with a number."""

    human: Human
    obstacles: list[Obstacle]
    scrubbed: list[tuple[Scrub, int]]
    kept: list[tuple[Kept, int]]
    called_off: int
    # Records that are probably the same human's and were not merged: they would stay as they are.
    twins: list[Person]


def preview(person: Person, *, by: User) -> Preview:
    human, now = human_of(person), timezone.now()
    return Preview(
        human=human,
        obstacles=obstacles(human),
        scrubbed=counted(scrub for app in reversed(APPS) for scrub in app.scrubs(human, by=by, now=now)),
        kept=counted(kept for app in reversed(APPS) for kept in app.kept(human)),
        called_off=of_support.still_open(human),
        twins=list(twins_of(person)),
    )


def obstacles(human: Human) -> list[Obstacle]:
    """The sentences that refuse it; who was erased already is told nothing more."""
    found = of_people.obstacles(human)
    if human.kept.erased_at or human.kept.merged_into_id:
        return found
    return [*found, *(each for app in reversed(APPS[:-1]) for each in app.obstacles(human))]


def erase(person: Person, *, typed: str, by: User, now: datetime | None = None) -> Human:
    """For good. `typed` is the IIN, once more: of two people of one name the wrong one would be gone.

    What takes long, the reading of every list and session, is done before anything is locked.
    """
    before = human_of(person)
    before = replace(before, found={ListImport: frozenset(found_in_lists(before)), Session: sessions.found_in(before)})
    return _erase(before, typed=typed, by=by, at=now or timezone.now())


@transaction.atomic
def _erase(before: Human, *, typed: str, by: User, at: datetime) -> Human:
    human = _locked(before)
    if found := obstacles(human):
        raise ValidationError([each.sentence for each in found], code="cannot_erase")
    if typed.strip() != human.kept.iin:
        raise ValidationError({"typed": _("This is not the IIN of this person.")}, code="another_iin")
    for app in APPS:
        for scrub in app.scrubs(human, by=by, now=at):
            scrub.carry_out()
    of_support.call_off(human, by=by, now=at)
    return human


def _locked(before: Human) -> Human:
    """As they stand once all is ours that others hold while they wait for a record: that first, the records last."""
    of_support.lock(before)
    of_courses.lock(before)
    held = lock(before.keys, with_iin=True)
    human = human_of(before.kept)
    if not held.keys() >= set(human.keys):
        raise ValidationError(
            _("The records of this person were merged meanwhile: open the page again."), code="merged_meanwhile"
        )
    return replace(human, found=before.found) if human.is_known_as(before) else human
