"""What the survey holds on a human, and that all of it goes when their data are erased.

What they answered is told to nobody but them: reports count people, and so does the sheet for anybody else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from assessment.instrument import SCALE, TEXT, Content, Item
from assessment.models import SurveyResponse
from people.held import Held, Line, sentences
from people.human import Human
from people.languages import in_language
from people.scrubbing import Scrub, remove


def held_on(human: Human, *, own: bool) -> Held:
    return Held(_("Readiness survey"), list(_lines(responses_of(human), own=own)))


def scrubs(human: Human) -> list[Scrub]:
    return [Scrub(_("readiness survey: consent and answers"), responses_of(human), remove)]


def responses_of(human: Human) -> QuerySet[SurveyResponse]:
    return SurveyResponse.objects.filter(enrolment__person__in=human.keys)


def _lines(rows: QuerySet[SurveyResponse], *, own: bool) -> Iterator[Line]:
    for row in rows.select_related("wave__cohort", "wave__instrument").order_by("pk"):
        yield _own_line(row) if own else _line_for_others(row)


def _own_line(row: SurveyResponse) -> Line:
    facts = [
        (_("Invited"), row.invited_at), (_("Agreed"), row.consented_at), (_("Did not take part"), row.declined_at),
        (_("Handed in"), row.submitted_at), (_("Language"), row.get_language_display()),
    ]  # fmt: skip
    answers = _answers(row.wave.instrument.content, row.answers)
    when = row.submitted_at or row.saved_at or row.consented_at or row.declined_at or row.invited_at
    return Line(when, str(row.wave), sentences(*facts, *answers, text=row.consent_text))


def _line_for_others(row: SurveyResponse) -> Line:
    """Not whether and when they handed it in: beside a report that has just changed it would tell what they said."""
    said = sentences((_("Invited"), row.invited_at), (_("Answers"), _("Only the person sees it.")))
    return Line(row.invited_at, str(row.wave), said)


def _answers(content: Content, answers: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [
        (str(item), _said(item, answers[item.key], content)) for item in content.items.values() if item.key in answers
    ]


def _said(item: Item, value: Any, content: Content) -> str:
    if item.kind == TEXT:
        return str(value)
    if item.kind == SCALE:
        return f"{value}, {in_language(dict(content.scale)[value])}"
    chosen = value if isinstance(value, list) else [value]
    return ", ".join(str(option) for option in item.options if option.key in chosen)
