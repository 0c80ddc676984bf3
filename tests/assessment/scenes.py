"""A defence day as the tests of assessment need it: a commission, participants in order, and how they are marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time

from django.utils import timezone

from assessment.calling import call_third
from assessment.consensus import Consensus, offered
from assessment.finalising import finalise
from assessment.judging import judgement_of
from assessment.marking import save_mark, submit
from assessment.models import CommissionMember, Criterion, Defence, DefenceDay, Protocol, Result, ThirdCall
from assessment.planning import plan_day
from assessment.rules import rules_of
from assessment.signing import digest_of, sign
from courses.models import Cohort
from people.models import User
from people.roles import Role
from tests.cast import aigul, daulet, make_cohort, make_enrolment, make_person, make_provider, make_user

# Half points of the five criteria (maxima 20, 25, 15, 30, 10).
MARKS = {
    "84.5": (35, 40, 24, 53, 17),
    "85": (36, 40, 24, 53, 17),
    "84": (34, 40, 24, 53, 17),
    "70": (28, 35, 21, 42, 14),
    "49.5": (20, 25, 15, 30, 9),
    "49": (20, 25, 15, 30, 8),
    "100": (40, 50, 30, 60, 20),
    "0": (0, 0, 0, 0, 0),
}


@dataclass
class Scene:
    cohort: Cohort
    day: DefenceDay
    organiser: User
    chair: User
    members: list[User]

    @property
    def defences(self) -> list[Defence]:
        return list(Defence.objects.filter(day=self.day).order_by("order"))

    @property
    def first(self) -> Defence:
        return self.defences[0]

    @property
    def criteria(self) -> list[Criterion]:
        return list(rules_of(self.cohort).rubric.criteria.all())

    def seat(self, user: User) -> CommissionMember:
        return CommissionMember.objects.get(day=self.day, user=user)

    def give(self, user: User, marks: Sequence[int], defence: Defence | None = None) -> None:
        for criterion, halves in zip(self.criteria, marks, strict=False):
            save_mark(defence or self.first, criterion=criterion.pk, halves=halves, by=user, now=timezone.now())

    def hand_in(self, user: User, marks: Sequence[int], defence: Defence | None = None) -> None:
        self.give(user, marks, defence)
        submit(defence or self.first, by=user)

    def all_hand_in(self, *sheets: Sequence[int], defence: Defence | None = None) -> None:
        for user, marks in zip(self.members, sheets, strict=True):
            self.hand_in(user, marks, defence)

    def ask(self, user: User, defence: Defence | None = None, reason: str = "Бағалар алшақ") -> ThirdCall:
        return call_third(defence or self.first, user=user, reason=reason, by=self.chair)


def agreed(defence: Defence, reason: str = "Комиссия талқылады", *, halves: Sequence[int] | None = None) -> Consensus:
    """What everybody who scored agrees on: the means in half points, unless told otherwise."""
    judgement = judgement_of(defence)
    points = offered(judgement)
    if halves is not None:
        points = dict(zip(points, halves, strict=True))
    return Consensus(points, {seat.member.pk for seat in judgement.counted}, reason)


def decide(defence: Defence, *, by: User, reason: str = "Комиссия талқылады") -> Result:
    """Final, with a consensus where the totals lie too far apart."""
    consensus = agreed(defence, reason) if judgement_of(defence).is_flagged else None
    return finalise(defence, by=by, consensus=consensus)


def commission_signs(cohort: Cohort) -> None:
    """Whoever of the commissions has still to sign the cohort's protocols does."""
    for protocol in Protocol.objects.filter(cohort=cohort, signed_at=None):
        for signer in protocol.waits_for:
            sign(protocol, by=User.objects.get(pk=signer.user), seen=digest_of(protocol))


def gulnar() -> User:
    return make_user("gulnar@institute.example", Role.TRAINER, name="Гүлнар Ахметова")


def serik() -> User:
    return make_user("serik@institute.example", Role.TRAINER, name="Серік Жұмабаев")


SURNAMES = ["Абаева", "Әбдірахманов", "Бекова", "Ғабитов", "Жұмаділов", "Қасымова", "Нұрғалиева", "Өтегенов"]


def make_day(participants: int = 1, members: int = 2, *, cohort: Cohort | None = None) -> Scene:
    """A planned day of today: Daulet chairs, Gulnar and Serik sit beside him."""
    make_provider()
    organiser = aigul()
    commission = [daulet(), *[make() for make in (gulnar, serik)[: members - 1]]]
    cohort = cohort or make_cohort()
    enrolments = [
        make_enrolment(cohort, make_person(surname=SURNAMES[n % len(SURNAMES)], given_name=f"Айша{n}"))
        for n in range(participants)
    ]
    day = plan_day(
        cohort=cohort,
        held_on=timezone.localdate(),
        starts_at=time(14, 0),
        slot_minutes=20,
        room="305-кабинет",
        chair=commission[0],
        members=commission[1:],
        enrolments=enrolments,
        by=organiser,
    )
    return Scene(cohort, day, organiser, commission[0], commission)
