"""Which blank carries a document, where the blanks are counted: a number that nobody received carries nothing."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from certificates.blanks.moving import State, move
from certificates.blanks.numbering import digits_of, known_series
from certificates.models import Blank, BlankPile, BlankUse, Document
from people.models import User


def counted_blank(series: str, number: str) -> Blank | None:
    """The blank that is meant; None where blanks of this series are not counted, or were not yet."""
    series = known_series(series)
    if not BlankPile.objects.counted().filter(series=series).exists():
        return None
    value = int(digits_of(number) or -1)
    rows = Blank.objects.filter(series=series, value=value).exclude(state=State.TAKEN_BACK)
    blank = rows.select_related("pile").first()
    if blank is None:
        raise ValidationError(
            _("No blank %(series)s № %(number)s was received: receive the delivery first."),
            params={"series": series, "number": number},
        )
    return blank


def take_by_hand(blank: Blank, document: Document, *, by: User, now: datetime | None = None) -> None:
    """Somebody recorded on the document's page that this blank carries it."""
    require_same_kind(blank.pile, document)
    if blank.state == State.ON_PRESS:
        raise ValidationError(
            _("The blank %(blank)s belongs to a print job that is open: confirm or give up that job first."),
            params={"blank": blank},
        )
    if blank.state != State.CARRIES:
        move([blank], State.CARRIES, by=by, why=f"№ {document}", now=now)
    elif not BlankUse.objects.filter(series=blank.series, number=blank.number).exists():
        # Recorded before the blanks were counted, with another number of zeros.
        raise ValidationError(_("The blank %(blank)s carries a document already."), params={"blank": blank})


def require_same_kind(pile: BlankPile, document: Document) -> None:
    """A protected blank never carries a specimen, and a sheet for trying out never a document."""
    if document.is_specimen and not pile.is_specimen:
        raise ValidationError(_("A specimen is never printed on a protected blank."))
    if pile.is_specimen and not document.is_specimen:
        raise ValidationError(_("These sheets are for trying out: a document needs a protected blank."))


def let_go_of_former(document: Document, use: BlankUse, *, by: User, now: datetime | None = None) -> None:
    """The blanks that carried the document before are of no use any more: they wait for an act."""
    former = BlankUse.objects.filter(document=document).exclude(pk=use.pk).values_list("series", "number")
    for series, number in former:
        spelled, value = known_series(series), int(digits_of(number) or -1)
        blank = Blank.objects.filter(series=spelled, value=value, state=State.CARRIES).first()
        if blank is not None:
            move([blank], State.SPOILED, by=by, why=f"№ {document}: {use}", now=now)
