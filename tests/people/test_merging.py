"""Two records of one human: what is compared, what is refused, what happens to the sign-in, and the way back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from functools import partial
from threading import Event
from time import sleep

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from courses import continuing, enrolling, transferring
from courses.calendar_feed import sessions_for
from courses.listed import Values
from courses.matching import records_for
from courses.models import Enrolment
from people import indexing, merging, outbox, telling_apart
from people.doubles import probable, twins_of
from people.models import Distinction, Merge, Person, User
from people.roles import Role
from people.side_by_side import compared, sign_in_sentences
from people.signing_in import ensure_user
from people.staffing import deactivate
from tests.at_once import at_once
from tests.cast import (
    aigul,
    bolat,
    daulet,
    make_cohort,
    make_enrolment,
    make_organisation,
    make_person,
    make_result,
    make_session,
    make_user,
    make_version,
    marat,
    saule,
)
from tests.courses.way_scenes import ORDERED, autumn, make_task, pdf, spring, studying

pytestmark = pytest.mark.django_db


@pytest.fixture
def in_2026() -> Iterator[None]:
    """A transfer stays within the calendar year in which the cohort began."""
    with time_machine.travel(datetime(2026, 11, 21, 9, tzinfo=UTC)):
        yield


@pytest.fixture
def organiser(client: Client) -> User:
    user = aigul()
    user.language = "en"
    user.save(update_fields=["language"])
    client.force_login(user)
    return user


@pytest.fixture(autouse=True)
def in_english(client: Client) -> None:
    translation.activate("en")
    client.cookies["django_language"] = "en"


def told_apart(one: Person, other: Person) -> Distinction:
    return telling_apart.tell_apart(one, other, by=User.objects.get(email="aigul@institute.example"))


def refusal(merged: Person, kept: Person, by: User) -> list[str]:
    with pytest.raises(ValidationError) as refused:
        merging.merge(merged, kept, by=by)
    return refused.value.messages


def test_the_one_record_leads_to_the_other_and_back(organiser: User) -> None:
    kept, merged = make_person(), make_person()
    enrolment = make_enrolment(person=merged)
    row = merging.merge(merged, kept, by=organiser)
    assert Person.objects.get(pk=merged.pk).merged_into == kept
    assert merged not in Person.objects.current()
    assert Enrolment.objects.get(pk=enrolment.pk).person == merged
    assert Person.objects.get(pk=merged.pk).history.first().history_user == organiser
    merging.undo(row, by=organiser)
    row.refresh_from_db()
    assert (row.undone_by, row.undone_at is not None) == (organiser, True)
    assert Person.objects.get(pk=merged.pk).merged_into is None
    with pytest.raises(ValidationError, match="taken back already"):
        merging.undo(row, by=organiser)


def test_a_record_is_never_merged_into_itself_nor_in_a_chain(organiser: User) -> None:
    a, b, c = make_person(surname="А"), make_person(surname="Б"), make_person(surname="В")
    assert refusal(a, a, organiser) == ["A record cannot be merged into itself."]
    merging.merge(a, b, by=organiser)
    assert refusal(a, c, organiser) == [f"{a.full_name} ({a.iin}) was merged into another record already."]
    assert refusal(c, a, organiser) == [f"{a.full_name} ({a.iin}) was merged into another record already."]
    assert refusal(b, c, organiser) == [
        f"Other records were merged into {b.full_name} ({b.iin}): take that back first."
    ]
    Person.objects.filter(pk=c.pk).update(erased_at=timezone.now())
    assert "were erased" in refusal(c, b, organiser)[0]


def test_two_active_enrolments_of_one_programme_are_in_the_way(organiser: User) -> None:
    kept, merged = make_person(), make_person()
    one = make_enrolment(make_cohort(name="Қараша-1"), kept)
    other = make_enrolment(make_cohort(name="Қараша-2"), merged)
    assert refusal(merged, kept, organiser) == [
        "Both records study on one programme, in “Қараша-1” and in “Қараша-2”: end one of the two enrolments first."
    ]
    enrolling.move(other, "withdrawn", by=organiser, why="a duplicate")
    merging.merge(merged, kept, by=organiser)
    assert one.person == kept


def test_what_the_merged_record_studies_keeps_the_kept_one_out_of_a_second_cohort(organiser: User) -> None:
    kept, merged = make_person(), make_person()
    make_enrolment(make_cohort(), merged)
    merging.merge(merged, kept, by=organiser)
    cohort = make_cohort(status="enrolling")
    with pytest.raises(ValidationError) as refused:
        enrolling.enrol(
            cohort=cohort,
            person=Person.objects.get(pk=kept.pk),
            organisation=make_enrolment().organisation,
            by=organiser,
        )
    assert refused.value.code == "active_elsewhere"


def test_the_kept_record_is_not_put_beside_the_merged_one_on_one_list(organiser: User) -> None:
    kept, merged, third = make_person(), make_person(), make_person()
    theirs = make_enrolment(make_cohort(status="enrolling"), merged)
    merging.merge(merged, kept, by=organiser)
    with pytest.raises(ValidationError) as refused:
        enrolling.enrol(
            cohort=theirs.cohort,
            person=Person.objects.get(pk=kept.pk),
            organisation=theirs.organisation,
            by=organiser,
        )
    assert (refused.value.code, (refused.value.params or {})["enrolment"]) == ("active_elsewhere", theirs.pk)
    wanted = Values(iin=kept.iin)
    assert records_for(theirs.cohort, [wanted]).elsewhere == {kept.pk: theirs}
    newcomer = Enrolment(person=kept, organisation=theirs.organisation)
    with pytest.raises(ValidationError):
        enrolling.enrol_together(theirs.cohort, [newcomer], by=organiser)
    make_enrolment(make_cohort(), third)
    assert refusal(third, kept, organiser)[0].startswith("Both records study on one programme")


@pytest.mark.usefixtures("in_2026")
def test_who_was_merged_is_transferred_under_the_kept_record(organiser: User) -> None:
    kept, source = make_person(), studying()
    target = autumn()
    merging.merge(source.person, kept, by=organiser)
    source = Enrolment.objects.select_related("person").get(pk=source.pk)
    done = transferring.transfer(source, target, why="ауысу", files=[pdf()], order_date=ORDERED, by=organiser)
    assert (done.opened.person, done.opened.status, done.opened.continues) == (kept, "admitted", source)


@pytest.mark.usefixtures("in_2026")
def test_a_cohort_that_either_record_was_in_is_offered_to_neither(organiser: User) -> None:
    source, kept = studying(), make_person()
    seen, free = autumn(name="Болған"), autumn(name="Бос")
    make_enrolment(seen, kept, status="expelled")
    merging.merge(source.person, kept, by=organiser)
    source = Enrolment.objects.select_related("person", "cohort").get(pk=source.pk)
    assert transferring.targets_of(source) == [free]
    with pytest.raises(ValidationError) as refused:
        transferring.transfer(source, seen, why="ауысу", files=[pdf()], order_date=ORDERED, by=organiser)
    assert "cannot take this person" in refused.value.messages[0]
    failed = make_enrolment(spring(), make_person(), status="not_passed", result_date=spring().ends_on)
    make_enrolment(seen, failed.person, status="withdrawn")
    third = make_person()
    merging.merge(third, failed.person, by=organiser)
    make_enrolment(free, third, status="declined")
    assert continuing.streams_of(failed) == []


def test_who_failed_under_the_merged_record_goes_on_under_the_kept_one_and_who_left_does_not_come_back(
    organiser: User,
) -> None:
    kept, merged, school = make_person(), make_person(), make_enrolment().organisation
    old = spring()
    failed = make_enrolment(old, merged, status="not_passed", result_date=old.ends_on)
    left = make_enrolment(autumn(), merged, status="expelled")
    merging.merge(merged, kept, by=organiser)
    with pytest.raises(ValidationError) as refused:
        enrolling.enrol(cohort=left.cohort, person=kept, organisation=school, by=organiser)
    assert refused.value.code == "already_here"
    one = enrolling.enrol(cohort=autumn(name="Бос"), person=kept, organisation=school, by=organiser)
    assert (one.continues, one.person) == (failed, kept)
    Enrolment.objects.filter(pk=one.pk).delete()
    newcomer = Enrolment(person=kept, organisation=school)
    enrolling.enrol_together(autumn(name="Тағы"), [newcomer], by=organiser)
    assert Enrolment.objects.get(person=kept).continues == failed


def test_an_import_puts_nobody_on_a_list_under_a_record_that_was_merged_meanwhile(organiser: User) -> None:
    kept, merged, cohort = make_person(), make_person(), autumn()
    merging.merge(merged, kept, by=organiser)
    newcomer = Enrolment(person=merged, organisation=make_enrolment().organisation)
    with pytest.raises(ValidationError) as refused:
        enrolling.enrol_together(cohort, [newcomer], by=organiser)
    assert refused.value.code == "merged"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("first", ["merge", "enrol", "return"])
def test_a_merge_and_an_enrolment_at_the_same_moment_never_both_come_true(first: str) -> None:
    """The one holds its transaction open while the other begins."""
    organiser, kept, merged = aigul(), make_person(), make_person()
    school = make_enrolment(make_cohort(name="Күз-1", status="enrolling"), kept).organisation
    cohort = make_cohort(name="Күз-2", status="enrolling")
    earlier = make_enrolment(cohort, merged, status="withdrawn") if first == "return" else None
    begun = Event()

    def merge() -> None:
        merging.merge(Person.objects.get(pk=merged.pk), kept, by=organiser)

    def enrol() -> None:
        if earlier is not None:
            enrolling.move(earlier, "applied", by=organiser)
        else:
            enrolling.enrol(cohort=cohort, person=merged, organisation=school, by=organiser)

    def slowly(act: Callable[[], None]) -> None:
        with transaction.atomic():
            act()
            begun.set()
            sleep(0.5)

    def second(act: Callable[[], None]) -> None:
        assert begun.wait(timeout=30)
        act()

    acts = (enrol, merge) if first == "enrol" else (merge, enrol)
    refused = at_once(partial(slowly, acts[0]), partial(second, acts[1]))
    assert refused == ["", "cannot_merge" if first == "enrol" else "merged"]
    theirs = Enrolment.objects.filter(person__in=Person.objects.records_of(kept), status__in=Enrolment.ACTIVE)
    assert theirs.count() == 1


def test_the_calendar_of_one_sign_in_has_what_either_record_studies(organiser: User) -> None:
    user, theirs = saule(), make_enrolment()
    session = make_session(theirs.cohort)
    assert user.person is not None
    assert sessions_for(user) == []
    merging.merge(theirs.person, user.person, by=organiser)
    assert sessions_for(user) == [session]


def test_a_task_opens_where_both_records_were_on_one_list(client: Client, organiser: User) -> None:
    user, cohort = saule(), make_cohort()
    assert user.person is not None
    make_enrolment(cohort, user.person)
    theirs = make_enrolment(cohort, make_person(), status="not_passed", result_date=cohort.ends_on)
    merging.merge(theirs.person, user.person, by=organiser)
    client.force_login(user)
    page = client.get(reverse("courses:my_task", args=[make_task(cohort).pk]))
    assert (page.status_code, page.context["enrolment"].person) == (200, user.person)


def test_letters_of_the_merged_record_go_to_the_address_of_the_kept_one(organiser: User) -> None:
    kept, merged = make_person(email="kept@mektep.example"), make_person(email="old@mektep.example")
    merging.merge(merged, kept, by=organiser)
    merged.refresh_from_db()
    assert outbox.address_of(merged) == "kept@mektep.example"


def test_the_sign_in_of_the_merged_record_is_led_over_and_given_back(organiser: User) -> None:
    user = saule()
    merged, kept = user.person, make_person(email="kept@mektep.example")
    assert merged is not None
    row = merging.merge(merged, kept, by=organiser)
    user = User.objects.get(pk=user.pk)
    assert (user.person, user.email, user.is_active) == (kept, "kept@mektep.example", True)
    assert ensure_user("kept@mektep.example") == user
    assert ensure_user("saule@mektep.example") is None
    merging.undo(row, by=organiser)
    user = User.objects.get(pk=user.pk)
    assert (user.person, user.email, user.is_active) == (merged, "saule@mektep.example", True)


def test_undoing_the_first_of_two_merges_leaves_the_address_of_the_second(organiser: User) -> None:
    kept, first, second = make_person(email=""), make_person(email="a@m.example"), make_person(email="b@m.example")
    one, two = (merging.merge(each, kept, by=organiser) for each in (first, second))
    merging.undo(one, by=organiser)
    kept.refresh_from_db()
    assert kept.email == "b@m.example"
    user = ensure_user("b@m.example")
    assert user is not None
    assert user.person == kept
    merging.undo(Merge.objects.get(pk=two.pk), by=organiser)
    kept.refresh_from_db()
    assert kept.email == ""
    assert [each.person for each in map(ensure_user, ("a@m.example", "b@m.example")) if each] == [first, second]


def test_one_human_never_has_two_users(organiser: User) -> None:
    user, kept = saule(), make_person(email="kept@mektep.example")
    merged, own = user.person, make_user("kept@mektep.example", person=kept)
    assert merged is not None
    row = merging.merge(merged, kept, by=organiser)
    user, own = User.objects.get(pk=user.pk), User.objects.get(pk=own.pk)
    assert (own.person, own.is_active, user.person, user.is_active) == (kept, True, None, False)
    merging.undo(row, by=organiser)
    user = User.objects.get(pk=user.pk)
    assert (user.person, user.is_active, user.email) == (merged, True, "saule@mektep.example")


def test_the_sign_in_of_staff_outlives_that_of_a_participant_and_two_are_refused(organiser: User) -> None:
    kept, merged = make_person(email="kept@mektep.example"), make_person(email="trainer@mektep.example")
    own = make_user("kept@mektep.example", person=kept)
    trainer = make_user("trainer@institute.example", Role.TRAINER, person=merged)
    row = merging.merge(merged, kept, by=organiser)
    own, trainer = User.objects.get(pk=own.pk), User.objects.get(pk=trainer.pk)
    assert (trainer.person, trainer.email, own.is_active) == (kept, "trainer@institute.example", False)
    merging.undo(row, by=organiser)
    own, trainer = User.objects.get(pk=own.pk), User.objects.get(pk=trainer.pk)
    assert (trainer.person, own.person, own.email, own.is_active) == (merged, kept, "kept@mektep.example", True)
    own.role_grants.create(role=Role.HEAD)
    assert "let the administrator settle" in refusal(merged, kept, organiser)[0]


@pytest.mark.parametrize("ended", ["kept", "merged"])
def test_a_merge_never_ends_the_only_sign_in_that_works(ended: str, organiser: User) -> None:
    kept, merged = make_person(email="kept@mektep.example"), make_person(email="old@mektep.example")
    own = make_user("kept@mektep.example", person=kept)
    theirs = make_user("trainer@institute.example", *([Role.TRAINER] if ended == "merged" else []), person=merged)
    deactivate(own if ended == "kept" else theirs, by=make_user("ad@institute.example", Role.ADMINISTRATOR))
    assert [sentence.split(",")[0] for sentence in refusal(merged, kept, organiser)] == [
        "The administrator ended the sign-in of one of the two records"
    ]
    own.refresh_from_db()
    theirs.refresh_from_db()
    assert (own.is_active, theirs.is_active) == (ended != "kept", ended != "merged")


def test_the_preview_says_that_nobody_signs_in_where_the_administrator_ended_the_sign_in(organiser: User) -> None:
    kept, merged = make_person(email="kept@mektep.example"), make_person(email="")
    deactivate(make_user("kept@mektep.example", person=kept), by=make_user("ad@x.example", Role.ADMINISTRATOR))
    assert sign_in_sentences(kept, merged) == ["Nobody signs in: the administrator ended the sign-in."]


def test_a_kept_record_without_an_address_takes_the_other_s(organiser: User) -> None:
    kept, merged = make_person(email=""), make_person(email="old@mektep.example")
    assert sign_in_sentences(kept, merged)[0].endswith("takes the other's: old@mektep.example.")
    row = merging.merge(merged, kept, by=organiser)
    assert Person.objects.get(pk=kept.pk).email == "old@mektep.example"
    merging.undo(row, by=organiser)
    assert Person.objects.get(pk=kept.pk).email == ""


@pytest.mark.usefixtures("in_2026")
def test_a_merge_stays_while_one_record_continues_what_the_other_began(client: Client, organiser: User) -> None:
    kept, source, target = make_person(), studying(), autumn()
    row = merging.merge(source.person, kept, by=organiser)
    source = Enrolment.objects.select_related("person").get(pk=source.pk)
    transferring.transfer(source, target, why="ауысу", files=[pdf()], order_date=ORDERED, by=organiser)
    sentence = (
        f"What began in “{source.cohort}” on one of the two records goes on in “{target}” on the other: these are one "
        "course of one human, and the merge stays."
    )
    with pytest.raises(ValidationError) as refused:
        merging.undo(row, by=organiser)
    assert refused.value.messages == [sentence]
    address = reverse("people:merge_undo", args=[row.pk])
    for page in (client.get(address), client.post(address)):
        assert sentence in page.content.decode()
        assert 'class="panel-f' not in page.content.decode()
    row.refresh_from_db()
    assert row.undone_at is None


def test_what_was_begun_since_is_said_before_the_merge_is_taken_back(client: Client, organiser: User) -> None:
    kept, merged = make_person(), make_person()
    make_enrolment(make_cohort(name="Бұрын"), merged)
    row = merging.merge(merged, kept, by=organiser)
    make_enrolment(make_cohort(name="Кейін"), kept)
    address = reverse("people:merge_undo", args=[row.pk])
    page = client.get(address).content.decode()
    assert f"“Кейін” was begun since the merge: it stays on the record with IIN {kept.iin}." in page
    assert "“Бұрын”" not in page
    assert Merge.objects.get().undone_at is None
    assert client.post(address)["Location"] == reverse("people:person", args=[merged.pk])
    assert "taken back already" in client.get(address).content.decode()


def test_the_preview_says_what_both_hold_and_where_it_differs(organiser: User) -> None:
    kept, merged = make_person(phone="1"), make_person(phone="2")
    make_enrolment(person=merged)
    lines = {line.label: line for line in compared(kept, merged)}
    assert (lines["Phone"].kept, lines["Phone"].merged, lines["Phone"].differs) == ("1", "2", True)
    assert (lines["Full name"].differs, lines["Courses"].kept, lines["Courses"].merged) == (False, "0", "1")
    assert {"Documents", "Consultations"} <= lines.keys()


def test_the_pages_compare_merge_and_take_back(client: Client, organiser: User) -> None:
    kept, merged = make_person(birth_date=date(1875, 3, 12)), make_person(birth_date=date(1875, 3, 12))
    enrolment = make_enrolment(person=merged)
    preview = reverse("people:merge", args=[kept.pk, merged.pk])
    assert preview in client.get(reverse("people:person", args=[kept.pk])).content.decode()
    found = client.post(reverse("people:merge_choose", args=[kept.pk]), {"iin": merged.iin})
    assert found["Location"] == preview
    nobody = client.post(reverse("people:merge_choose", args=[kept.pk]), {"iin": "750312190004"})
    assert nobody.context["form"].errors["iin"] == ["Nobody is on record with this IIN."]
    assert client.get(preview).status_code == 200
    assert not Merge.objects.exists()
    client.post(preview)
    page = client.get(reverse("people:person", args=[kept.pk])).content.decode()
    assert reverse("courses:enrolment", args=[enrolment.pk]) in page
    assert reverse("people:merge_undo", args=[Merge.objects.get().pk]) in page
    client.post(reverse("people:merge_undo", args=[Merge.objects.get().pk]))
    page = client.get(reverse("people:person", args=[kept.pk])).content.decode()
    assert reverse("courses:enrolment", args=[enrolment.pk]) not in page


def test_a_preview_of_what_is_refused_says_why_and_has_no_button(client: Client, organiser: User) -> None:
    kept, merged = make_person(), make_person()
    for person in (kept, merged):
        make_enrolment(make_cohort(), person)
    address = reverse("people:merge", args=[kept.pk, merged.pk])
    assert "Both records study on one programme" in client.get(address).content.decode()
    assert "Merge the records" not in client.get(address).content.decode()
    Enrolment.objects.filter(person=merged).update(status="withdrawn")
    assert "Merge the records" in client.get(address).content.decode()
    Enrolment.objects.filter(person=merged).update(status="admitted")
    assert "Both records study on one programme" in client.post(address).content.decode()
    assert not Merge.objects.exists()


@pytest.mark.parametrize("name", ["duplicates", "merge_choose", "merge", "merge_undo", "tell_apart", "tell_apart_undo"])
def test_the_pages_are_the_organisers_alone(client: Client, name: str) -> None:
    kept, merged = make_person(), make_person()
    keys = {"duplicates": [], "merge_choose": [kept.pk], "merge": [kept.pk, merged.pk],
            "merge_undo": [merging.merge(make_person(), make_person(), by=aigul()).pk],
            "tell_apart": [make_person().pk, make_person().pk],
            "tell_apart_undo": [told_apart(make_person(), make_person()).pk]}  # fmt: skip
    call = client.get if name in {"duplicates", "merge_choose", "merge"} else client.post
    address = reverse(f"people:{name}", args=keys[name])
    assert call(address)["Location"].startswith(reverse("account_login"))
    for user in (daulet(), saule(), bolat(), marat()):
        client.force_login(user)
        assert call(address).status_code == 403
    client.force_login(User.objects.get(email="aigul@institute.example"))
    assert call(address).status_code in (200, 302)
    assert call(reverse("people:merge_choose", args=[987654]) if keys[name] else address).status_code in (200, 404)


def test_probable_duplicates_stand_beside_each_other(client: Client, organiser: User) -> None:
    born = date(1875, 3, 12)
    one, two = make_person(birth_date=born), make_person(birth_date=born)
    three = make_person(surname="Ахметова", email="ah@mektep.example", birth_date=date(1880, 1, 1))
    four = make_person(surname="Ахметова", given_name="Өзге", email="ah@mektep.example")
    make_person(surname="Өзге", email="ah@mektep.example")
    make_person(birth_date=date(1890, 1, 1))
    indexing.rebuild(Person.objects.all())
    assert set(probable()) == {one, two, three, four}
    assert list(twins_of(Person.objects.get(pk=one.pk))) == [two]
    groups = client.get(reverse("people:duplicates")).context["groups"]
    assert sorted((group.by_birth, {person.pk for person in group.people}) for group in groups) == [
        (False, {three.pk, four.pk}), (True, {one.pk, two.pk}),
    ]  # fmt: skip
    merging.merge(two, one, by=organiser)
    assert set(probable()) == {three, four}


def test_thirty_pairs_cost_no_more_queries_than_one(client: Client, organiser: User) -> None:
    def pairs(n: int) -> int:
        for each in range(n):
            for _ in "ab":
                make_person(email=f"pair{n}-{each}@mektep.example")
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse("people:duplicates")).context["groups"]
        return len(queries)

    assert pairs(1) == pairs(20)


def test_two_who_are_told_apart_are_proposed_no_more_and_again_once_it_is_taken_back(
    client: Client, organiser: User
) -> None:
    one, two, three = (make_person(birth_date=date(1875, 3, 12)) for _ in "abc")
    indexing.rebuild(Person.objects.all())
    for each in (one, two, three):
        each.refresh_from_db()
    page, apart = reverse("people:duplicates"), reverse("people:tell_apart", args=[two.pk, one.pk])
    client.post(apart)
    client.post(apart)
    row = Distinction.objects.get()
    assert (row.one, row.other, row.by) == (one, two, organiser)
    assert [[each.pk for each in group.people] for group in client.get(page).context["groups"]] == [
        [one.pk, three.pk], [two.pk, three.pk],
    ]  # fmt: skip
    assert list(twins_of(one)) == list(twins_of(two)) == [three]
    telling_apart.tell_apart(three, one, by=organiser)
    assert set(probable()) == {two, three}
    telling_apart.tell_apart(two, three, by=organiser)
    assert not probable()
    assert "No probable duplicates" in client.get(page).content.decode()
    told = client.get(page + "?apart=1")
    assert [each.by for each in told.context["page"]] == [organiser] * 3
    undo = reverse("people:tell_apart_undo", args=[row.pk])
    assert undo in told.content.decode()
    client.post(undo)
    row.refresh_from_db()
    assert (row.undone_by, row.undone_at is not None, set(probable())) == (organiser, True, {one, two})
    again = client.post(undo, follow=True).context["messages"]
    assert "This was taken back already." in [str(each) for each in again]


def test_who_was_told_apart_is_merged_only_after_that_is_taken_back(client: Client, organiser: User) -> None:
    one, two = make_person(), make_person()
    row = telling_apart.tell_apart(one, two, by=organiser)
    (sentence,) = refusal(two, one, organiser)
    assert sentence.startswith(f"{organiser} said on ")
    assert "Merge the records" not in client.get(reverse("people:merge", args=[one.pk, two.pk])).content.decode()
    telling_apart.take_back(row, by=organiser)
    merging.merge(two, one, by=organiser)
    for pair, code in (((one, two), "gone"), ((one, one), "same")):
        with pytest.raises(ValidationError) as refused:
            telling_apart.tell_apart(*pair, by=organiser)
        assert refused.value.code == code


def test_thirty_who_were_told_apart_cost_no_more_queries_than_one(client: Client, organiser: User) -> None:
    def after(n: int) -> int:
        for _ in range(n):
            one, other = (make_person(organisation=make_organisation()) for _ in "ab")
            telling_apart.tell_apart(one, other, by=organiser)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse("people:duplicates") + "?apart=1").context["page"].object_list
        return len(queries)

    assert after(1) == after(29)


def test_documents_and_consultations_of_the_merged_record_show_on_the_kept_one(client: Client, organiser: User) -> None:
    from tests.certificates.issued import certificate

    make_version()
    document = certificate()
    kept = make_person()
    assert make_result().passed
    merging.merge(document.person, kept, by=organiser)
    page = client.get(reverse("people:person", args=[kept.pk])).content.decode()
    assert reverse("certificates:document", args=[document.pk]) in page


def test_the_human_sees_in_one_sign_in_what_either_record_holds(client: Client, organiser: User) -> None:
    user, merged = saule(), make_person()
    kept, theirs = user.person, make_enrolment(person=merged)
    assert kept is not None
    assert not Enrolment.objects.visible_to(user).exists()
    assert not user.owns(merged.pk)
    merging.merge(merged, kept, by=organiser)
    assert list(Enrolment.objects.visible_to(user)) == [theirs]
    assert (user.owns(merged.pk), user.owns(kept.pk), marat().owns(kept.pk)) == (True, True, False)
