"""Of a review the decision stays, signed by a commission; what was written about it, and what was sent, goes."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from assessment.held_reviews import addenda_of
from assessment.models import Addendum, Attempt, Resolution, Review, ThirdCall
from people.human import Human
from people.models import Upload
from people.scrubbing import NOTHING, Kept, Obstacle, Scrub, blank, take_bytes_away


def obstacles(human: Human) -> list[Obstacle]:
    """Whose result the commission is still to decide on is told of the decision, and may have another paper issued."""
    rows = Review.objects.pending().filter(result__attempt__in=_attempts(human)).order_by("pk")
    sentence = _("An appeal or a correction waits for the commission: it is decided first.")
    return [Obstacle(sentence, reverse("assessment:review", args=[row.pk])) for row in rows]


def scrubs(human: Human) -> list[Scrub]:
    attempts = _attempts(human)
    calls = ThirdCall.objects.filter(defence__attempt__in=attempts)
    resolutions = Resolution.objects.filter(defence__attempt__in=attempts)
    reviews = Review.objects.filter(result__attempt__in=attempts)
    of_review: Any = Review.history.model
    earlier = of_review.objects.filter(id__in=reviews.order_by().values("pk"))
    files = Upload.objects.filter(pk__in=reviews.order_by().values("upload"), erased_at=None)
    return [
        Scrub(_("reasons why a third member was asked"), calls, blank(reason=NOTHING)),
        Scrub(_("reasons of a consensus"), resolutions, blank(reason=NOTHING)),
        Scrub(_("files of appeals"), files, take_bytes_away),
        Scrub(_("words of appeals and corrections"), reviews, blank(text=NOTHING)),
        Scrub(_("earlier words of appeals and corrections"), earlier, blank(text=NOTHING)),
        Scrub(_("reasons of decisions on appeals"), reviews.exclude(reason=""), blank(reason=NOTHING)),
        Scrub(_("earlier reasons of decisions on appeals"), earlier.exclude(reason=""), blank(reason=NOTHING)),
        Scrub(_("protocols of sessions: the words of the appeal"), addenda_of(attempts), _scrub_addenda),
    ]


def kept(human: Human) -> list[Kept]:
    why = _("The protocol of a session says what the commission decided, and stays.")
    return [Kept(_("protocols of sessions that name the person"), addenda_of(_attempts(human)), why)]


def _attempts(human: Human) -> QuerySet[Attempt]:
    return Attempt.objects.filter(enrolment__person__in=human.keys)


def _scrub_addenda(rows: QuerySet[Addendum, Any]) -> None:
    """Name, points and decision stay; what was written in somebody's own words does not."""
    for row in rows:
        snapshot = {**row.snapshot, "text": NOTHING, "reason": NOTHING}
        Addendum.objects.filter(pk=row.pk).update(snapshot=snapshot)
