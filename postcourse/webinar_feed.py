"""The webinars in somebody's private calendar: those at which they have a place, and those that they hold."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from courses.calendar_feed import Appointment
from people.models import User
from people.roles import Role
from postcourse.models import Webinar, WebinarGuest
from postcourse.webinar_invitation import uid
from postcourse.webinar_wording import page


def webinars_of(user: User) -> Iterator[Appointment]:
    """What is announced; who has no record and trains nobody has none."""
    if user.person_id is not None:
        places = WebinarGuest.objects.registered().of(user.own_records).filter(webinar__status="announced")
        for guest in places.select_related("webinar").order_by("webinar__starts_at", "pk"):
            yield _appointment(guest.webinar, guest.sequence)
    if user.has_role(Role.TRAINER):
        for webinar in Webinar.objects.announced().filter(host=user).order_by("starts_at", "pk"):
            yield _appointment(webinar, webinar.sequence)


def _appointment(webinar: Webinar, sequence: int) -> Appointment:
    told_at = webinar.announced_at or webinar.created_at
    summary = _("Webinar: %(title)s") % {"title": webinar.title}
    return Appointment(
        uid(webinar), sequence, told_at, webinar.starts_at, webinar.ends_at, summary, webinar.link, page(webinar)
    )
