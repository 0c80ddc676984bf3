"""The preview of a merge counts what every app holds of a record, with those that were merged into it before."""

from __future__ import annotations

import pytest
from django.utils import timezone, translation

from people import merging
from people.side_by_side import compared
from postcourse.planning import plan_for
from tests.cast import make_enrolment, make_person
from tests.certificates.issued import certificate

pytestmark = pytest.mark.django_db


def test_what_hangs_on_the_records_merged_before_is_counted_too() -> None:
    document = certificate()
    consultations = plan_for(document.result, now=timezone.now()).consultations.count()
    kept, other = make_person(), make_person()
    make_enrolment(person=kept)
    assert document.batch is not None
    merging.merge(document.person, kept, by=document.batch.prepared_by)
    with translation.override("en"):
        held = {line.label: (line.kept, line.merged) for line in compared(kept, other)}
    assert consultations > 0
    assert (held["Courses"], held["Documents"]) == (("2", "0"), ("1", "0"))
    assert held["Consultations"] == (str(consultations), "0")
