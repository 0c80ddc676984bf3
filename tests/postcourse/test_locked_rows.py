"""What is found behind a lock that somebody held while they changed the row, on either database."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import transaction

from people.models import User
from postcourse import consulting, implementing
from postcourse.models import Consultation, Implementation
from tests.at_once import meanwhile
from tests.cast import aigul, daulet
from tests.postcourse.implementation_scenes import days_on, make_implementation
from tests.postcourse.scenes import make_invited

pytestmark = pytest.mark.django_db(transaction=True)


def behind(change: Callable[[], object], look: Callable[[], User | None]) -> object:
    """What is seen by somebody who waits for whoever makes the change."""

    def waited() -> User | None:
        with transaction.atomic():
            return look()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            change()
            seen = meanwhile(waited, pool)
        return seen.result(timeout=30)


def test_a_consultation_that_was_handed_over_meanwhile_has_its_new_trainer() -> None:
    row, new = make_invited(trainer=daulet()), aigul()
    rows = Consultation.objects.filter(pk=row.pk)
    assert behind(lambda: rows.update(trainer=new), lambda: consulting.locked(row).trainer) == new


def test_a_project_that_was_judged_meanwhile_says_by_whom() -> None:
    row, judge = make_implementation(), aigul()
    rows = Implementation.objects.filter(pk=row.pk)
    judged = {"judged": "late", "judged_by": judge, "judged_at": days_on(20), "judged_why": "кешікті"}
    assert behind(lambda: rows.update(**judged), lambda: implementing.locked(row).judged_by) == judge
