"""The answers go out without names, and by nothing that goes out is anybody known."""

from __future__ import annotations

import io
from collections import Counter
from random import Random
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from assessment.survey_export import coarsened
from courses.models import Cohort
from people.models import ExportEvent, Organisation
from tests.assessment.surveys import ENTRY, EXIT, answers, lie_there, surveyed_cohort
from tests.assessment.test_survey_pages import text
from tests.cast import aigul, bolat, daulet, make_person, saule

ADDRESS = "assessment:survey_export"


@pytest.mark.parametrize("seed", range(60))
def test_every_combination_is_that_of_five_or_of_nobody(seed: int) -> None:
    chance = Random(seed)
    lines = [tuple(chance.choice(("a", "b", "c")[: chance.randint(1, 3)]) for _ in range(4)) for _ in range(30)]
    found = coarsened(lines)
    assert min(Counter(found).values()) >= 5
    for line, left in zip(lines, found, strict=True):
        assert all(cell in (own, "") for own, cell in zip(line, left, strict=True))


@pytest.mark.parametrize(
    ("lines", "left"),
    [
        ([], []),
        ([("a", "x")] * 5, [("a", "x")] * 5),
        ([("a", "x")] * 5 + [("a", "y")], [("", "")] * 6),
        ([("a", "x")] * 5 + [("a", "y")] * 2 + [("a", "z")] * 3, [("a", "x")] * 5 + [("a", "")] * 5),
        ([("a", "x")] * 4, [("", "")] * 4),
        # The one line that is emptied would stand alone: the smallest combination joins it.
        ([("a", "x")] * 6 + [("b", "x")] * 5 + [("c", "x")], [("a", "x")] * 6 + [("", "")] * 6),
    ],
)
def test_the_last_columns_are_emptied_first(lines: list[tuple[str, ...]], left: list[tuple[str, ...]]) -> None:
    assert coarsened(lines) == left


@pytest.fixture
def cohort() -> Cohort:
    cohort = surveyed_cohort(name="Қараша-9")
    people = [answers(3, "motivation", age="to_45", gender="woman", place="city", other_barrier="Құпия сөз")] * 9
    lie_there(cohort, ENTRY, *people, answers(2, age="under_30", gender="man"))
    lie_there(cohort, EXIT, *[answers(4, age="to_45", gender="woman")] * 8)
    return cohort


def rows(client: Client, **asked: str) -> list[list[Any]]:
    response = client.post(reverse(ADDRESS), asked)
    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-store"
    return CalamineWorkbook.from_filelike(io.BytesIO(b"".join(response))).get_sheet_by_index(0).to_python()


@pytest.mark.django_db
@pytest.mark.usefixtures("in_english")
def test_nothing_goes_out_by_which_anybody_is_known(client: Client, cohort: Cohort) -> None:
    organiser = aigul()
    client.force_login(organiser)
    head, *lines = rows(client, of=f"cohort-{cohort.pk}")
    said = "\n".join(str(cell) for line in [head, *lines] for cell in line)
    for row in cohort.enrolments.select_related("person", "organisation"):
        for known in (row.person.surname, row.person.iin, row.person.email, row.organisation.name, cohort.name):
            assert known not in said
    assert "Құпия сөз" not in said
    assert "202" not in "".join(str(cell) for line in lines for cell in line[1:]), "no day, no year"
    assert not [cell for line in lines for cell in line if cell in ("Under 30", "Man")], "the one man under thirty"
    event = ExportEvent.objects.get()
    assert (event.list, event.filters, event.rows, event.by) == ("survey", f"cohort={cohort.pk}", 18, organiser)


@pytest.mark.django_db
@pytest.mark.usefixtures("in_english")
def test_a_mark_joins_entry_and_exit_and_is_another_in_the_next_export(client: Client, cohort: Cohort) -> None:
    client.force_login(aigul())
    first, second = rows(client)[1:], rows(client)[1:]
    waves: dict[str, set[str]] = {}
    for line in first:
        waves.setdefault(line[0], set()).add(line[1])
    assert Counter(map(len, waves.values())) == {2: 8, 1: 2}
    assert waves.keys().isdisjoint({line[0] for line in second})


@pytest.mark.django_db
@pytest.mark.usefixtures("in_english")
def test_nothing_goes_out_of_fewer_than_five_or_of_the_rest_that_they_are(client: Client, cohort: Cohort) -> None:
    client.force_login(aigul())
    small = surveyed_cohort(name="Шағын")
    lie_there(small, ENTRY, *[answers(3)] * 3)
    for key in (small.pk,):
        told = client.post(reverse(ADDRESS), {"of": f"cohort-{key}"}, follow=True)
        assert "nothing goes out" in text(told)
    # At entry the whole without this cohort would be the three.
    assert {line[1] for line in rows(client, of=f"cohort-{cohort.pk}")[1:]} == {"After the course"}
    assert not ExportEvent.objects.filter(filters=f"cohort={small.pk}").exists()


@pytest.mark.django_db
@pytest.mark.usefixtures("in_english")
def test_two_exports_side_by_side_tell_no_more_than_one(client: Client) -> None:
    """By her levels she is found again in any other export: there, too, nothing tells the one woman of her cohort."""
    client.force_login(aigul())
    hers = surveyed_cohort(name="Бірінші")
    lie_there(hers, ENTRY, *[answers(3, gender="man")] * 7, answers(2, gender="woman"))
    lie_there(surveyed_cohort(name="Екінші"), ENTRY, *[answers(4, gender="woman")] * 8)
    for asked in ({}, {"of": f"cohort-{hers.pk}"}, {"of": f"programme-{hers.version.programme_id}"}):
        lines = rows(client, **asked)[1:]
        [line] = [line for line in lines if 2 in line]
        assert ("Woman" in line, len([each for each in lines if "Man" in each])) == (False, 0)
    assert len([line for line in rows(client)[1:] if "Woman" in line]) == 8


@pytest.mark.django_db
@pytest.mark.usefixtures("in_english")
def test_a_region_cuts_through_cohorts_and_goes_out_by_itself_nowhere(client: Client, cohort: Cohort) -> None:
    client.force_login(aigul())
    Organisation.objects.update(region="Қарағанды облысы")
    report = client.get(reverse("assessment:survey_report"), {"of": "region-Қарағанды облысы"})
    assert ("n = 10" in text(report), reverse(ADDRESS) in report.content.decode()) == (True, False)
    told = client.post(reverse(ADDRESS), {"of": "region-Қарағанды облысы"}, follow=True)
    assert "those of a region beside them tell too much" in text(told)
    assert not ExportEvent.objects.exists()


@pytest.mark.django_db
def test_only_organisers_take_them_and_never_by_a_link(client: Client, cohort: Cohort) -> None:
    assert client.post(reverse(ADDRESS))["Location"].startswith(reverse("account_login"))
    for user in (daulet(), saule(), bolat()):
        client.force_login(user)
        assert client.post(reverse(ADDRESS)).status_code == 403
    client.force_login(aigul())
    assert client.get(reverse(ADDRESS)).status_code == 405
    assert client.post(reverse(ADDRESS), {"of": f"person-{make_person().pk}"}).status_code == 404
    assert not ExportEvent.objects.exists()
