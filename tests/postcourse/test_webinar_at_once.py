"""What several people do to a webinar at the same moment, on either database."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import transaction

from postcourse import webinar_writing
from postcourse.models import Webinar
from tests.at_once import meanwhile
from tests.cast import aigul, daulet
from tests.postcourse.webinar_scenes import ANNOUNCED, a_cohort, letters, make_announced, make_place

pytestmark = pytest.mark.django_db(transaction=True)


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
