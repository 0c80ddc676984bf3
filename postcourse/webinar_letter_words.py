"""Subject and text of each letter about a webinar, in the language of the moment."""

from __future__ import annotations

from django.utils.translation import gettext as _

from postcourse.models import Webinar
from postcourse.webinar_wording import facts, when


def invitation(webinar: Webinar) -> tuple[str, str]:
    """The organiser reads it before it goes out."""
    parts = [_("We invite you to a webinar. It is free of charge."), facts(webinar, link=False), webinar.about]
    if webinar.capacity:
        parts.append(_("Number of places: %(n)s.") % {"n": webinar.capacity})
    return _subject(_("Webinar: %(title)s, %(when)s"), webinar), "\n\n".join(part for part in parts if part)


def confirmation(webinar: Webinar) -> tuple[str, str]:
    parts = _("You are registered for the webinar."), facts(webinar, link=True)
    return _subject(_("You are registered: %(title)s, %(when)s"), webinar), "\n\n".join(parts)


def given_up(webinar: Webinar) -> tuple[str, str]:
    parts = _("You have given up your place at the webinar. You can register again."), facts(webinar, link=False)
    return _subject(_("Place given up: %(title)s, %(when)s"), webinar), "\n\n".join(parts)


def change(webinar: Webinar) -> tuple[str, str]:
    parts = _("The time, the link or the host of the webinar has changed."), facts(webinar, link=True)
    return _subject(_("The webinar has changed: %(title)s, %(when)s"), webinar), "\n\n".join(parts)


def reminder(webinar: Webinar) -> tuple[str, str]:
    parts = _("The webinar that you registered for is soon."), facts(webinar, link=True)
    return _subject(_("Reminder: webinar “%(title)s”, %(when)s"), webinar), "\n\n".join(parts)


def cancellation(webinar: Webinar, why: str) -> tuple[str, str]:
    reason = _("Reason: %(why)s") % {"why": why}
    parts = _("The webinar will not be held."), facts(webinar, link=False), reason
    return _subject(_("Cancelled: webinar “%(title)s”, %(when)s"), webinar), "\n\n".join(parts)


def recording(webinar: Webinar) -> tuple[str, str]:
    parts = _("The recording of the webinar is there."), facts(webinar, link=False)
    return _subject(_("Recording: webinar “%(title)s”"), webinar), "\n\n".join(parts)


def _subject(words: str, webinar: Webinar) -> str:
    return words % {"title": webinar.title, "when": when(webinar)}
