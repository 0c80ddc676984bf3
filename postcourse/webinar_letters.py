"""What is written about a webinar, to each in their own language, once per cause; the entry for calendars goes along.

What nobody could act on in time is not posted on paper: an invitation and a reminder go to those with an address alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import override

from people import outbox
from people.invitation import CANCEL, REQUEST, sender
from people.models import Person
from people.outbox import Letter
from postcourse import webinar_host_letters as host_letters
from postcourse import webinar_letter_words as words
from postcourse.models import Webinar, WebinarGuest
from postcourse.webinar_invitation import calendar_file
from postcourse.webinar_wording import page

Words = Callable[[Webinar], tuple[str, str]]


@dataclass(frozen=True)
class News:
    """What is said to many alike: why, of which kind, in which words, and what calendars are to do."""

    act: str
    kind: str
    said: Words
    method: str = ""
    by_post: bool = False


def invite(webinar: Webinar, guests: Iterable[WebinarGuest]) -> set[int]:
    """To whom a letter reaches; the keys of those guests."""
    return _send(webinar, guests, News("invite", "webinar-invitation", words.invitation))


def confirm(guest: WebinarGuest) -> None:
    _send(guest.webinar, [guest], News("place", "webinar-registered", words.confirmation, REQUEST))


def give_up(guest: WebinarGuest) -> None:
    _send(guest.webinar, [guest], News("place", "webinar-registered", words.given_up, CANCEL))


def changed(webinar: Webinar, *, now: datetime) -> None:
    """Another time, link or host; who has no address is told on paper."""
    guests = list(webinar.guests.registered().select_related("person"))
    _send(webinar, guests, News("change", "webinar-changed", words.change, REQUEST, by_post=True))
    webinar.guests.registered().update(informed_at=now)
    host_letters.to_host(webinar)


def call_off(webinar: Webinar, *, why: str) -> None:
    guests = webinar.guests.registered().select_related("person")
    news = News("cancel", "webinar-cancelled", lambda row: words.cancellation(row, why), CANCEL, by_post=True)
    _send(webinar, guests, news)
    host_letters.call_off(webinar, why=why)


def remind(webinar: Webinar, guests: Iterable[WebinarGuest], step: str) -> int:
    """With the entry that the calendar has already: no second one comes of it. To how many."""
    return len(_send(webinar, guests, News(f"remind-{step}", "webinar-reminder", words.reminder, REQUEST)))


def recorded(webinar: Webinar) -> int:
    """Once, when the first recording is there: whoever had a place is told."""
    guests = webinar.guests.with_place().select_related("person")
    return len(_send(webinar, guests, News("recording", "webinar-recording", words.recording)))


def _send(webinar: Webinar, guests: Iterable[WebinarGuest], news: News) -> set[int]:
    living = _humans(guests)
    addresses = outbox.addresses_of(guest.person for guest in living)
    reached = [guest for guest in living if addresses[guest.person_id] or news.by_post]
    senders = _senders(reached)
    letters = [_letter(webinar, guest, news, addresses[guest.person_id], senders) for guest in reached]
    if letters:
        outbox.post_all(letters, addresses=addresses)
    return {guest.pk for guest in reached}


def _humans(guests: Iterable[WebinarGuest]) -> list[WebinarGuest]:
    """One line of each human, however many of their records were merged since; nobody who was erased."""
    found: dict[int, WebinarGuest] = {}
    for guest in guests:
        if not guest.person.erased_at:
            found.setdefault(guest.person.merged_into_id or guest.person_id, guest)
    return list(found.values())


def _senders(guests: Iterable[WebinarGuest]) -> dict[str, tuple[str, str]]:
    """Who invites, in each language that is written in: asked once, not for each letter."""
    found: dict[str, tuple[str, str]] = {}
    for language in {guest.person.language for guest in guests}:
        with override(language):
            found[language] = sender()
    return found


def _letter(
    webinar: Webinar, guest: WebinarGuest, news: News, address: str, senders: dict[str, tuple[str, str]]
) -> Letter:
    person = guest.person
    guest.webinar = webinar
    with override(person.language):
        subject, text = news.said(webinar)
        way = _way(webinar, address, news)
        entry = ""
        if news.method and address:
            organiser = senders[person.language]
            entry = calendar_file(
                webinar, guest.sequence, news.method, (person.full_name, address), organiser=organiser
            )
        return Letter(
            cause=f"webinar-{news.act}:{webinar.pk}:{guest.pk}:{guest.sequence}",
            kind=news.kind,
            language=person.language,
            subject=subject,
            text="\n\n".join(part for part in (_greeting(person), text, way) if part),
            calendar=entry,
            person=person,
        )


def _greeting(person: Person) -> str:
    return _("Dear %(name)s,") % {"name": person.full_name}


def _way(webinar: Webinar, address: str, news: News) -> str:
    if not address or news.act == "cancel":
        return _("If you have a question, write to us or call.")
    label = {
        "invite": _("Register in one tap:"),
        "place": _("Open the page of the webinar:"),
        "recording": _("Recording and materials:"),
    }.get(news.act, _("If you cannot come, give up your place here:"))
    return f"{label}\n{page(webinar)}"
