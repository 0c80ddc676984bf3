"""The report in counts: entry, exit and the study; nothing small is told, and nobody but organisers reads it."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessment.disclosure import EVERYBODY, Group
from assessment.models import Instrument, SurveyResponse
from assessment.survey_report import Report, report_on
from assessment.survey_waves import progress_of
from courses.models import Cohort
from people.merging import merge
from people.models import Person
from tests.assessment.surveys import ENDS, ENTRY, EXIT, answers, lie_there, loaded, surveyed_cohort
from tests.assessment.test_survey_pages import text
from tests.cast import aigul, bolat, daulet, marat, saule

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
KARAGANDA, ULYTAU = "Қарағанды облысы", "Ұлытау облысы"


def of(cohort: Cohort) -> Group:
    return Group("cohort", cohort.pk)


def report(group: Group = EVERYBODY) -> Report:
    found = report_on(group)
    assert found is not None
    return found


def shares(group: Group, wave: int, what: str = "bands") -> list[tuple[int | None, int, str]]:
    """Of the study (0), at entry (1) or at exit (2)."""
    panel = getattr(report(group), what)[wave]
    return [(share.count, share.of, share.words) for share in panel.shares]


def counts(group: Group, wave: int, what: str = "bands") -> list[int | None]:
    return [count for count, _of, _words in shares(group, wave, what)]


@pytest.fixture
def cohort() -> Cohort:
    """Ten intermediate and eight low at entry; six high and ten intermediate at exit, all of them the same people."""
    cohort = surveyed_cohort()
    lie_there(cohort, ENTRY, *[answers(3, "motivation")] * 10, *[answers(2, "resources")] * 8, region=KARAGANDA)
    lie_there(cohort, EXIT, *[answers(4)] * 6, *[answers(3)] * 10)
    return cohort


def test_entry_and_exit_stand_beside_the_study_as_counts(cohort: Cohort) -> None:
    assert counts(of(cohort), 0) == [0, 72, 44]
    assert counts(of(cohort), 1) == [0, 10, 8]
    assert counts(of(cohort), 2) == [6, 10, 0]
    [_study, entry, _exit] = report(of(cohort)).bands
    assert (entry.note, entry.shares[1].low, entry.shares[1].high) == ("n = 18", Decimal("33.7"), Decimal("75.4"))


def test_barriers_stand_beside_the_published_counts(cohort: Cohort) -> None:
    study = shares(EVERYBODY, 0, "barriers")
    assert [count for count, _of, _words in study] == [93, 23, 97, None, None, 107]
    assert study[3][2] == "not published"
    assert counts(of(cohort), 1, "barriers") == [8, 0, 10, 0, 0, 0]
    lines = report(of(cohort)).lines
    assert [[module.order for module in line.modules] for line in lines] == [
        [6], [1, 2, 4], [4], [2, 3], [2, 5], [1, 2, 3, 4, 5, 6],
    ]  # fmt: skip
    assert (lines[0].barrier.solution["en"], lines[5].barrier.outcome) == (
        "Targeted funding programmes for developing resources", None,
    )  # fmt: skip


def test_means_by_module_and_in_all(cohort: Cohort) -> None:
    found = report(of(cohort))
    assert [fact.mean for fact in found.facts] == [Decimal("2.56"), Decimal("3.38")]
    assert {(each.before, each.after) for each in found.modules} == {(Decimal("2.56"), Decimal("3.38"))}
    assert [(fact.answered, fact.asked) for fact in found.facts] == [(18, 18), (16, 18)]


def test_who_answered_both_is_matched_also_across_records_that_were_merged(cohort: Cohort) -> None:
    assert report(of(cohort)).matched == "16 / 16"
    lie_there(cohort, EXIT, *[answers(3)] * 6, region=KARAGANDA, begin=18)
    assert report(of(cohort)).matched == "16 / 22"
    cohort.enrolments.update(status="passed", result_date=ENDS)
    newcomers = Person.objects.filter(enrolments__survey_responses__wave__kind=EXIT).order_by("-pk")
    only_entry = Person.objects.exclude(enrolments__survey_responses__wave__kind=EXIT)
    merge(newcomers[0], only_entry.filter(enrolments__survey_responses__wave__kind=ENTRY)[0], by=aigul())
    assert report(of(cohort)).matched == "17 / 22"


def test_who_left_after_answering_is_among_those_who_were_asked(cohort: Cohort) -> None:
    cohort.enrolments.filter(pk__in=cohort.enrolments.order_by("pk").values("pk")[:7]).update(status="withdrawn")
    assert [(fact.answered, fact.asked) for fact in report(of(cohort)).facts] == [(18, 18), (16, 18)]
    progress = progress_of(cohort)
    assert [(progress[kind].handed_in, progress[kind].asked) for kind in (ENTRY, EXIT)] == [(18, 18), (16, 18)]


def test_what_is_not_handed_in_is_not_counted(cohort: Cohort) -> None:
    SurveyResponse.objects.filter(wave__kind=EXIT, answers__concept=3).update(submitted_at=None)
    assert counts(of(cohort), 2) == [6, 0, 0]


def test_a_small_cohort_is_not_told_of_nor_what_the_others_would_leave_of_it(cohort: Cohort) -> None:
    small = surveyed_cohort(name="Шағын")
    lie_there(small, ENTRY, *[answers(3)] * 4)
    assert not report(of(small)).is_told
    # The whole minus the larger cohort would be the small one.
    assert not report(of(cohort)).facts[0].answered
    assert report(EVERYBODY).facts[0].answered == 22


def test_a_small_band_is_hidden_with_the_rest_of_its_cohort_but_not_that_it_is_small(cohort: Cohort) -> None:
    other = surveyed_cohort(name="Басқа")
    lie_there(other, ENTRY, *[answers(4)] * 2, *[answers(3)] * 10, *[answers(2)] * 8)
    assert counts(of(other), 1) == [None, None, None]
    high, intermediate, low = shares(of(other), 1)
    assert (high, intermediate[2], low[2]) == ((None, 20, "fewer than 5"), "not shown", "not shown")
    # Two in all are high: the whole does not tell them either, nor the other cohort, which is the whole without them.
    assert counts(EVERYBODY, 1) == [None, None, None]


def test_of_a_barrier_that_nearly_all_name_it_is_said_that_nearly_all_do() -> None:
    one, other = surveyed_cohort(name="Бір"), surveyed_cohort(name="Екі")
    for each, n in ((one, 22), (other, 20)):
        lie_there(each, ENTRY, *[answers(3, "knowledge")] * n, *[answers(3)] * 3)
    share = report(of(one)).barriers[1].shares[5]
    assert (share.count, share.words, share.least, share.most) == (None, "more than 20", 21, 25)
    assert counts(EVERYBODY, 1, "barriers")[5] == 42


def test_a_region_that_differs_from_a_cohort_by_few_is_not_told_of() -> None:
    cohort = surveyed_cohort()
    lie_there(cohort, ENTRY, *[answers(3)] * 20, region=KARAGANDA)
    lie_there(cohort, ENTRY, *[answers(3)] * 3, region=ULYTAU, begin=20)
    assert report(of(cohort)).facts[0].answered == 23
    assert report(Group("region", KARAGANDA)).facts[0].answered is None
    assert report(Group("region", ULYTAU)).facts[0].answered is None


def test_a_programme_and_a_region_have_reports_of_their_own(cohort: Cohort) -> None:
    assert counts(Group("region", KARAGANDA), 1) == [0, 10, 8]
    assert counts(Group("programme", cohort.version.programme_id), 1) == [0, 10, 8]


def test_peoples_own_words_are_told_of_all_cohorts_together_and_of_five_at_least() -> None:
    cohort = surveyed_cohort()
    said = [answers(3, other_barrier=words) for words in ("Уақыт", "Есеп", "Кадр", "Интернет")]
    lie_there(cohort, ENTRY, *said, *[answers(3)] * 5)
    assert report(EVERYBODY).words == []
    lie_there(cohort, ENTRY, answers(3, other_barrier="Ауа райы"), begin=9)
    assert report(EVERYBODY).words == ["Ауа райы", "Есеп", "Интернет", "Кадр", "Уақыт"]
    assert report(of(cohort)).words == []


def test_an_older_version_is_banded_by_its_own_floors() -> None:
    cohort = surveyed_cohort()
    lie_there(cohort, ENTRY, *[answers(3)] * 6)
    source = {**loaded().source}
    source["bands"] = [{**band, "floor": floor} for band, floor in zip(source["bands"], (5, 4, 1), strict=True)]
    Instrument.objects.create(code="readiness", number=2, digest="2" * 64, source=source)
    assert counts(of(cohort), 1) == [0, 6, 0]


def test_a_module_that_an_older_version_did_not_ask_about_has_no_mean_and_the_report_stands() -> None:
    cohort = surveyed_cohort()
    lie_there(cohort, ENTRY, *[answers(3)] * 6)
    source = json.loads(json.dumps(loaded().source))
    for item in source["sections"][1]["items"]:
        item["module"] = 7 if item["module"] == 6 else item["module"]
    Instrument.objects.create(code="readiness", number=2, digest="2" * 64, source=source)
    assert [each.before for each in report(of(cohort)).modules] == [*[Decimal("3.00")] * 5, None]


def test_only_organisers_read_reports(client: Client, cohort: Cohort) -> None:
    pages = {
        reverse("assessment:survey_report"): [403, 403, 403, 403],
        reverse("assessment:cohort_survey", args=[cohort.pk]): [404, 404, 404, 404],
    }  # fmt: skip
    users = [daulet(), saule(), bolat(), marat()]
    for address, codes in pages.items():
        client.logout()
        assert client.get(address)["Location"].startswith(reverse("account_login"))
        for user, code in zip(users, codes, strict=True):
            client.force_login(user)
            assert client.get(address).status_code == code
    Cohort.objects.filter(pk=cohort.pk).update(trainer=users[0])
    client.force_login(users[0])
    assert client.get(reverse("assessment:cohort_survey", args=[cohort.pk])).status_code == 403
    client.force_login(aigul())
    assert client.get(reverse("assessment:cohort_survey", args=[987654])).status_code == 404
    report_page = reverse("assessment:survey_report")
    for asked in ("cohort-987654", "programme-987654", "region-Айдағы", "person-1", "cohort-x", f"cohort-{'9' * 5000}"):
        assert client.get(report_page, {"of": asked}).status_code == 404


def test_the_page_shows_the_report_of_the_group_that_is_chosen(client: Client, cohort: Cohort) -> None:
    client.force_login(aigul())
    page = client.get(reverse("assessment:survey_report"), {"of": f"region-{KARAGANDA}"})
    assert "Karaganda Region" in text(page)
    for words in ("72 / 116", "10 / 18", "n = 18", "95 % interval", "6. Модуль", "not published"):
        assert words in text(page) or words.replace("6. Модуль", "6. Module 6") in text(page)
    assert "0.1 %" not in text(page)
    few = client.get(reverse("assessment:survey_report"), {"of": f"region-{ULYTAU}"})
    assert "Nothing can be shown yet" in text(few)


def test_the_organiser_sets_days_stops_and_opens_on_the_page_of_the_cohort(client: Client, cohort: Cohort) -> None:
    client.force_login(aigul())
    page = reverse("assessment:cohort_survey", args=[cohort.pk])
    days = reverse("assessment:survey_days", args=[cohort.pk, EXIT])
    told = client.post(days, {"exit-opens_on": "2026-11-20", "exit-closes_on": "2026-12-24"}, follow=True)
    assert (told.redirect_chain[-1][0], "20.11.2026 – 24.12.2026" in text(told)) == (page, True)
    wrong = client.post(days, {"exit-opens_on": "2026-12-20", "exit-closes_on": "2026-12-01"})
    assert "The last day is before the first one, 20.12.2026" in text(wrong)
    switch = reverse("assessment:survey_switch", args=[cohort.pk, EXIT])
    assert "The survey is stopped" in text(client.post(switch, {"to": "stop"}, follow=True))
    assert "The survey is stopped already." in text(client.post(switch, {"to": "stop"}, follow=True))
    assert "The survey is open." in text(client.post(switch, {"to": "open"}, follow=True))
    assert client.post(reverse("assessment:survey_switch", args=[cohort.pk, "middle"])).status_code == 404
    assert client.get(switch).status_code == 405


def test_the_report_costs_the_same_with_one_answer_and_with_thirty(client: Client) -> None:
    client.force_login(aigul())
    cohort = surveyed_cohort()

    def cost(address: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        return len(asked)

    pages = [reverse("assessment:survey_report"), reverse("assessment:cohort_survey", args=[cohort.pk])]
    lie_there(cohort, ENTRY, answers(3))
    lie_there(cohort, EXIT, answers(3))
    one = [cost(page) for page in pages]
    lie_there(cohort, ENTRY, *[answers(3)] * 29, begin=1)
    lie_there(cohort, EXIT, *[answers(4)] * 29, begin=1)
    assert [cost(page) for page in pages] == one
    assert max(one) <= 24
