"""Webinars on the homes: to announce and to record for the staff, to come to for everybody else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from config.home_task import Task
from people.models import Person, User
from postcourse.models import Webinar
from postcourse.webinar_reading import Own, coming_of, meant_for, unrecorded, waiting
from postcourse.webinar_wording import host_name, short_time
from postcourse.webinars_promised import without_webinar


@dataclass(frozen=True)
class OwnWebinars:
    """The next ones; where there are none, whether the list has any that were."""

    coming: list[Own]
    has_past: bool


def own_webinars(person: Person | None, now: datetime) -> OwnWebinars | None:
    if person is None:
        return None
    coming = coming_of(person, now)
    has_past = bool(coming) or meant_for(person).exists()
    return OwnWebinars(coming, has_past) if has_past else None


def webinars_to_see_to(now: datetime) -> Iterator[Task]:
    """Those that are over, drafts that begin soon, and what nobody holds any more or can join yet."""
    for webinar in waiting(now):
        if webinar.status == Webinar.Status.DRAFT:
            yield _to_announce(webinar)
        elif webinar.starts_at <= now:
            yield _to_record(webinar)
        else:
            yield _to_link(webinar) if webinar.host.is_active else _to_hand_on(webinar)


def webinars_promised(now: datetime) -> Iterator[Task]:
    """What the support has promised and nobody has planned, one line for each cohort."""
    for promise in without_webinar(now):
        title = _("No webinar is planned yet: %(cohort)s") % {"cohort": promise.name}
        day = date_format(promise.monday, "SHORT_DATE_FORMAT")
        note = _("The support promises it in the week that begins on %(day)s") % {"day": day}
        url = f"{reverse('postcourse:webinar_new')}?cohort={promise.cohort}&day={promise.monday}"
        yield Task("info", "video", title, note, url, _("New webinar"))


def webinars_held_by(user: User, now: datetime) -> Iterator[Task]:
    return map(_to_record, unrecorded(user, now))


def _to_announce(webinar: Webinar) -> Task:
    title = _("Nobody knows of the webinar yet: %(title)s") % {"title": webinar.title}
    url = reverse("postcourse:webinar", args=[webinar.pk])
    return Task("info", "video", title, short_time(webinar), url, _("Announce"))


def _to_link(webinar: Webinar) -> Task:
    title = _("There is no link to join the webinar yet: %(title)s") % {"title": webinar.title}
    url = reverse("postcourse:webinar_edit", args=[webinar.pk])
    return Task("warn", "link", title, short_time(webinar), url, _("Add it"))


def _to_hand_on(webinar: Webinar) -> Task:
    title = _("Nobody holds the webinar: %(title)s") % {"title": webinar.title}
    note = _("%(name)s no longer signs in") % {"name": host_name(webinar)}
    url = reverse("postcourse:webinar_edit", args=[webinar.pk])
    return Task("warn", "alert", title, f"{short_time(webinar)} · {note}", url, _("Name somebody else"))


def _to_record(webinar: Webinar) -> Task:
    title = _("Who came to the webinar: %(title)s") % {"title": webinar.title}
    url = reverse("postcourse:webinar_attendance", args=[webinar.pk])
    return Task("warn", "video", title, short_time(webinar), url, _("Mark"))
