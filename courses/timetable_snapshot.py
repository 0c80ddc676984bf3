"""From the rows to what a printed timetable says."""

from __future__ import annotations

from typing import Any, cast

from django.utils import timezone

from courses import timetable_paper as paper
from courses.hours_due import lines_due
from courses.models import Cohort, Session
from people.models import Provider, Signatory
from people.written import PaperLanguage, Words

NOTHING = Words(kk="", ru="", en="")


def snapshot_of(cohort: Cohort, language: str) -> paper.TimetableSnapshot:
    today = timezone.localdate()
    provider = Provider.objects.first()
    extra = next((line.words for line in lines_due(cohort) if line.is_extra), NOTHING)
    sessions = cohort.sessions.select_related("module", "trainer")
    return {
        "language": cast(PaperLanguage, language),
        "specimen": cohort.is_demo,
        "printed_on": today.isoformat(),
        "provider": _words(provider, "legal_name") if provider else NOTHING,
        "city": _words(provider, "city") if provider else NOTHING,
        "programme": _words(cohort.version, "title"),
        "cohort": cohort.name,
        "first": cohort.starts_on.isoformat(),
        "last": cohort.ends_on.isoformat(),
        "head": _head(Signatory.objects.in_office(today).order_by("is_acting", "-since").first()),
        "rows": [_row(session, extra) for session in sessions],
    }


def _row(session: Session, extra: Words) -> paper.Row:
    starts, ends = timezone.localtime(session.starts_at), timezone.localtime(session.ends_at)
    numbered = not (session.is_extra or session.module.is_extra or session.module.is_attestation)
    return {
        "day": starts.date().isoformat(),
        "begins": f"{starts:%H:%M}",
        "ends": f"{ends:%H:%M}",
        "kind": session.kind,
        "hours": session.hours,
        "place": str(session.module.order) if numbered else "",
        "title": extra if session.is_extra else _words(session.module, "title"),
        "trainer": str(session.trainer or ""),
        "room": session.room,
        "link": session.link,
    }


def _head(signatory: Signatory | None) -> paper.Head:
    if signatory is None:
        return {"name": "", "capacity": NOTHING, "acting": False}
    return {"name": signatory.name, "capacity": _words(signatory, "capacity"), "acting": signatory.is_acting}


def _words(source: Any, name: str) -> Words:
    return Words(kk=getattr(source, f"{name}_kk"), ru=getattr(source, f"{name}_ru"), en=getattr(source, f"{name}_en"))
