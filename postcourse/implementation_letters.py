"""What is written to a graduate about their project, in their language, once per cause.

Who has no address of their own gets no letter by post: it would come when the day is over, and the trainer calls.
"""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from people import outbox
from postcourse.models import ExpertFeedback, Implementation, ImplementationEvent, Milestone, MilestoneReminder

Kind = Milestone.Kind
Words = tuple[str, str]


def remind(reminder: MilestoneReminder) -> bool:
    """Whether it was written."""
    milestone = reminder.milestone
    cause = f"milestone:{milestone.pk}:{reminder.step}"
    with override(milestone.implementation.person.language):
        words = _near(milestone) if reminder.step == MilestoneReminder.Step.BEFORE else _past(milestone)
        return _write(milestone.implementation, cause, "implementation-reminder", words)


def tell_of_feedback(feedback: ExpertFeedback) -> bool:
    implementation = feedback.implementation
    with override(implementation.person.language):
        words = (
            _("Feedback on your project"),
            _("Your trainer has written to you how your project is put into practice, criterion by criterion."),
        )
        return _write(implementation, f"expert-feedback:{feedback.pk}", "implementation-feedback", words)


def tell_of_analysis(event: ImplementationEvent) -> bool:
    """It is accepted, or it comes back with a reason."""
    implementation = event.implementation
    with override(implementation.person.language):
        if event.new == Implementation.State.CLOSED:
            words = (
                _("Your project is completed"),
                _("Your trainer has accepted the analysis of the results. Thank you for putting your project into "
                  "practice."),
            )  # fmt: skip
        else:
            words = (
                _("Please look at the analysis of your project again"),
                _("Your trainer asks you to add to the analysis of the results: %(why)s") % {"why": event.why},
            )
        return _write(implementation, f"implementation:{event.pk}", "implementation-analysis", words)


def page(implementation: Implementation) -> str:
    return f"{settings.SITE_URL}{reverse('postcourse:implementation', args=[implementation.pk])}"


def _near(milestone: Milestone) -> Words:
    day = date_format(milestone.due_on, "SHORT_DATE_FORMAT")
    if milestone.kind == Kind.GOALS:
        return (
            _("Your project: write its goals by %(day)s") % {"day": day},
            _("Take two or three goals from your defended project: what is to change, how you measure it, and by when. "
              "It takes about ten minutes."),
        )  # fmt: skip
    if milestone.kind == Kind.REPORT:
        return (
            _("Your project: report by %(day)s") % {"day": day},
            _("Tell us how your project is put into practice: the values of today, a few words, a photo or a document. "
              "It takes about five minutes on a phone."),
        )  # fmt: skip
    return (
        _("Your project: analyse the results by %(day)s") % {"day": day},
        _("The year after the course comes to its end. Look back: what was reached of each goal, what effect it had, "
          "and what you would do otherwise."),
    )  # fmt: skip


def _past(milestone: Milestone) -> Words:
    day = date_format(milestone.due_on, "SHORT_DATE_FORMAT")
    about = {
        Kind.GOALS: _("The goals of your project were due on %(day)s."),
        Kind.REPORT: _("The report on your project was due on %(day)s."),
        Kind.ANALYSIS: _("The analysis of your project was due on %(day)s."),
    }
    said = about[Kind(milestone.kind)] % {"day": day}
    help_offered = _("If something stands in the way, write it there or tell your trainer: we find a way together.")
    return _("Your project: we wait for you"), f"{said} {help_offered}"


def _write(implementation: Implementation, cause: str, kind: str, words: Words) -> bool:
    person = implementation.person
    if person.erased_at or not outbox.address_of(person):
        return False
    subject, text = words
    greeting = _("Dear %(name)s,") % {"name": person.full_name}
    topic = f"«{implementation.topic}»\n\n" if implementation.topic else ""
    outbox.post(
        cause=cause,
        kind=kind,
        language=person.language,
        subject=subject,
        text=f"{greeting}\n\n{text}\n\n{topic}{_('Open your project:')}\n{page(implementation)}",
        person=person,
    )
    return True
