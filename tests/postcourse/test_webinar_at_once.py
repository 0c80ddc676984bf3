"""What several people do to a webinar at the same moment, on either database."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event

import pytest
from django.db import connection, transaction

from postcourse import webinar_writing
from postcourse.models import Webinar
from tests.cast import aigul, daulet
from tests.postcourse.webinar_scenes import ANNOUNCED, a_cohort, letters, make_announced, make_place

pytestmark = pytest.mark.django_db(transaction=True)
WAITING = "SELECT count(*) FROM pg_locks WHERE NOT granted"


def meanwhile(act: Callable[[], object], pool: ThreadPoolExecutor) -> Future[object]:
    """Begins the act in another connection, and goes on once it waits for what this transaction holds."""
    begun = Event()

    def run() -> object:
        begun.set()
        try:
            return act()
        finally:
            connection.close()

    future = pool.submit(run)
    begun.wait(timeout=30)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            while not future.done():
                cursor.execute(WAITING)
                [waiting] = cursor.fetchone()
                if waiting:
                    break
    return future


def test_a_place_is_taken_by_who_waits_while_another_host_is_named() -> None:
    organiser, trainer = aigul(), daulet()
    cohort, [person] = a_cohort(trainer)
    webinar = make_announced(trainer, cohort, by=organiser)
    row = Webinar.objects.get(pk=webinar.pk)
    row.host = organiser
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            webinar_writing.amend(row, cohorts=[cohort], programmes=[], by=organiser, now=ANNOUNCED)
            taken = meanwhile(lambda: make_place(webinar, person, by=organiser), pool)
        taken.result(timeout=30)
    [letter] = letters("webinar-registered")
    assert organiser.name in letter.text
    assert trainer.name not in letter.text
