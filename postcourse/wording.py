"""A consultation in words, in the language of the moment."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from people.invitation import day_and_time
from people.languages import in_language
from postcourse.calendar import ALMATY
from postcourse.models import Consultation

Kind = Consultation.Kind


def when(consultation: Consultation) -> str:
    """жұма, 2026 жылғы 27 қараша, 16:00–16:30."""
    return f"{day_and_time(consultation.starts_at)}–{consultation.ends_at.astimezone(ALMATY):%H:%M}"


def about(consultation: Consultation) -> str:
    """What it is about, as a phrase of its own."""
    if consultation.kind == Kind.TARGETED:
        return in_language(consultation.criterion or {}, "label")
    if consultation.kind == Kind.RETAKE:
        return _("how to prepare for the retake")
    if consultation.kind == Kind.GROUP:
        return _("discussion of a case: %(topic)s") % {"topic": consultation.topic}
    if consultation.kind == Kind.BOOKED:
        return consultation.topic or _("a question of the participant")
    if consultation.kind == Kind.ADDED:
        return consultation.topic or str(Kind.ADDED.label)
    month = consultation.month or 0
    return ngettext(
        "%(n)s month after the course: how the project is put into practice",
        "%(n)s months after the course: how the project is put into practice",
        month,
    ) % {"n": month}


def in_calendar(consultation: Consultation, *, other: str) -> str:
    """The title of its entry in a calendar; `other` is whom its owner meets."""
    if consultation.kind == Kind.GROUP:
        return _("Case discussion: %(topic)s") % {"topic": consultation.topic}
    return _("Consultation: %(name)s") % {"name": other} if other else _("Consultation")


def short_time(consultation: Consultation) -> str:
    """27.11.2026, 16:00–16:30."""
    start, end = (moment.astimezone(ALMATY) for moment in (consultation.starts_at, consultation.ends_at))
    return f"{start:%d.%m.%Y, %H:%M}–{end:%H:%M}"
