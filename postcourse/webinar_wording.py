"""A webinar in words, in the language of the moment."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from courses.models import Programme
from people.invitation import day_and_time
from people.languages import in_language
from postcourse.calendar import ALMATY
from postcourse.models import Webinar


def when(webinar: Webinar) -> str:
    """жұма, 2026 жылғы 27 қараша, 16:00–17:30."""
    return f"{day_and_time(webinar.starts_at)}–{webinar.ends_at.astimezone(ALMATY):%H:%M}"


def short_time(webinar: Webinar) -> str:
    """27.11.2026, 16:00–17:30."""
    start, end = (moment.astimezone(ALMATY) for moment in (webinar.starts_at, webinar.ends_at))
    return f"{start:%d.%m.%Y, %H:%M}–{end:%H:%M}"


def host_name(webinar: Webinar) -> str:
    return webinar.host.name or webinar.host.email


def page(webinar: Webinar) -> str:
    return f"{settings.SITE_URL}{reverse('postcourse:webinar', args=[webinar.pk])}"


def facts(webinar: Webinar, *, link: bool) -> str:
    """When, about what, with whom; how to join is for those who have a place alone."""
    lines = [
        _("When: %(when)s (Almaty time)") % {"when": when(webinar)},
        _("About: %(topic)s") % {"topic": webinar.title},
        _("With: %(name)s") % {"name": host_name(webinar)},
        _("Language: %(language)s") % {"language": webinar.get_language_display()},
    ]
    if link:
        lines.append(how_to_join(webinar))
    return "\n".join(lines)


def how_to_join(webinar: Webinar) -> str:
    if webinar.link:
        return _("Join here: %(link)s") % {"link": webinar.link}
    return _("The link to join is sent to you before the webinar.")


def programme_title(programme: Programme) -> str:
    """As its newest version is called; from a programme with its versions fetched, no query."""
    newest = max(programme.versions.all(), key=lambda version: version.number, default=None)
    return in_language(newest, "title") if newest else str(programme)


def audience_in_words(webinar: Webinar) -> list[str]:
    programmes = webinar.programmes.prefetch_related("versions").order_by("pk")
    cohorts = webinar.cohorts.order_by("-starts_on", "name")
    return [*(programme_title(each) for each in programmes), *map(str, cohorts)]
