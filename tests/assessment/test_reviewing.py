"""A final result is looked at once more: an appeal or a correction makes a new one, and the old one stays."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from functools import partial

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessment import erasing
from assessment.addendum_paper import addendum_html
from assessment.finalising import finalise
from assessment.marking import save_mark, submit
from assessment.models import Addendum, Conflict, CourseworkMark, Defence, DefenceDay, Protocol, Result, Review
from assessment.reviewing import commission_of, may_decide, reject, request_review, uphold
from config.home_reconciling import passed_after_all, reviews_to_decide
from config.home_trainer import reviews
from courses import enrolling
from courses.models import Enrolment
from people.human import human_of
from people.models import OutboxMessage, Person, RoleGrant, User
from people.roles import Role
from tests.assessment.scenes import MARKS, Scene, agreed, make_day, serik
from tests.cast import make_cohort, make_result, make_rubric, make_user, make_version

pytestmark = pytest.mark.django_db
WORDS = "5-критерий дұрыс есептелмеген"


def url(name: str, key: int) -> str:
    return reverse(f"assessment:{name}", args=[key])


def decided(one: str = "85", other: str = "84.5", **scene: object) -> tuple[Scene, Result]:
    made = make_day(**scene)  # type: ignore[arg-type]
    made.all_hand_in(MARKS[one], MARKS[other])
    return made, finalise(made.first, by=made.chair)


def asked(result: Result, kind: str = "appeal") -> Review:
    return request_review(result, kind=kind, text=WORDS, by=participant(result))


def participant(result: Result) -> User:
    person = result.attempt.enrolment.person
    return User.objects.filter(person=person).first() or make_user(person.email, name=person.full_name, person=person)


def upheld(scene: Scene, review: Review, points: dict[int, int], **changes: object) -> Result:
    """`points` in halves, by the number of the criterion."""
    halves = {scene.criteria[place - 1].pk: value for place, value in points.items()}
    words: dict[str, object] = {"reason": "Қайта қаралды", "took_part": [scene.seat(user) for user in scene.members]}
    return uphold(review, halves=halves, by=scene.chair, **{**words, **changes})  # type: ignore[arg-type]


def rejected(scene: Scene, review: Review) -> Review:
    took_part = [scene.seat(user) for user in scene.members]
    return reject(review, reason="Ұпай дұрыс", took_part=took_part, by=scene.chair)


def test_an_appeal_that_is_upheld_makes_a_new_result_and_changes_nothing_of_the_old() -> None:
    scene, old = decided()  # 17.75 + 20 + 12 + 26.5 + 8.5 = 84.75
    snapshot = Protocol.objects.get().snapshot
    frozen = Result.objects.filter(pk=old.pk).values().get()
    new = upheld(scene, asked(old), {5: 20})
    assert (new.attempt, new.supersedes, new.rule) == (old.attempt, old, "appeal")
    assert (new.exact_sum, new.total) == (Fraction("86.25"), 86)
    assert [each["points"] for each in new.criteria] == ["17.75", "20.00", "12.00", "26.50", "10.00"]
    assert (new.members, new.bands, new.attested_on) == (old.members, old.bands, old.attested_on)
    assert new.resolution["before"] == {"exact": "84.75", "total": 85, "band": "very_good"}
    assert (new.confirmed_at, new.finalised_by, new.spread_reason) == (None, scene.chair, "Қайта қаралды")
    assert Result.objects.filter(pk=old.pk).values().get() == frozen
    assert Protocol.objects.get().snapshot == snapshot
    assert list(Result.objects.current()) == [new]


@pytest.mark.parametrize(
    ("marks", "change", "status"), [("49", {1: 22}, "passed"), ("70", {4: 0}, "not_passed"), ("70", {2: 36}, "passed")]
)
def test_the_enrolment_follows_the_new_result(marks: str, change: dict[int, int], status: str) -> None:
    scene, old = decided(marks, marks)
    new = upheld(scene, asked(old), change)
    enrolment = Enrolment.objects.get()
    assert (enrolment.status, enrolment.result_date) == (status, old.attested_on)
    newest = enrolment.events.order_by("-pk")[0]
    assert (newest.by, "Қайта қаралды" in newest.why) == (scene.chair, new.passed != old.passed)


def test_the_organiser_is_told_of_who_passes_after_all_and_studies_again(in_english: None) -> None:
    scene, old = decided("49", "49")
    review, person = asked(old), old.attempt.enrolment.person
    stream, school = make_cohort(version=scene.cohort.version, name="Келесі топ"), old.attempt.enrolment.organisation
    again = enrolling.enrol(cohort=stream, person=person, organisation=school, by=scene.organiser)
    assert list(passed_after_all(timezone.now())) == []
    upheld(scene, review, {1: 22})
    [task] = passed_after_all(timezone.now())
    assert task.title == f"{person} has passed after all, and is in another cohort by now"
    assert (task.note, task.url) == ("Келесі топ", reverse("courses:enrolment", args=[again.pk]))
    enrolling.move(again, Enrolment.Status.WITHDRAWN, by=scene.organiser, why="Өтті")
    assert list(passed_after_all(timezone.now())) == []


def test_what_is_not_touched_stays_to_the_twelfth_of_a_point() -> None:
    scene = make_day()
    scene.all_hand_in(MARKS["85"], MARKS["70"])
    scene.ask(third := serik())
    scene.hand_in(third, MARKS["84"])
    old = finalise(scene.first, by=scene.chair)
    new = upheld(scene, asked(old), {5: 20})
    assert [each["twelfths"] for each in new.criteria][:4] == [each["twelfths"] for each in old.criteria][:4]
    assert new.exact_sum == old.exact_sum - Fraction(8) + Fraction(10)
    assert Fraction(old.criteria[0]["twelfths"], 12).denominator == 3


def test_an_appeal_that_is_rejected_leaves_the_result_and_says_why(in_english: None) -> None:
    scene, old = decided()
    review = rejected(scene, asked(old))
    assert (review.outcome, review.decided_by, Result.objects.count()) == ("rejected", scene.chair, 1)
    message = OutboxMessage.objects.get(kind="review-decided")
    assert message.person == old.attempt.enrolment.person
    assert "Ұпай дұрыс" in message.text


def test_the_participant_is_told_of_the_new_points() -> None:
    scene, old = decided()
    upheld(scene, asked(old), {5: 20})
    message = OutboxMessage.objects.get(kind="review-decided")
    assert "86" in message.text
    assert url("appeal", old.pk) in message.text


def coursework_scene() -> tuple[Scene, Result]:
    version = make_version()
    version.rubrics.all().delete()
    make_rubric(version, coursework=3)
    scene = make_day(cohort=make_cohort(version=version))
    for criterion in scene.criteria[:3]:
        CourseworkMark.objects.create(
            enrolment=scene.first.attempt.enrolment, criterion=criterion, points="10", maximum=criterion.maximum,
            given_by=scene.chair,
        )  # fmt: skip
    for user in scene.members:
        give_defence(scene, user)
    return scene, finalise(scene.first, by=scene.chair)


def give_defence(scene: Scene, user: User) -> None:
    for criterion, halves in zip(scene.criteria[3:], (40, 10), strict=True):
        save_mark(scene.first, criterion=criterion.pk, halves=halves, by=user, now=timezone.now())
    submit(scene.first, by=user)


def test_the_points_of_the_coursework_change_by_a_correction_only_and_where_they_are_kept() -> None:
    scene, old = coursework_scene()
    with pytest.raises(ValidationError) as refusal:
        upheld(scene, review := asked(old), {1: 30})
    assert refusal.value.code == "coursework"
    rejected(scene, review)
    new = upheld(scene, asked(old, "correction"), {1: 30}, reason="Кестеден қате көшірілген")
    assert (old.total, new.total, new.rule) == (55, 60, "correction")
    mark = CourseworkMark.objects.get(criterion=scene.criteria[0])
    assert (mark.points, mark.reason, mark.given_by) == (Decimal(15), "Кестеден қате көшірілген", scene.chair)


@pytest.mark.parametrize(
    ("points", "changes", "code"),
    [
        ({}, {}, "unchanged"),
        ({2: 40}, {}, "unchanged"),
        ({1: 41}, {}, "out_of_range"),
        ({1: 20}, {"reason": " "}, "no_reason"),
        ({1: 20}, {"took_part": []}, "too_few"),
    ],
)
def test_a_decision_that_lacks_something_is_refused(
    points: dict[int, int], changes: dict[str, object], code: str
) -> None:
    scene, old = decided()
    review = asked(old)
    with pytest.raises(ValidationError) as refusal:
        upheld(scene, review, points, **changes)
    assert refusal.value.code == code
    assert (Result.objects.count(), Addendum.objects.count(), Review.objects.get().outcome) == (1, 0, "pending")


def test_two_tabs_decide_once() -> None:
    scene, old = decided()
    review = asked(old)
    upheld(scene, review, {5: 20})
    for again in (partial(upheld, scene, review, {5: 18}), partial(rejected, scene, review)):
        with pytest.raises(ValidationError) as refusal:
            again()
        assert refusal.value.code == "decided"
    assert (Result.objects.count(), Addendum.objects.count()) == (2, 1)


def test_one_request_at_a_time_and_none_about_what_was_replaced() -> None:
    scene, old = decided()
    review = asked(old)
    with pytest.raises(ValidationError) as refusal:
        asked(old, "correction")
    assert refusal.value.code == "no_review"
    with pytest.raises(IntegrityError, match=r"(?i)unique"), transaction.atomic():
        Review.objects.create(result=old, kind="appeal", text="x", requested_by=scene.chair)
    new = upheld(scene, review, {5: 20})
    with pytest.raises(ValidationError):
        asked(old)
    again = upheld(scene, asked(new), {5: 18})
    assert again.supersedes == new


def test_nothing_is_asked_before_the_day_is_closed_or_without_words() -> None:
    scene, result = decided(participants=2)
    with pytest.raises(ValidationError, match=r"хаттама|closed"):
        asked(result)
    finalise_rest(scene)
    with pytest.raises(ValidationError) as refusal:
        request_review(result, kind="appeal", text="  ", by=participant(result))
    assert refusal.value.code == "no_text"
    with pytest.raises(ValidationError) as refusal:
        asked(make_result())
    assert refusal.value.code == "no_review"


def finalise_rest(scene: Scene) -> None:
    for defence in scene.defences:
        if defence.is_pending:
            scene.all_hand_in(MARKS["85"], MARKS["70"], defence=defence)
            finalise(defence, by=scene.chair, consensus=agreed(defence))


def test_a_second_attempt_that_stands_in_an_order_is_what_counts() -> None:
    scene, old = decided("49", "49")
    review = asked(old)
    attempt = old.attempt.enrolment.attempts.create(number=2)
    day = DefenceDay.objects.create(held_on=scene.day.held_on, starts_at=scene.day.starts_at, room="306")
    Defence.objects.create(day=day, attempt=attempt, order=1)
    with pytest.raises(ValidationError) as refusal:
        upheld(scene, review, {1: 40})
    assert refusal.value.code == "second_attempt"


def test_the_chair_decides_or_another_member_where_the_chair_cannot() -> None:
    scene, old = decided()
    review = asked(old)
    for user in (scene.members[1], scene.organiser):
        with pytest.raises(PermissionDenied):
            reject(review, reason="x", took_part=[scene.seat(scene.chair)], by=user)
    RoleGrant.objects.filter(user=scene.chair).delete()
    assert [may_decide(review, user) for user in scene.members] == [False, True]


def test_who_must_not_assess_the_participant_does_not_decide_on_them() -> None:
    scene, old = decided()
    review, person = asked(old), old.attempt.enrolment.person
    Conflict.objects.create(member=scene.chair, person=person, kind=Conflict.Kind.CLOSE, reason="жиен")
    assert [may_decide(review, user) for user in scene.members] == [False, True]
    with pytest.raises(ValidationError) as refusal:
        reject(review, reason="x", took_part=[scene.seat(scene.chair)], by=scene.members[1])
    assert refusal.value.code == "not_seated"


def test_where_nobody_of_the_commission_is_left_the_organiser_records_what_it_decided() -> None:
    scene, old = decided()
    review = asked(old)
    RoleGrant.objects.filter(user__in=scene.members).delete()
    seats = [scene.seat(user) for user in scene.members]
    assert reject(review, reason="Ұпай дұрыс", took_part=seats, by=scene.organiser).outcome == "rejected"


def test_a_review_is_nothing_to_who_heard_somebody_else_or_has_lost_the_role(client: Client) -> None:
    scene, old = decided(participants=2)
    second, third = scene.defences[1], serik()
    scene.all_hand_in(MARKS["85"], MARKS["70"], defence=second)
    scene.ask(third, second)
    scene.hand_in(third, MARKS["84"], second)
    review, other = rejected_and_asked(scene, old, finalise(second, by=scene.chair))
    addendum = Addendum.objects.get(review=review)
    client.force_login(third)
    pages = (url("review", other.pk), url("review", review.pk), url("addendum", addendum.pk))
    assert [client.get(page).status_code for page in pages] == [200, 403, 403]
    assert [third.pk in {each.user_id for each in commission_of(each)} for each in (other, review)] == [True, False]
    RoleGrant.objects.filter(user=scene.chair).delete()
    client.force_login(scene.chair)
    for page in (*pages, url("correct", old.pk)):
        assert client.get(page).status_code == 404


def rejected_and_asked(scene: Scene, one: Result, other: Result) -> tuple[Review, Review]:
    return rejected(scene, asked(one)), asked(other)


def test_the_addendum_is_numbered_in_a_series_of_its_own_and_says_what_was_decided() -> None:
    scene, old = decided(participants=2)
    finalise_rest(scene)
    upheld(scene, asked(old), {5: 20})
    rejected(scene, asked(scene.defences[1].result))
    one, other = Addendum.objects.order_by("number")
    assert ((one.number, other.number), one.is_specimen) == ((1, 2), True)
    page = addendum_html(one.snapshot)
    for said in ("Апелляциялық комиссия отырысының хаттамасы", WORDS, "Апелляция қанағаттандырылды.", "84,75", "86,25"):
        assert said in page
    assert "Апелляция қабылданбады" in addendum_html(other.snapshot)


def test_the_database_holds_what_a_review_is() -> None:
    _scene, old = decided()
    asked(old)
    for wrong, name in (
        ({"outcome": "upheld"}, "review_"),
        ({"outcome": "rejected"}, "review_decided_by_somebody"),
        ({"text": ""}, "review_says_what_is_wrong"),
    ):
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            Review.objects.update(**wrong)
    with pytest.raises(IntegrityError, match="result_supersedes_iff_reviewed"), transaction.atomic():
        Result.objects.update(rule="appeal", spread_reason="x")


def test_nobody_s_data_are_erased_while_the_commission_is_asked(in_english: None) -> None:
    scene, old = decided()
    review, human = asked(old), human_of(old.attempt.enrolment.person)
    [obstacle] = erasing.obstacles(human)
    assert (obstacle.sentence, obstacle.url) == (
        "An appeal or a correction waits for the commission: it is decided first.", url("review", review.pk),
    )  # fmt: skip
    rejected(scene, review)
    assert erasing.obstacles(human) == []
    Person.objects.update(erased_at=timezone.now())
    with pytest.raises(ValidationError):
        request_review(old, kind="correction", text=WORDS, by=scene.organiser)
    assert Review.objects.count() == 1


# ---- the pages


def test_a_participant_asks_with_a_file_and_reads_the_decision(client: Client, in_english: None) -> None:
    scene, old = decided()
    client.force_login(participant(old))
    assert "Ask the commission to look once more" in client.get(url("appeal", old.pk)).content.decode()
    file = SimpleUploadedFile("жоба.pdf", b"%PDF-1.7 a project", content_type="application/pdf")
    client.post(url("appeal", old.pk), {"text": WORDS, "file": file})
    review = Review.objects.get()
    assert (review.kind, review.upload is not None) == ("appeal", True)
    assert "Waits for the commission" in client.get(url("appeal", old.pk)).content.decode()
    assert client.get(url("review_file", review.pk))["Content-Disposition"].startswith("attachment")
    new = upheld(scene, review, {5: 20})
    page = client.get(url("appeal", old.pk)).content.decode()
    assert "New result: 86 points" in page
    assert client.get(url("addendum", review.addendum.pk)).content.startswith(b"%PDF-")
    mine = client.get(url("my_result", old.attempt.enrolment_id)).content.decode()
    assert "Decision on an appeal: Қайта қаралды" in mine
    assert url("appeal", new.pk) in mine


def test_the_chair_decides_on_the_page(client: Client, in_english: None) -> None:
    scene, old = decided()
    client.force_login(scene.organiser)
    client.post(url("correct", old.pk), {"text": WORDS})
    review = Review.objects.get(kind="correction")
    assert [task.url for task in reviews_to_decide(timezone.now())] == [url("review", review.pk)]
    assert [task.url for task in reviews(scene.chair)] == [url("review", review.pk)]
    assert list(reviews(scene.members[1])) == []
    assert "The chair of the commission records" in client.get(url("review", review.pk)).content.decode()
    client.force_login(scene.chair)
    fields = {
        "outcome": "upheld",
        "took_part": [scene.seat(user).pk for user in scene.members],
        "reason": "Көшіру қатесі",
    }
    empty = client.post(url("review", review.pk), fields).content.decode()
    assert "No points change" in empty
    client.post(url("review", review.pk), {**fields, f"p{scene.criteria[4].pk}": "10"})
    client.post(url("review", review.pk), {**fields, f"p{scene.criteria[4].pk}": "9"})
    assert Result.objects.current().get().total == 86
    assert list(reviews_to_decide(timezone.now())) == []
    assert "took its place: 86 points" in client.get(url("spread", scene.first.pk)).content.decode()


def test_who_may_ask_look_and_decide(client: Client) -> None:
    scene, old = decided()
    review, own, stranger, other = asked(old), participant(old), make_user("marat@x.example"), serik()
    pages = {
        url("appeal", old.pk): (200, 404, 403, 403, 403),
        url("correct", old.pk): (404, 404, 200, 403, 200),
        url("review", review.pk): (404, 404, 200, 403, 200),
    }
    for page, statuses in pages.items():
        for user, status in zip((own, stranger, scene.organiser, other, scene.chair), statuses, strict=True):
            client.force_login(user)
            assert client.get(page).status_code == status, (page, user)
    client.force_login(scene.members[1])
    assert client.get(url("review", review.pk)).status_code == 200
    client.post(url("review", review.pk), {"outcome": "rejected", "reason": "x"})
    assert Review.objects.get().is_pending
    rejected(scene, review)
    for user, status in ((own, 200), (stranger, 404), (other, 403), (scene.organiser, 200)):
        client.force_login(user)
        assert client.get(url("addendum", review.addendum.pk)).status_code == status
    assert User.objects.filter(role_grants__role=Role.TRAINER).count() == 3
