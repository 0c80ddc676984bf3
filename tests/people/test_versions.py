"""Two people who change one record: the second is told, and what either typed is kept."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from people.versions import newest_version, refuse_if_changed
from tests.cast import aigul, make_cohort

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


def test_every_save_is_a_version() -> None:
    cohort = make_cohort()
    first = newest_version(cohort)
    cohort.save()
    assert newest_version(cohort) > first > 0


def test_who_saw_the_newest_version_or_none_is_not_stopped() -> None:
    cohort = make_cohort()
    refuse_if_changed(cohort, newest_version(cohort))
    refuse_if_changed(cohort, None)


def test_every_change_since_is_told_with_who_made_it() -> None:
    cohort, organiser = make_cohort(place="Астана"), aigul()
    seen = newest_version(cohort)
    for place in ("Қарағанды", "Алматы"):
        cohort.place = place
        cohort._history_user = organiser  # type: ignore[attr-defined]
        cohort.save()
    with pytest.raises(ValidationError) as refusal:
        refuse_if_changed(cohort, seen)
    told = refusal.value.messages
    assert [sentence.partition(" (")[0] for sentence in told] == [
        "Somebody else has saved this meanwhile. Look at what changed, then save again:",
        "Place: “Қарағанды” became “Алматы”",
        "Place: “Астана” became “Қарағанды”",
    ]
    assert all("Айгүл Сейітова" in sentence for sentence in told[1:])


def test_what_no_form_shows_stops_nobody() -> None:
    cohort = make_cohort()
    seen = newest_version(cohort)
    cohort.status = "defending"
    cohort.save()
    refuse_if_changed(cohort, seen)
