"""What an author is written about a practice, in their language, once for each decision; by e-mail or not at all."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from people import outbox
from postcourse.models import Practice, PracticeEvent

State = Practice.State
KINDS = {
    State.PUBLISHED: "practice-published",
    State.RETURNED: "practice-returned",
    State.HIDDEN: "practice-hidden",
}


def tell(practice: Practice, event: PracticeEvent) -> None:
    """Without an address of their own they read it on the page of the practice."""
    person = practice.writer
    address = outbox.address_of(person)
    if person.erased_at or not address:
        return
    with override(person.language):
        subject, opening = _wording(practice, State(event.new))
        parts = [_("Dear %(name)s,") % {"name": person.full_name}, opening]
        if event.why:
            parts.append(_("The moderator's words: %(why)s") % {"why": event.why})
        way = _("Open the practice:")
        parts.append(f"{way}\n{page(practice)}")
        outbox.post(
            cause=f"practice:{practice.pk}:{event.pk}",
            kind=KINDS[State(event.new)],
            language=person.language,
            subject=subject,
            text="\n\n".join(parts),
            person=person,
            to_email=address,
        )


def page(practice: Practice) -> str:
    return f"{settings.SITE_URL}{reverse('postcourse:practice', args=[practice.pk])}"


def _wording(practice: Practice, to: State) -> tuple[str, str]:
    named = {"title": practice.title}
    if to == State.PUBLISHED:
        return (
            _("Published: %(title)s") % named,
            _("Your practice is published: graduates and trainers can read it and comment on it. Thank you."),
        )
    if to == State.RETURNED:
        return (
            _("Please look at it again: %(title)s") % named,
            _("A moderator has read your practice and asks you to change something. Then submit it again."),
        )
    return (
        _("Hidden: %(title)s") % named,
        _("A moderator has hidden your practice. You can change it and submit it again."),
    )
