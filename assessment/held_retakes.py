"""Of retakes and of the commission's words: what is held on a human, and what an erasure scrubs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from assessment.models import DefenceFeedback, Retake
from people.held import Held, Line, sentences
from people.human import Human
from people.scrubbing import Scrub, blank


def held_on(human: Human, *, own: bool) -> list[Held]:
    """The words themselves are told to the participant once the head has signed, as on their page."""
    return [
        Held(_("Retakes"), list(_retakes(human))),
        Held(_("Words of the commission"), list(_words(human, own=own))),
    ]


def scrubs(human: Human) -> list[Scrub]:
    retakes, words = Retake.objects.filter(enrolment__person__in=human.keys), _feedback(human)
    of_retake: Any = Retake.history.model
    of_words: Any = DefenceFeedback.history.model
    wishes = of_retake.objects.filter(enrolment__person__in=human.keys)
    earlier = of_words.objects.filter(defence__attempt__enrolment__person__in=human.keys)
    return [
        Scrub(_("wishes for a retake"), retakes.exclude(wish=""), blank(wish="")),
        Scrub(_("earlier wishes for a retake"), wishes.exclude(wish=""), blank(wish="")),
        Scrub(_("words of the commission"), words.exclude(text=""), blank(text="")),
        Scrub(_("earlier words of the commission"), earlier.exclude(text=""), blank(text="")),
    ]


def _retakes(human: Human) -> Iterator[Line]:
    rows = Retake.objects.filter(enrolment__person__in=human.keys)
    for row in rows.select_related("enrolment__cohort", "asked_by", "admitted_by").order_by("pk"):
        facts = [
            (_("Asked for"), row.asked_at), (_("By"), row.asked_by), (_("Admitted on"), row.admitted_at),
            (_("Admitted by"), row.admitted_by),
        ]  # fmt: skip
        yield Line(row.asked_at or row.admitted_at, str(row.enrolment.cohort), sentences(*facts, text=row.wish))
    yield from _earlier_wishes(human)


def _earlier_wishes(human: Human) -> Iterator[Line]:
    """Also those that were changed or taken back."""
    history: Any = Retake.history.model
    rows = history.objects.filter(enrolment__person__in=human.keys).exclude(wish="")
    for row in rows.select_related("enrolment__cohort", "history_user").order_by("history_id"):
        what = _("Wish of that day: %(cohort)s") % {"cohort": row.enrolment.cohort}
        yield Line(row.history_date, what, sentences((_("By"), row.history_user), text=row.wish))


def _words(human: Human, *, own: bool) -> Iterator[Line]:
    """As they stand, then as they were written before."""
    history: Any = DefenceFeedback.history.model
    standing = _feedback(human)
    told = standing.filter(defence__result__confirmed_at__isnull=False) if own else standing
    texts = {row.defence_id: row for row in told.select_related("defence__day", "written_by").order_by("pk")}
    for row in texts.values():
        yield Line(row.written_at, str(row.defence.day), sentences((_("By"), row.written_by), text=row.text))
    rows = history.objects.filter(defence__attempt__enrolment__person__in=human.keys).select_related("written_by")
    for row in rows.order_by("history_id"):
        now = texts.get(row.defence_id)
        if now is not None and row.text not in ("", now.text):
            yield Line(row.written_at, str(now.defence.day), sentences((_("By"), row.written_by), text=row.text))


def _feedback(human: Human) -> Any:
    return DefenceFeedback.objects.filter(defence__attempt__enrolment__person__in=human.keys)
