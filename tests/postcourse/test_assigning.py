"""Another trainer: a free time for each, and both calendars right."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from people.history import changes
from people.models import OutboxMessage
from people.roles import Role
from postcourse import assigning
from postcourse.models import Consultation, Plan
from tests.cast import aigul, daulet, make_cohort, make_user
from tests.postcourse.scenes import ISSUED, at, local, make_invited, make_plan

pytestmark = pytest.mark.django_db
NOW = at(ISSUED)


def test_thirty_waiting_plans_get_a_trainer_and_times_that_do_not_clash() -> None:
    trainer, organiser = daulet(), aigul()
    cohort = make_cohort(trainer=None)
    plans = [make_plan(cohort=cohort) for _ in range(30)]
    assert assigning.assign(plans, trainer=trainer, by=organiser, place="305", now=NOW) == 120
    rows = Consultation.objects.filter(trainer=trainer, place="305")
    assert len(rows) == len(set(rows.values_list("starts_at", flat=True))) == 120
    assert set(Plan.objects.values_list("trainer", flat=True)) == {trainer.pk}
    assert [(by.by, by.new) for by in changes(plans[0], ["trainer"])] == [(organiser, str(trainer))]
    assert assigning.assign(plans, trainer=trainer, by=organiser, now=NOW) == 0


def test_only_a_trainer_is_assigned() -> None:
    organiser = aigul()
    with pytest.raises(ValidationError, match="role of trainer"):
        assigning.assign([make_plan()], trainer=organiser, by=organiser, now=NOW)


def test_who_was_invited_gets_a_new_invitation_and_the_old_trainers_calendar_is_cleared() -> None:
    before, after = daulet(), make_user("t@institute.example", Role.TRAINER, name="Тимур")
    row = make_invited(trainer=before)
    assigning.assign([row.plan], trainer=after, by=aigul(), now=at("2026-11-17"))
    row.refresh_from_db()
    assert (row.trainer, row.status, row.sequence, local(row.starts_at)) == (after, "invited", 1, "23.11.2026 10:00")
    causes = list(OutboxMessage.objects.order_by("pk").values_list("cause", flat=True))[2:]
    assert causes == [
        f"cancel:{row.pk}:0:trainer:{before.pk}",
        f"invite:{row.pk}:1",
        f"invite:{row.pk}:1:trainer:{after.pk}",
    ]


def test_a_time_that_the_new_trainer_has_taken_moves_to_the_next_free_one() -> None:
    before, after = daulet(), make_user("t@institute.example", Role.TRAINER, name="Тимур")
    make_plan(trainer=after)
    row = make_invited(trainer=before)
    assigning.assign([row.plan], trainer=after, by=aigul(), now=at("2026-11-17"))
    row.refresh_from_db()
    assert (row.status, local(row.starts_at)) == ("invited", "23.11.2026 10:30")


def test_what_is_over_stays_with_the_trainer_who_held_it() -> None:
    before, after = daulet(), make_user("t@institute.example", Role.TRAINER, name="Тимур")
    row = make_invited(trainer=before)
    Consultation.objects.filter(pk=row.pk).update(status="held")
    assigning.assign([row.plan], trainer=after, by=aigul(), now=at("2026-11-24"))
    assert dict(row.plan.consultations.values_list("month", "trainer")) == {
        1: before.pk,
        3: after.pk,
        6: after.pk,
        12: after.pk,
    }
