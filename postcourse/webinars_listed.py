"""What the list of webinars is asked for."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from postcourse.models import Webinar


def lists(now: datetime) -> dict[str, Q]:
    """By name; each webinar stands in at least one of them."""
    to_record = Webinar.objects.to_record(now).order_by().values("pk")
    return {
        "to_record": Q(pk__in=to_record),
        "coming": Q(status="announced", ends_at__gt=now),
        "drafts": Q(status="draft"),
        "held": Q(status="held"),
        "cancelled": Q(status="cancelled"),
    }
