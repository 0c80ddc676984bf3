"""From the rows to what an attendance journal says, printed or as a workbook."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from django.utils import timezone

from courses import journal_paper as paper
from courses.hours_earned import CohortAttendance, Participant, attendance_of
from courses.models import Cohort, Session
from courses.programme_content import HOUR_KINDS
from people.models import Provider
from people.written import PaperLanguage, Words

NOTHING = Words(kk="", ru="", en="")


def snapshot_of(cohort: Cohort, language: str, *, now: datetime) -> paper.JournalSnapshot:
    """Every session that has begun, and everybody who was in the group at one of them."""
    seen, provider = attendance_of(cohort, now), Provider.objects.first()
    held = [session for session in seen.sessions if session.pk in seen.begun]
    known = {session.pk for session in held}
    people = [each for each in seen.participants if known & each.marks.keys()]
    return {
        "language": cast(PaperLanguage, language),
        "specimen": cohort.is_demo,
        "printed_on": timezone.localdate(now).isoformat(),
        "provider": _words(provider, "legal_name") if provider else NOTHING,
        "city": _words(provider, "city") if provider else NOTHING,
        "programme": _words(cohort.version, "title"),
        "cohort": cohort.name,
        "first": cohort.starts_on.isoformat(),
        "last": cohort.ends_on.isoformat(),
        "trainer": str(cohort.trainer or ""),
        "due": {kind: sum(line.hours[kind] for line in seen.lines) for kind in HOUR_KINDS},
        "sessions": [_session(session, seen) for session in held],
        "people": [_person(each, held) for each in people],
    }


def _session(session: Session, seen: CohortAttendance) -> paper.Class:
    starts, module = timezone.localtime(session.starts_at), session.module
    extra = next((line.words for line in seen.lines if line.is_extra), NOTHING)
    numbered = not (session.is_extra or module.is_extra or module.is_attestation)
    return {
        "day": starts.date().isoformat(),
        "begins": f"{starts:%H:%M}",
        "kind": session.kind,
        "hours": session.hours,
        "place": str(module.order) if numbered else "",
        "title": extra if session.is_extra else _words(module, "title"),
        "trainer": str(session.trainer or ""),
    }


def _person(participant: Participant, held: list[Session]) -> paper.Person:
    account = participant.balance
    return {
        "name": participant.enrolment.person.full_name,
        "status": participant.enrolment.status,
        "marks": [participant.marks.get(session.pk) for session in held],
        "earned": {kind: account.of_kind(account.earned, kind) for kind in HOUR_KINDS},
        "carried": participant.carried,
        "percent": account.percent_so_far,
    }


def _words(source: Any, name: str) -> Words:
    return Words(kk=getattr(source, f"{name}_kk"), ru=getattr(source, f"{name}_ru"), en=getattr(source, f"{name}_en"))
