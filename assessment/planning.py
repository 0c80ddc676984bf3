"""A defence day is planned by the organiser: when and where, before which commission, in which order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessment import publishing, retaking
from assessment.begun import require_only_later
from assessment.finalising import close_if_decided
from assessment.models import Defence, DefenceDay, Mark, Sheet
from assessment.recording import remove_by, save_by
from assessment.rules import rules_of
from assessment.seating import seat
from assessment.starting import is_to_come
from courses.models import Cohort, Enrolment
from people.locking import lock
from people.models import Provider, User
from people.versions import refuse_if_changed

OPEN_TO_DEFENCE = (Cohort.Status.RUNNING, Cohort.Status.DEFENDING)
# Whoever was brought back from hold after their cohort was closed defends on a day of another one (design §4).
OPEN_TO_GUESTS = (*OPEN_TO_DEFENCE, Cohort.Status.CLOSED)
# Places are changed in two steps through these numbers, because no two participants may share one.
ASIDE = 10_000
# What is typed of a day, beside its commission.
FACTS = ("held_on", "starts_at", "slot_minutes", "room", "trainees_apart")


def awaiting_defence(cohort: Cohort) -> QuerySet[Enrolment]:
    """Admitted participants of a cohort who stand in the order of no day and have no result; who retakes besides."""
    standing = Defence.objects.filter(outcome__in=retaking.STANDING)
    first = Enrolment.objects.filter(status=Enrolment.Status.ADMITTED).exclude(attempts__defences__in=standing)
    return (
        Enrolment.objects.filter(Q(pk__in=first.values("pk")) | Q(pk__in=retaking.awaiting().values("pk")))
        .filter(cohort=cohort)
        .select_related("person", "organisation", "cohort")
        .order_by("person__name_key", "pk")
    )


def cohorts_to_add() -> QuerySet[Cohort]:
    """Whose participants a day may take: cohorts that run, and closed ones in which somebody still waits."""
    admitted = Enrolment.objects.filter(cohort=OuterRef("pk"), status=Enrolment.Status.ADMITTED)
    again = retaking.awaiting().filter(cohort=OuterRef("pk"))
    left_over = Q(Exists(admitted) | Exists(again), status=Cohort.Status.CLOSED)
    return Cohort.objects.filter(left_over | Q(status__in=OPEN_TO_DEFENCE)).order_by("-starts_on", "name")


def can_plan(cohort: Cohort) -> bool:
    """Whether a day can be planned for it: while it runs, and afterwards for whoever still waits."""
    return cohort.status in OPEN_TO_DEFENCE or (cohort.status in OPEN_TO_GUESTS and awaiting_defence(cohort).exists())


@transaction.atomic
def plan_day(
    *,
    cohort: Cohort,
    held_on: date,
    starts_at: time,
    slot_minutes: int,
    room: str,
    chair: User,
    members: Sequence[User] = (),
    enrolments: Iterable[Enrolment] = (),
    trainees_apart: bool = False,
    by: User,
) -> DefenceDay:
    """Plan a day with its commission and its first participants, in the order given."""
    if not Provider.objects.exists():
        raise ValidationError(_("Fill in the provider first: its name stands on the protocol."), code="no_provider")
    _require_open(cohort, held_on, among=OPEN_TO_GUESTS if can_plan(cohort) else OPEN_TO_DEFENCE)
    day = DefenceDay(held_on=held_on, starts_at=starts_at, slot_minutes=slot_minutes, room=room.strip(), created_by=by)
    day.trainees_apart = trainees_apart
    save_by(day, by)
    seat(day, chair=chair, members=members, by=by)
    add_participants(day, enrolments, by=by)
    return day


@transaction.atomic
def amend_day(
    day: DefenceDay,
    *,
    held_on: date,
    starts_at: time,
    slot_minutes: int,
    room: str,
    chair: User,
    members: Sequence[User] = (),
    trainees_apart: bool | None = None,
    seen: int | None = None,
    by: User,
) -> DefenceDay:
    """Change the date, the place or the commission of a day, as long as no sheet is submitted.

    `seen` is the version of the day that was looked at: a shift meanwhile is not taken back unseen.
    """
    row = open_day(day)
    refuse_if_changed(row, seen, FACTS)
    _require_nothing_submitted(row)
    for cohort in Cohort.objects.filter(enrolments__attempts__defences__day=row).distinct():
        _require_open(cohort, held_on, among=OPEN_TO_GUESTS)
    retaking.require_in_time(row, held_on)
    is_moved = (row.held_on, row.starts_at) != (held_on, starts_at)
    row.held_on, row.starts_at, row.slot_minutes, row.room = held_on, starts_at, slot_minutes, room.strip()
    row.trainees_apart = row.trainees_apart if trainees_apart is None else trainees_apart
    require_one_date(row)
    save_by(row, by)
    seat(row, chair=chair, members=members, by=by, is_moved=is_moved)
    return row


@transaction.atomic
def add_participants(day: DefenceDay, enrolments: Iterable[Enrolment], *, by: User) -> list[Defence]:
    """Put participants at the end of the order, also of another cohort; late-comers too, until the day is closed."""
    chosen = _as_they_stand(enrolments)
    row = open_day(day)
    last = row.defences.aggregate(last=Max("order"))["last"] or 0
    added = []
    for place, enrolment in enumerate(chosen, start=last + 1):
        _require_open(enrolment.cohort, row.held_on, among=OPEN_TO_GUESTS)
        rules_of(enrolment.cohort)
        _require_awaiting(row, enrolment)
        defence = Defence(day=row, attempt=retaking.attempt_for(enrolment), order=place)
        save_by(defence, by)
        added.append(defence)
    require_one_date(row)
    return added


@transaction.atomic
def remove_participant(defence: Defence, *, by: User) -> None:
    """Take a participant off a day; possible until a member has given a mark or an absence is recorded."""
    day = open_day(defence.day)
    row = Defence.objects.select_for_update(of=("self",)).get(pk=defence.pk)
    person = row.attempt.enrolment.person
    if not row.is_pending:
        raise ValidationError(_("%(person)s is already decided."), code="decided", params={"person": person})
    if Mark.objects.filter(sheet__defence=row).exists() or row.sheets.filter(submitted_at__isnull=False).exists():
        raise ValidationError(
            _("%(person)s has marks already: the chair decides what becomes of them."),
            code="has_marks",
            params={"person": person},
        )
    _remove(row, day, by=by)
    close_if_decided(day, by=by)
    if day.finalised_at is not None:
        publishing.tell_gone(day)


@transaction.atomic
def take_off(defence: Defence, *, by: User | None) -> None:
    """Whoever leaves the cohort leaves the day, which has not come; on one that has, the chair decides first."""
    day = open_day(defence.day)
    row = Defence.objects.select_for_update(of=("self",)).get(pk=defence.pk)
    if not is_to_come(day, timezone.now()):
        raise ValidationError(sentence_has_come(defence), code="day_has_come")
    _remove(row, day, by=by)


def sentence_has_come(defence: Defence) -> str:
    return _(
        "%(person)s stands in the order of the defence of %(day)s, which has come: let the chair of the commission "
        "record the result or the absence first."
    ) % {"person": defence.attempt.enrolment.person, "day": f"{defence.day.held_on:%d.%m.%Y}"}


@transaction.atomic
def set_order(day: DefenceDay, defences: Sequence[int], *, by: User, seen: Sequence[int] | None = None) -> None:
    """Put the participants of a day into this order, given by the numbers of their defences.

    `seen` is the order that was looked at: where somebody has changed it since, nothing is changed unseen.
    """
    row = open_day(day)
    standing = list(row.defences.order_by("order").values_list("pk", flat=True))
    if seen is not None and list(seen) != standing and set(seen) == set(standing):
        raise ValidationError(
            _("Somebody else has changed the order meanwhile: look at it again."), code="changed_order"
        )
    present = set(standing)
    if set(defences) != present or len(defences) != len(present):
        raise ValidationError(_("The list of participants has changed: look at it again."), code="changed")
    require_only_later(row, standing, defences)
    _number(row, defences, by=by)


@transaction.atomic
def drop_day(day: DefenceDay, *, by: User) -> None:
    """Delete a day that was planned by mistake, as long as nobody has given a mark or recorded an absence.

    Whoever was told of it is told now that it is off: there is no plan left that could be published again.
    """
    row = open_day(day)
    publishing.call_off(row)
    for defence in row.defences.all():
        remove_participant(defence, by=by)
    for member in row.members.all():
        remove_by(member, by)
    remove_by(row, by)


def obstacle_to_amending(day: DefenceDay) -> str:
    """Why the day can no longer be changed, as a sentence; empty when it can."""
    try:
        _require_open_day(day)
        _require_nothing_submitted(day)
    except ValidationError as refusal:
        return " ".join(refusal.messages)
    return ""


def open_day(day: DefenceDay) -> DefenceDay:
    row = DefenceDay.objects.select_for_update(of=("self",)).get(pk=day.pk)
    _require_open_day(row)
    return row


def require_one_date(day: DefenceDay) -> None:
    """A day that went on after midnight would be dated wrongly in results and protocol."""
    ends = day.slot(max(day.defences.count(), 1))[1]
    if ends > datetime.combine(day.held_on, time()) + timedelta(days=1):
        raise ValidationError(_("The day would begin or end on another date."), code="another_date")


def _require_open_day(day: DefenceDay) -> None:
    if day.finalised_at is not None:
        raise ValidationError(_("The day is closed and its protocol is made."), code="day_closed")


def _require_nothing_submitted(day: DefenceDay) -> None:
    submitted = Sheet.objects.filter(defence__day=day, submitted_at__isnull=False).count()
    if submitted:
        raise ValidationError(
            ngettext(
                "%(n)s sheet is submitted already: date, place and commission stay. A member who cannot go on is "
                "excused by the chair.",
                "%(n)s sheets are submitted already: date, place and commission stay. A member who cannot go on is "
                "excused by the chair.",
                submitted,
            ),
            code="submitted",
            params={"n": submitted},
        )


def _require_open(cohort: Cohort, held_on: date, *, among: Sequence[Cohort.Status] = OPEN_TO_DEFENCE) -> None:
    if cohort.status not in among:
        raise ValidationError(
            _("The cohort “%(cohort)s” cannot defend now: its status is “%(status)s”."),
            code="cohort_not_running",
            params={"cohort": cohort, "status": cohort.get_status_display()},
        )
    if held_on < cohort.starts_on:
        raise ValidationError(
            _("The cohort “%(cohort)s” begins on %(day)s: the defence cannot be earlier."),
            code="too_early",
            params={"cohort": cohort, "day": f"{cohort.starts_on:%d.%m.%Y}"},
        )


def _require_awaiting(day: DefenceDay, enrolment: Enrolment) -> None:
    again = enrolment.status == Enrolment.Status.NOT_PASSED
    if enrolment.status != Enrolment.Status.ADMITTED and not again:
        raise ValidationError(
            _("%(person)s cannot defend: “%(status)s”."),
            code="not_admitted",
            params={"person": enrolment.person, "status": enrolment.get_status_display()},
        )
    if again:
        retaking.require_retake(enrolment, held_on=day.held_on)
    here = Defence.objects.filter(attempt__enrolment=enrolment, attempt__number=2 if again else 1)
    standing = here.filter(outcome__in=retaking.STANDING).select_related("day").first()
    if standing is not None:
        raise ValidationError(
            _("%(person)s already stands in the order of %(day)s."),
            code="planned",
            params={"person": enrolment.person, "day": standing.day},
        )
    if here.filter(day=day).exists():
        raise ValidationError(
            _("%(person)s is recorded as absent on this day: the chair can take that back."),
            code="absent_here",
            params={"person": enrolment.person},
        )


def _as_they_stand(enrolments: Iterable[Enrolment]) -> list[Enrolment]:
    """In the order given, and locked after their people: nobody leaves the cohort, or goes on with another stream,
    while they are given a place.
    """
    chosen = list(enrolments)
    keys = [enrolment.pk for enrolment in chosen]
    lock(enrolment.person_id for enrolment in chosen)
    rows = Enrolment.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=keys).order_by("pk")
    known = {row.pk: row for row in rows.select_related("person", "cohort__version")}
    return [known[key] for key in keys]


def _remove(row: Defence, day: DefenceDay, *, by: User | None) -> None:
    """The history keeps the place and who has taken it away."""
    for sheet in row.sheets.all():
        remove_by(sheet, by)
    remove_by(row, by)
    _number(day, list(day.defences.order_by("order").values_list("pk", flat=True)), by=by)


def _number(day: DefenceDay, defences: Sequence[int], *, by: User | None) -> None:
    """Number the participants anew; who has changed places has it in the history, with its author."""
    # In the order of their keys, as whoever decides on several of them locks them.
    rows = {row.pk: row for row in day.defences.filter(pk__in=defences).select_for_update(of=("self",)).order_by("pk")}
    moved = [(place, rows[pk]) for place, pk in enumerate(defences, start=1) if rows[pk].order != place]
    day.defences.filter(pk__in=[row.pk for _place, row in moved]).update(order=F("order") + ASIDE)
    for place, row in moved:
        row.order = place
        save_by(row, by)
