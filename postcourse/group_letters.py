"""What is written of a discussion: its announcement to all whom it is for, the entry in the trainer's calendar."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from people import invitation, outbox
from people.invitation import CANCEL, REQUEST, Entry, day_and_time, sender
from people.models import Person
from people.outbox import Letter
from postcourse.booking import open_until
from postcourse.calendar import ALMATY
from postcourse.models import Discussion, Plan

PERSON = "attempt__enrolment__person"


def announce(discussion: Discussion) -> None:
    """Once to each graduate who may join; who has no address of their own reads it on their page."""
    people = _whom(discussion)
    addresses = outbox.addresses_of(people)
    reached = [person for person in people if addresses[person.pk]]
    outbox.post_all(_letters(discussion, reached), addresses=addresses)


def tell_trainer(discussion: Discussion) -> None:
    """The entry, and the same again after each change."""
    changed = discussion.sequence > 0
    with override(discussion.trainer.language):
        title = _("Case discussion changed: %(when)s") if changed else _("Case discussion: %(when)s")
        _to_trainer(discussion, REQUEST, title % {"when": when(discussion)}, facts(discussion))


def call_off(discussion: Discussion, *, why: str) -> None:
    with override(discussion.trainer.language):
        text = "\n\n".join([facts(discussion), _("Reason: %(why)s") % {"why": why}])
        _to_trainer(discussion, CANCEL, _("Case discussion cancelled: %(when)s") % {"when": when(discussion)}, text)


def when(discussion: Discussion) -> str:
    """жұма, 2026 жылғы 27 қараша, 16:00–17:00."""
    return f"{day_and_time(discussion.starts_at)}–{discussion.ends_at.astimezone(ALMATY):%H:%M}"


def uid(discussion: Discussion) -> str:
    return invitation.uid_of("postcourse.discussion", discussion.pk)


def page(discussion: Discussion) -> str:
    return f"{settings.SITE_URL}{reverse('postcourse:discussion', args=[discussion.pk])}"


def facts(discussion: Discussion, *, with_place: bool = True) -> str:
    """When, with whom, about what; where is told to those who have a place."""
    place = discussion.place if with_place else ""
    lines = [
        _("When: %(when)s (Almaty time)") % {"when": when(discussion)},
        _("With: %(name)s") % {"name": discussion.trainer.name or discussion.trainer.email},
        _("Where: %(place)s") % {"place": place} if place else "",
        _("About: %(topic)s") % {"topic": discussion.topic},
    ]
    return "\n".join(line for line in lines if line)


def _whom(discussion: Discussion) -> list[Person]:
    """Whose support goes on; each human once, by the record that was kept."""
    plans = Plan.objects.filter(kind=Plan.Kind.SUPPORT, **{f"{PERSON}__erased_at": None})
    if discussion.cohort_id:
        plans = plans.filter(attempt__enrolment__cohort=discussion.cohort_id)
    else:
        plans = plans.filter(trainer=discussion.trainer)
    rows = plans.with_people().select_related(f"{PERSON}__merged_into", "template").order_by("pk")
    today = timezone.localdate()
    found = (plan.person.merged_into or plan.person for plan in rows if today <= open_until(plan))
    return list({person.pk: person for person in found if person.erased_at is None}.values())


def _letters(discussion: Discussion, people: list[Person]) -> Iterator[Letter]:
    for person in people:
        with override(person.language):
            places = ngettext("There is %(n)s place.", "There are %(n)s places.", discussion.capacity)
            parts = [
                _("Dear %(name)s,") % {"name": person.full_name},
                _("We discuss a case from practice in a small group. It is free of charge."),
                facts(discussion, with_place=False),
                "\n".join([" ".join([places % {"n": discussion.capacity}, _("Take one here:")]), page(discussion)]),
            ]
            subject = _("Case discussion: %(when)s") % {"when": when(discussion)}
            cause = f"discussion:{discussion.pk}:{person.pk}"
            yield Letter(cause, "discussion-announced", person.language, subject, "\n\n".join(parts), person=person)


def _to_trainer(discussion: Discussion, method: str, subject: str, text: str) -> None:
    trainer = discussion.trainer
    outbox.post(
        cause=f"discussion:{discussion.pk}:{discussion.sequence}:{method.lower()}:trainer:{trainer.pk}",
        kind="discussion-trainer",
        language=trainer.language,
        subject=subject,
        text="\n".join([text, "", _("Open the discussion:"), page(discussion)]),
        calendar=_calendar(discussion, method),
        to_email=trainer.email,
    )


def _calendar(discussion: Discussion, method: str) -> str:
    entry = Entry(
        uid(discussion),
        discussion.sequence,
        discussion.starts_at,
        discussion.ends_at,
        _("Case discussion: %(topic)s") % {"topic": discussion.topic},
        page(discussion),
        page(discussion),
        discussion.place,
        is_agreed=True,
    )
    trainer = discussion.trainer
    return invitation.calendar_file(
        entry, method=method, product="Post-course support", organiser=sender(),
        attendee=(trainer.name, trainer.email), stamp=timezone.now(),
    )  # fmt: skip
