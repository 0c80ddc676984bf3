"""The one door to a blank's state: legal moves only, each written down with who, when and why."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from certificates.models import Blank, BlankEvent
from people.models import User

State = Blank.State
MOVES: dict[str, set[str]] = {
    State.IN_STOCK: {
        State.ON_PRESS,
        State.CARRIES,
        State.SET_ASIDE,
        State.SPOILED,
        State.WRITTEN_OFF,
        State.TAKEN_BACK,
    },
    State.ON_PRESS: {State.CARRIES, State.SPOILED, State.IN_STOCK},
    State.CARRIES: {State.SPOILED},  # its document was printed once more, on another blank
    State.SET_ASIDE: {State.IN_STOCK, State.CARRIES, State.SPOILED, State.WRITTEN_OFF},
    State.SPOILED: {State.WRITTEN_OFF},
    State.WRITTEN_OFF: set(),
    State.TAKEN_BACK: set(),
}
# Stays below the number of values that SQLite takes in one question.
AT_ONCE = 500


@transaction.atomic
def move(blanks: Iterable[Blank], to: str, *, by: User, why: str = "", now: datetime | None = None) -> None:
    """All of these blanks or none of them."""
    keys, at = sorted({blank.pk for blank in blanks}), now or timezone.now()
    for begin in range(0, len(keys), AT_ONCE):
        _move(keys[begin : begin + AT_ONCE], to, by=by, why=why[:300], at=at)


def _move(keys: list[int], to: str, *, by: User, why: str, at: datetime) -> None:
    rows = list(Blank.objects.select_for_update().filter(pk__in=keys).order_by("pk"))
    for row in rows:
        if to not in MOVES[row.state]:
            raise ValidationError(
                _("The blank %(blank)s is “%(now)s” by now and cannot become “%(to)s”."),
                params={"blank": row, "now": row.get_state_display(), "to": State(to).label},
            )
    Blank.objects.filter(pk__in=keys).update(state=to)
    BlankEvent.objects.bulk_create(BlankEvent(blank=row, old=row.state, new=to, why=why, by=by, at=at) for row in rows)
