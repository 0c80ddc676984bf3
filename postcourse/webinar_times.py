"""When a webinar can be: nobody holds one while they are expected elsewhere, or two at once."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from postcourse.expecting import busy
from postcourse.holding import hold_webinar, places_touched
from postcourse.models import Webinar

# What of a webinar says when somebody is expected there.
WHEN = frozenset({"host", "starts_at", "ends_at"})


def check(webinar: Webinar, *, besides: Collection[datetime] = ()) -> None:
    """`besides` are the times that it has itself."""
    if (busy(webinar.host) - set(besides)).intersection(places_touched(webinar.starts_at, webinar.ends_at)):
        raise _taken()


def own_times(webinar: Webinar) -> list[datetime]:
    return places_touched(webinar.starts_at, webinar.ends_at) if webinar.is_open else []


def take(webinar: Webinar) -> None:
    """The database gives a time once, whoever looked at it before."""
    try:
        with transaction.atomic():
            hold_webinar(webinar)
    except IntegrityError:
        raise _taken() from None


def _taken() -> ValidationError:
    return ValidationError(
        _("Whoever holds the webinar is expected elsewhere at that time: choose another time, or somebody else."),
        code="taken",
    )
