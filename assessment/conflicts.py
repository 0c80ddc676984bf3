"""Why a member cannot, or must not, assess a participant: a conflict of interest, or somewhere else at that time.

A conflict of interest is: the same school; a conflict that the member has declared (a relative, a project that they
supervised, …); and, where the day says so, the trainer of the participant's own cohort. A small provider's trainer is
often on the commission and the programme does not forbid it: without that rule it is said, and bars nobody.
A pair is never proposed; one that was planned by hand is settled by excusing the member, with a reason that is printed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import TypeVar

from django.db.models import Count
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from assessment.models import CommissionMember, Conflict, Defence, DefenceDay, Sheet, Unavailability, Workplace
from courses.models import Cohort, Enrolment
from people.models import User

SCHOOL, DECLARED, TRAINEE, AWAY, BUSY = "school", "declared", "trainee", "away", "busy"
# Those that hold whenever it is; the others are settled by another time, too.
OF_INTEREST = frozenset({SCHOOL, DECLARED, TRAINEE})
Key = TypeVar("Key")
Value = TypeVar("Value")


@dataclass(frozen=True)
class Span:
    """When a member is somewhere else, in the time of the wall, and what is said of it."""

    begins: datetime
    ends: datetime
    kind: str
    word: str = ""
    # The other commission, where it is one.
    day: int | None = None

    @property
    def times(self) -> str:
        same_day = self.begins.date() == self.ends.date()
        until = f"{self.ends:%H:%M}" if same_day else f"{self.ends:%d.%m.%Y %H:%M}"
        return f"{self.begins:%d.%m.%Y %H:%M}–{until}"


@dataclass(frozen=True)
class Ties:
    """What is known of some members, read at once."""

    schools: Mapping[int, Collection[int]] = field(default_factory=dict)
    cohorts: Mapping[int, Collection[int]] = field(default_factory=dict)
    declared: Mapping[int, Mapping[int, Conflict]] = field(default_factory=dict)
    away: Mapping[int, Sequence[Span]] = field(default_factory=dict)

    def of_interest(self, user: int, enrolment: Enrolment, *, trainees_apart: bool) -> list[str]:
        person = enrolment.person
        found = []
        if {enrolment.organisation_id, person.organisation_id} & set(self.schools.get(user, ())):
            found.append(SCHOOL)
        if (person.merged_into_id or person.pk) in self.declared.get(user, {}):
            found.append(DECLARED)
        if trainees_apart and self.is_trainee(user, enrolment):
            found.append(TRAINEE)
        return found

    def is_trainee(self, user: int, enrolment: Enrolment) -> bool:
        return enrolment.cohort_id in self.cohorts.get(user, ())

    def meanwhile(self, user: int, begins: datetime, ends: datetime) -> list[Span]:
        return [span for span in self.away.get(user, ()) if span.begins < ends and span.ends > begins]


@dataclass(frozen=True)
class Hindrance:
    """One pair that cannot stay as it is, and why."""

    defence: Defence
    member: CommissionMember
    kind: str
    why: str
    is_settled: bool

    @property
    def reason(self) -> str:
        """As it is printed in the protocol, in its language; what a member has told about themselves is not."""
        with translation.override(self.defence.attempt.enrolment.cohort.language):
            return {
                SCHOOL: _("conflict of interest: works at the same school"),
                TRAINEE: _("conflict of interest: trainer of the same cohort"),
                DECLARED: _("conflict of interest, declared by the member"),
            }.get(self.kind, _("could not be there at this time"))


def ties_of(users: Iterable[int], days: Iterable[date] = (), *, besides: Iterable[int] = ()) -> Ties:
    """In five queries, however many members; `besides` are the days of defences that are looked at themselves."""
    keys, dates = set(users), set(days)
    if not keys:
        return Ties()
    work = _lists((row.user_id, row.organisation_id) for row in Workplace.objects.filter(user__in=keys))
    own = User.objects.filter(pk__in=keys, person__organisation__isnull=False)
    for user, organisation in own.values_list("pk", "person__organisation"):
        work[user].append(organisation)
    declared: dict[int, dict[int, Conflict]] = defaultdict(dict)
    for row in Conflict.objects.filter(member__in=keys).select_related("person"):
        declared[row.member_id][row.person.merged_into_id or row.person_id] = row
    cohorts = _lists(Cohort.objects.filter(trainer__in=keys).values_list("trainer", "pk"))
    away = _lists((user, span) for user, span in _spans(keys, dates, set(besides)))
    return Ties(work, cohorts, declared, away)


def ties_on(day: DefenceDay, members: Iterable[CommissionMember]) -> Ties:
    return ties_of((member.user_id for member in members), [day.held_on], besides=[day.pk])


def hindrances_of(
    day: DefenceDay, order: Sequence[Defence], members: Sequence[CommissionMember], ties: Ties | None = None
) -> list[Hindrance]:
    """Of the pairs that are not decided, those that cannot be; the order has its people, the members their users."""
    pending = [defence for defence in order if defence.is_pending]
    if not pending or not members:
        return []
    ties = ties or ties_on(day, members)
    keys = [defence.pk for defence in pending]
    # Of a sheet that is submitted nothing can be settled any more: what was seen of it stays.
    closed = Sheet.objects.filter(defence__in=keys).exclude(submitted_at=None, excused_at=None)
    excused = set(closed.values_list("defence", "member"))
    return [
        Hindrance(defence, member, kind, why, (defence.pk, member.pk) in excused)
        for defence in pending
        for member in members
        for kind, why in _reasons(ties, day, defence, member)
    ]


def open_pairs(hindrances: Iterable[Hindrance]) -> list[Hindrance]:
    """One for each pair that nobody has settled yet, the gravest reason first."""
    found: dict[tuple[int, int], Hindrance] = {}
    for each in hindrances:
        if not each.is_settled:
            found.setdefault((each.defence.pk, each.member.pk), each)
    return list(found.values())


def hindrance_between(member: CommissionMember, defence: Defence) -> Hindrance | None:
    found = hindrances_of(member.day, [defence], [member])
    return found[0] if found else None


def absent_all_day(day: DefenceDay, user: User, *, until: datetime) -> Span | None:
    """A time away that leaves nothing of the day: whoever is not there at all is not seated."""
    begins = datetime.combine(day.held_on, day.starts_at)
    besides = [day.pk] if day.pk else []
    spans = ties_of([user.pk], [day.held_on], besides=besides).meanwhile(user.pk, begins, until)
    return next((span for span in spans if span.begins <= begins and span.ends >= until), None)


def _reasons(ties: Ties, day: DefenceDay, defence: Defence, member: CommissionMember) -> Iterator[tuple[str, str]]:
    enrolment, user = defence.attempt.enrolment, member.user_id
    said = {
        SCHOOL: _("works at the same school: %(school)s") % {"school": enrolment.organisation},
        TRAINEE: _("is the trainer of this cohort"),
    }
    for kind in ties.of_interest(user, enrolment, trainees_apart=day.trainees_apart):
        yield kind, said.get(kind) or _declared_in_words(ties, user, enrolment)
    for span in ties.meanwhile(user, *day.slot(defence.order)):
        yield span.kind, in_words(span)


def _declared_in_words(ties: Ties, user: int, enrolment: Enrolment) -> str:
    row = ties.declared[user][enrolment.person.merged_into_id or enrolment.person_id]
    return f"{row.get_kind_display()}: {row.reason}"


def in_words(span: Span) -> str:
    if span.kind == BUSY:
        return _("sits on another commission at this time: %(times)s, %(room)s") % {
            "times": span.times, "room": span.word,
        }  # fmt: skip
    said = _("is not available: %(times)s") % {"times": span.times}
    return f"{said} ({span.word})" if span.word else said


def _spans(users: set[int], dates: set[date], besides: set[int]) -> Iterator[tuple[int, Span]]:
    """What members have said of these dates, and the other commissions that they sit on then."""
    if not dates:
        return
    since, until = _midnight(min(dates)), _midnight(max(dates) + timedelta(days=1))
    for row in Unavailability.objects.filter(user__in=users, starts_at__lt=until, ends_at__gt=since):
        yield row.user_id, Span(wall(row.starts_at), wall(row.ends_at), AWAY, row.note)
    others = DefenceDay.objects.filter(held_on__in=dates, finalised_at=None, members__user__in=users)
    seats = others.exclude(pk__in=besides).annotate(people=Count("defences", distinct=True)).distinct()
    days = {day.pk: day for day in seats}
    for day, user in CommissionMember.objects.filter(day__in=days, user__in=users).values_list("day", "user"):
        found = days[day]
        ends = found.slot(max(vars(found)["people"], 1))[1]
        yield user, Span(found.slot(1)[0], ends, BUSY, found.room, found.pk)


def wall(moment: datetime) -> datetime:
    """The time on the wall, as the slots of a day are reckoned."""
    return timezone.localtime(moment).replace(tzinfo=None)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def _lists(pairs: Iterable[tuple[Key, Value]]) -> defaultdict[Key, list[Value]]:
    found: defaultdict[Key, list[Value]] = defaultdict(list)
    for key, value in pairs:
        found[key].append(value)
    return found
