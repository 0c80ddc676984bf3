"""The pile as it lies in the tray: where it does not begin with the blank that is expected, somebody says why."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from certificates.blanks.moving import State, move
from certificates.blanks.numbering import in_ranges, value_of
from certificates.models import Blank, BlankPile
from people.models import User

# What can have become of blanks that do not lie where they should.
EXPLAINED = (State.SET_ASIDE, State.SPOILED)


@transaction.atomic
def lay_in_tray(
    pile: BlankPile, top: str, *, skipped: str = "", why: str = "", by: User, now: datetime | None = None
) -> Blank:
    """From now on the pile begins with this blank; those before it were set aside, or wait to be written off."""
    blank = Blank.objects.select_for_update().filter(pile=pile, value=value_of(top)).first()
    if blank is None:
        raise ValidationError({"top": _("This pile has %(pile)s only.") % {"pile": pile}})
    if blank.state not in (State.IN_STOCK, State.SET_ASIDE):
        raise ValidationError({"top": f"{blank}: {blank.get_state_display()}."})
    before = list(Blank.objects.filter(pile=pile, state=State.IN_STOCK, value__lt=blank.value))
    if before:
        _require_explained(before, skipped, why)
        move(before, skipped, by=by, why=why.strip(), now=now)
    if blank.state == State.SET_ASIDE:
        move([blank], State.IN_STOCK, by=by, why=why.strip(), now=now)
        blank.refresh_from_db()
    return blank


def _require_explained(before: list[Blank], skipped: str, why: str) -> None:
    if skipped in EXPLAINED and why.strip():
        return
    ranges = ", ".join(
        f"{first}" if count == 1 else f"{first}–{last.number}" for first, last, count in in_ranges(before)
    )
    message = _("Say what became of those before it: %(blanks)s.") % {"blanks": ranges}
    raise ValidationError({"why" if skipped in EXPLAINED else "skipped": message}, code="unexplained")


def put_back(pile: BlankPile, *, first: int, last: int, by: User, now: datetime | None = None) -> int:
    """What was set aside lies in the pile again; how many they are."""
    aside = list(Blank.objects.filter(pile=pile, state=State.SET_ASIDE, value__range=(first, last)))
    if not aside:
        raise ValidationError(_("None of these blanks is set aside by now."))
    move(aside, State.IN_STOCK, by=by, now=now)
    return len(aside)
