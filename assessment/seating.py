"""Who sits on the commission of a day: a chair and up to two members."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from assessment.conflicts import absent_all_day, in_words
from assessment.grading import MOST_MEMBERS
from assessment.models import CommissionMember, DefenceDay, Mark
from assessment.recording import remove_by, save_by
from people.models import User
from people.roles import Role

# Who may be given a seat, and whose seat opens anything: it ends with the role.
SEATED = (Role.TRAINER, Role.HEAD)


def may_sit() -> QuerySet[User]:
    """Who can be on a commission: trainers and heads who may sign in."""
    return User.objects.filter(is_active=True, role_grants__role__in=SEATED).distinct().order_by("name", "email")


def seat(day: DefenceDay, *, chair: User, members: Sequence[User], by: User, is_moved: bool = False) -> None:
    """Make the commission exactly these people; whoever has given marks keeps the seat.

    Whoever sits there already is asked whether they can come only where the day `is_moved`.
    """
    wanted = {user.pk: user for user in (chair, *members)}
    if len(wanted) != 1 + len(members):
        raise ValidationError(_("Each member of the commission is named once."), code="named_twice")
    if len(wanted) > MOST_MEMBERS:
        raise ValidationError(_("A commission has one to three members."), code="too_many")
    able = set(may_sit().filter(pk__in=wanted).values_list("pk", flat=True))
    for user in wanted.values():
        if user.pk not in able:
            raise ValidationError(
                _("%(user)s cannot sit on a commission: give them the trainer's role first."),
                code="no_role",
                params={"user": user},
            )
    seated = {member.user_id: member for member in day.members.all()}
    _require_there(day, [user for user in wanted.values() if is_moved or user.pk not in seated])
    for user_id in seated.keys() - wanted.keys():
        _unseat(seated.pop(user_id), by)
    for member in seated.values():
        if member.is_chair and member.user_id != chair.pk:
            member.is_chair = False
            save_by(member, by)
    free = (place for place in range(1, MOST_MEMBERS + 1) if place not in {each.order for each in seated.values()})
    for user in wanted.values():
        member = seated.get(user.pk) or CommissionMember(day=day, user=user, order=next(free))
        is_chair = user.pk == chair.pk
        if member.pk is None or member.is_chair != is_chair:
            member.is_chair = is_chair
            save_by(member, by)


def _require_there(day: DefenceDay, users: Iterable[User]) -> None:
    """Who is away for a part of the day is told of on its plan; who is away for all of it is refused."""
    until = day.slot(max(day.defences.count(), 1))[1]
    for user in users:
        if span := absent_all_day(day, user, until=until):
            raise ValidationError(
                _("%(user)s cannot come: %(why)s."), code="away", params={"user": user, "why": in_words(span)}
            )


def _unseat(member: CommissionMember, by: User) -> None:
    if Mark.objects.filter(sheet__member=member).exists():
        raise ValidationError(
            _("%(member)s has given marks already and stays on the commission; the chair can excuse a member."),
            code="has_marked",
            params={"member": member},
        )
    for sheet in member.sheets.all():
        remove_by(sheet, by)
    remove_by(member, by)
