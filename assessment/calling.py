"""A third member for one defence: asked by the chair where two members' totals lie too far apart."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from assessment.conflicts import OF_INTEREST, hindrances_of
from assessment.finalising import open_defence, require_ready
from assessment.grading import MOST_MEMBERS
from assessment.judging import Judgement, judgement_of
from assessment.models import CommissionMember, Defence, DefenceDay, ThirdCall
from assessment.recording import save_by
from assessment.seating import may_sit
from people.models import User
from people.outbox import post

KIND = "third-member"


@transaction.atomic
def call_third(defence: Defence, *, user: User, reason: str, by: User, now: datetime | None = None) -> ThirdCall:
    """Ask somebody to score this defence, and nothing else, without seeing what the others gave."""
    now = now or timezone.now()
    row = open_defence(defence, by=by, now=now)
    judgement = judgement_of(row)
    if judgement.call is not None and judgement.call.member.user_id == user.pk:
        return judgement.call
    require_ready(judgement)
    if not judgement.is_flagged:
        raise ValidationError(_("The members' totals do not differ widely: the mean stands."), code="not_flagged")
    if obstacle := obstacle_to_third(judgement):
        raise ValidationError(obstacle, code="no_third")
    if not reason.strip():
        raise ValidationError(_("Say why a third member is asked: it is printed in the protocol."), code="no_reason")
    if user not in could_be_third(row):
        raise ValidationError(
            _("%(user)s cannot assess this participant: choose somebody else."), code="barred", params={"user": user}
        )
    call = ThirdCall.objects.create(
        defence=row, member=_seat(row.day, user, by), reason=reason.strip(), asked_by=by, asked_at=now
    )
    _tell(call)
    return call


def obstacle_to_third(judgement: Judgement, users: Collection[User] | None = None) -> str:
    """Why no third member can be asked, so that only a consensus remains; empty where one can.

    `users` are those who could be, where they are known.
    """
    if judgement.call is not None:
        return _("The third member who was asked has not scored: only a consensus remains.")
    if len(judgement.seats) >= MOST_MEMBERS:
        return _("Three members sit on this commission already: only a consensus remains.")
    if not (could_be_third(judgement.defence) if users is None else users):
        return _("Nobody else may assess this participant: only a consensus remains.")
    return ""


def could_be_third(defence: Defence) -> list[User]:
    """Staff who may sit, who do not sit on this commission, and whom nothing bars from this participant."""
    day = defence.day
    others = may_sit().exclude(pk__in=day.members.values("user"))
    candidates = [CommissionMember(day=day, user=user, order=MOST_MEMBERS, called=True) for user in others]
    found = hindrances_of(day, [defence], candidates)
    # When they are free is theirs to say: a third member may come later in the day.
    barred = {each.member.user_id for each in found if each.kind in OF_INTEREST}
    return [each.user for each in candidates if each.user_id not in barred]


def _seat(day: DefenceDay, user: User, by: User) -> CommissionMember:
    seated = CommissionMember.everyone.filter(day=day, user=user).first()
    if seated is None:
        seated = CommissionMember(day=day, user=user, order=MOST_MEMBERS, called=True)
        save_by(seated, by)
    return seated


def _tell(call: ThirdCall) -> None:
    """The participant's name stays out of the mail: who is asked signs in to see it."""
    user = call.member.user
    with override(user.language):
        day = call.defence.day
        opening = _(
            "The chair of the commission of %(day)s (%(room)s) asks you to score one defence as a third member."
        )
        text = "\n\n".join(
            [
                opening % {"day": f"{day.held_on:%d.%m.%Y}", "room": day.room},
                _("You see nothing of what the others gave; the mean of the three sheets stands."),
                f"{settings.SITE_URL}{reverse('assessment:day', args=[day.pk])}",
            ]
        )
        subject = _("You are asked as a third member of a commission")
        cause = f"{KIND}:{call.pk}"
        post(cause=cause, kind=KIND, language=user.language, subject=subject, text=text, to_email=user.email)
