"""The commission's words to a participant: the chair writes them while the head has not signed the result."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assessment.models import CommissionMember, Defence, DefenceFeedback
from assessment.recording import save_by
from people.models import User
from people.versions import CHANGED_MEANWHILE, refuse_if_changed


@transaction.atomic
def write_feedback(
    defence: Defence, *, text: str, seen: int | None = None, by: User, now: datetime | None = None
) -> DefenceFeedback:
    """What was written before stays in the history. `seen` is the version that the chair had before the eyes."""
    row = (
        Defence.objects.select_for_update(of=("self",)).select_related("attempt__enrolment__person").get(pk=defence.pk)
    )
    if not CommissionMember.objects.filter(day=row.day_id, user=by, is_chair=True).exists():
        raise PermissionDenied
    if refusal := obstacle(row):
        raise refusal
    feedback = DefenceFeedback.objects.filter(defence=row).first() or DefenceFeedback(defence=row)
    if seen == 0 and feedback.pk:
        raise ValidationError(
            _("These words were written on another device meanwhile: look at them, then save again."),
            code=CHANGED_MEANWHILE,
        )
    refuse_if_changed(feedback, seen)
    text = text.strip()
    if feedback.pk and feedback.text == text:
        return feedback
    feedback.text, feedback.written_by, feedback.written_at = text, by, now or timezone.now()
    save_by(feedback, by)
    return feedback


def obstacle(defence: Defence) -> ValidationError | None:
    """Why nothing can be written now, as a sentence; nothing where it can."""
    person = defence.attempt.enrolment.person
    if defence.outcome != Defence.Outcome.DEFENDED:
        return ValidationError(
            _("%(person)s has no result yet: the words come with it."), code="undecided", params={"person": person}
        )
    if defence.attempt.results.filter(confirmed_at__isnull=False).exists():
        return ValidationError(
            _("The head has signed the result of %(person)s: the participant reads these words, and they stay."),
            code="signed",
            params={"person": person},
        )
    if person.erased_at:
        return ValidationError(
            _("The data of this person were erased (%(person)s)."), code="erased", params={"person": person}
        )
    return None
