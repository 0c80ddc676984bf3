"""How the weekly digest reads: titles and numbers, the way to each, and the way out of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from people import outbox
from people.models import OutboxMessage, Person
from postcourse.digest_refusing import KIND, way_out
from postcourse.models import Practice
from postcourse.practice_letters import page


@dataclass(frozen=True)
class News:
    practices: list[Practice]
    # Beyond those that are named.
    more: int
    comments: int


def write(person: Person, news: News, *, address: str, until: datetime) -> OutboxMessage:
    """In their language; the cause is the person and the week."""
    with override(person.language):
        return outbox.post(
            cause=f"{KIND}:{person.pk}:{until:%Y-%m-%d}",
            kind=KIND,
            language=person.language,
            subject=_("New in the network of principals"),
            text="\n\n".join(_parts(person, news)),
            person=person,
            to_email=address,
            unsubscribe=way_out(person),
        )


def _parts(person: Person, news: News) -> list[str]:
    parts = [_("Dear %(name)s,") % {"name": person.full_name}]
    if news.practices:
        n = len(news.practices) + news.more
        said = ngettext("%(n)s new practice is published:", "%(n)s new practices are published:", n)
        parts.append(said % {"n": n})
        parts += [f"{each.get_kind_display()}. {each.title}:\n{page(each)}" for each in news.practices]
    if news.comments:
        said = ngettext(
            "There is %(n)s new comment on what you have published.",
            "There are %(n)s new comments on what you have published.",
            news.comments,
        )
        parts.append(said % {"n": news.comments})
    way, out = _("Open the network:"), _("Get no such digest any more:")
    parts.append(f"{way}\n{settings.SITE_URL}{reverse('postcourse:network')}")
    parts.append(f"{out}\n{way_out(person)}")
    return parts
