"""How far a day has come: whoever was heard, and all before them, keep the times that the members know."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from assessment.models import Defence, DefenceDay, Mark, Sheet


def first_to_move(day: DefenceDay) -> int:
    """The first place after everybody who was heard or is being heard."""
    marked = Mark.objects.filter(sheet__defence__day=day).values("sheet__defence")
    submitted = Sheet.objects.filter(defence__day=day, submitted_at__isnull=False).values("defence")
    begun = day.defences.exclude(outcome=Defence.Outcome.PENDING) | day.defences.filter(pk__in=marked)
    begun = begun | day.defences.filter(pk__in=submitted)
    return max(begun.values_list("order", flat=True), default=0) + 1


def require_untouched(day: DefenceDay, place: int) -> None:
    """That nobody in this place, or after it, was heard."""
    first = first_to_move(day)
    if place < first:
        raise ValidationError(
            _("Up to No. %(place)s the commission has heard or decided: only those after can be moved."),
            code="begun",
            params={"place": first - 1},
        )


def require_only_later(day: DefenceDay, old: Sequence[int], new: Sequence[int]) -> None:
    """That of two orders the second differs only where nobody was heard."""
    changed = next((place for place, (one, other) in enumerate(zip(old, new, strict=True), 1) if one != other), None)
    if changed is not None:
        require_untouched(day, changed)
