from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import translation

from courses import importing
from courses.headers import Field
from courses.importing import Outcome
from courses.models import Cohort, Counter, Enrolment, ListImport, Order
from courses.previewing import Kind, Preview, preview
from people.models import Organisation, Person, User
from tests.cast import aigul, make_cohort, make_enrolment, make_organisation, make_person
from tests.courses.lists import DAMIR, HEADERS, SAULE, csv_of, workbook

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 21)
SAMPLES = Path(__file__).parents[2] / "docs" / "samples"
SAULE_IIN, DAMIR_IIN = str(SAULE[1]), str(DAMIR[1])


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def on_that_day() -> Iterator[None]:
    with time_machine.travel(datetime(2026, 11, 21, 9, tzinfo=UTC)):
        yield


@pytest.fixture
def cohort() -> Cohort:
    return make_cohort(status=Cohort.Status.ENROLLING)


@pytest.fixture
def by() -> User:
    return aigul()


def upload(
    cohort: Cohort, *rows: Sequence[Any], by: User | None = None, headers: Sequence[str] = HEADERS
) -> ListImport:
    return importing.receive(cohort, io.BytesIO(workbook(headers, *rows)), name="list.xlsx", by=by)


def upload_sample(cohort: Cohort, name: str = "principals.xlsx", by: User | None = None) -> ListImport:
    with (SAMPLES / name).open("rb") as file:
        return importing.receive(cohort, file, name=name, by=by)


def looked_at(listed: ListImport) -> Preview:
    return preview(listed, today=TODAY)


def kinds(listed: ListImport) -> dict[int, Kind]:
    return {entry.row.number: entry.kind for entry in looked_at(listed).entries}


def admit(listed: ListImport, by: User | None = None) -> Outcome:
    return importing.admit(listed, agreement_date=TODAY, order_date=TODAY, paper_number="17-қ", by=by)


def everything() -> tuple[Any, ...]:
    """What is on record, with its history: equal before and after where nothing happened."""
    return (
        list(Person.objects.values_list().order_by("pk")),
        list(Organisation.objects.values_list().order_by("pk")),
        list(Enrolment.objects.values_list().order_by("pk")),
        list(Order.objects.values_list().order_by("pk")),
        list(Counter.objects.values_list().order_by("pk")),
        Person.history.count(),
        Enrolment.history.count(),
    )


def test_the_sample_is_understood_row_by_row(cohort: Cohort) -> None:
    plan = looked_at(upload_sample(cohort))
    assert plan.counts == {Kind.ERROR: 3, Kind.WARNING: 5, Kind.DUPLICATE: 1, Kind.NEW: 21}
    assert (plan.admitted, plan.updated, plan.duplicates) == (26, 0, 1)
    assert [entry.row.number for entry in plan.rejected] == [8, 12, 17]
    assert [entry.kind for entry in plan.entries] == sorted(
        (entry.kind for entry in plan.entries), key=list(Kind).index
    )
    assert [row.number for row in plan.skipped] == [35, 37]
    assert plan.missing == ()


def test_looking_at_a_list_records_nothing(cohort: Cohort) -> None:
    before = everything()
    looked_at(upload_sample(cohort))
    assert everything() == before


def test_admission_puts_people_schools_and_enrolments_on_record_under_one_order(cohort: Cohort, by: User) -> None:
    listed = upload_sample(cohort, by=by)
    outcome = admit(listed, by)
    order = Order.objects.get()
    assert outcome == Outcome(admitted=26, updated=0, rejected=3, duplicates=1, order=order)
    assert (order.number, order.paper_number, order.dated, order.cohort, order.created_by) == (
        1,
        "17-қ",
        TODAY,
        cohort,
        by,
    )
    enrolments = cohort.enrolments.all()
    assert {(each.status, each.order_id, each.agreement_date) for each in enrolments} == {("admitted", order.pk, TODAY)}
    assert Person.objects.count() == enrolments.count() == 26
    assert Organisation.objects.count() == 25  # two people of one school
    listed.refresh_from_db()
    assert (listed.state, listed.outcome["admitted"], listed.outcome["order"]) == ("admitted", 26, order.pk)


def test_what_the_list_says_of_a_person_is_what_is_recorded(cohort: Cohort, by: User) -> None:
    admit(upload_sample(cohort, by=by), by)
    person = Person.objects.get(iin="020305100257")
    assert (person.full_name, person.birth_date) == ("Қожахмет Ерлан Нұрланұлы", date(1802, 3, 5))
    assert (person.email, person.phone, person.language) == ("e.kozhahmet@mektep.example", "+77000000012", "kk")
    enrolment = person.enrolments.get()
    assert str(enrolment.organisation) == "№ 3 гимназия, Қарағанды қаласы"
    assert enrolment.position == "Директор"
    assert enrolment.project_topic.startswith("Гимназияның 2027–2030")
    assert person.history.first().history_user == by
    assert enrolment.events.count() == 2
    assert {event.by for event in enrolment.events.all()} == {by}


def test_the_same_file_again_changes_nothing(cohort: Cohort, by: User) -> None:
    admit(upload_sample(cohort, by=by), by)
    before = everything()
    again = upload_sample(cohort, by=by)
    assert looked_at(again).counts == {Kind.ERROR: 3, Kind.DUPLICATE: 1, Kind.SAME: 26}
    with pytest.raises(ValidationError, match="nobody to admit and nothing to change"):
        admit(again, by)
    assert everything() == before


def test_a_second_list_admits_the_new_ones_only_under_the_next_order(cohort: Cohort) -> None:
    admit(upload(cohort, SAULE))
    outcome = admit(upload(cohort, SAULE, DAMIR))
    assert outcome.admitted == 1
    assert [order.number for order in Order.objects.order_by("number")] == [1, 2]
    assert {e.person.iin: e.order.number for e in cohort.enrolments.select_related("order") if e.order} == {
        SAULE_IIN: 1, DAMIR_IIN: 2,
    }  # fmt: skip


def test_what_changed_is_shown_old_and_new_and_only_that_is_changed(cohort: Cohort, by: User) -> None:
    admit(upload(cohort, SAULE, DAMIR))
    listed = upload(cohort, (1, SAULE_IIN, "Нұрғали Сәуле", "№ 9 мектеп", "new@mektep.example"), DAMIR)
    plan = looked_at(listed)
    (update,) = plan.of_kind("update")
    assert {change.field: (change.old, change.new) for change in update.changes} == {
        Field.FULL_NAME: ("Нұрғалиева Сәуле Болатқызы", "Нұрғали Сәуле"),
        Field.ORGANISATION: ("№ 7 лицей", "№ 9 мектеп"),
        Field.EMAIL: ("saule@mektep.example", "new@mektep.example"),
    }
    assert admit(listed, by) == Outcome(admitted=0, updated=1, rejected=0, duplicates=0, order=None)
    person = Person.objects.get(iin=SAULE_IIN)
    assert person.full_name == "Нұрғали Сәуле Болатқызы"  # a patronymic that a list leaves out is not taken away
    assert str(person.organisation) == str(person.enrolments.get().organisation) == "№ 9 мектеп"
    assert Order.objects.count() == 1
    assert Person.objects.get(iin=DAMIR_IIN).history.count() == 1


def test_somebody_on_record_is_known_by_the_iin_alone_and_enters_the_cohort(cohort: Cohort) -> None:
    person = make_person(iin=SAULE_IIN, surname="Басқа", given_name="Адам", patronymic="", email="")
    entry = looked_at(upload(cohort, SAULE)).entries[0]
    assert (entry.kind, entry.person, entry.is_admitted) == (Kind.UPDATE, person, True)
    admit(upload(cohort, SAULE))
    person.refresh_from_db()
    assert person.full_name == "Нұрғалиева Сәуле Болатқызы"
    assert Person.objects.count() == 1


def test_silence_of_the_list_takes_nothing_away(cohort: Cohort) -> None:
    make_person(
        iin=SAULE_IIN, surname="Нұрғалиева", given_name="Сәуле", patronymic="Болатқызы", email="own@mektep.example",
        phone="+77011234567", position="Директор", birth_date=date(1875, 1, 1),
        organisation=make_organisation(name="№ 7 лицей", locality="Теміртау"),
    )  # fmt: skip
    listed = upload(cohort, (*SAULE[:4], ""))
    entry = looked_at(listed).entries[0]
    assert (entry.kind, entry.changes) == (Kind.WARNING, ())
    assert [problem.code for problem in entry.row.problems] == ["email_kept"]
    admit(listed)
    person = Person.objects.get()
    assert (person.email, person.phone, person.position) == ("own@mektep.example", "+77011234567", "Директор")
    assert (person.birth_date, str(person.organisation)) == (date(1875, 1, 1), "№ 7 лицей, Теміртау")
    assert Organisation.objects.count() == 1


def test_who_applied_is_admitted_and_keeps_the_one_enrolment(cohort: Cohort) -> None:
    person = make_person(iin=SAULE_IIN)
    enrolment = make_enrolment(cohort, person, status="applied")
    admit(upload(cohort, SAULE))
    enrolment.refresh_from_db()
    assert (enrolment.status, str(enrolment.organisation)) == ("admitted", "№ 7 лицей")


def test_who_withdrew_comes_back_with_a_warning(cohort: Cohort) -> None:
    make_enrolment(cohort, make_person(iin=SAULE_IIN), status="withdrawn")
    listed = upload(cohort, SAULE)
    (entry,) = looked_at(listed).entries
    assert entry.kind is Kind.WARNING
    assert entry.row.problems[0].sentence == "Was in this cohort before: withdrawn. Comes back with this list."
    admit(listed)
    assert Enrolment.objects.get().status == "admitted"


@pytest.mark.parametrize("status", ["transferred", "expelled"])
def test_who_left_by_a_decision_does_not_come_back_by_a_list(cohort: Cohort, status: str) -> None:
    make_enrolment(cohort, make_person(iin=SAULE_IIN), status=status)
    (entry,) = looked_at(upload(cohort, SAULE)).rejected
    assert entry.row.reason.startswith(f"Has left this cohort: {status}.")


def test_who_studies_in_another_cohort_of_the_programme_is_left_out_with_its_name(cohort: Cohort) -> None:
    other = make_cohort(name="Қазан-1")
    make_enrolment(other, make_person(iin=SAULE_IIN))
    (entry,) = looked_at(upload(cohort, SAULE)).rejected
    assert entry.row.reason == (
        "Already studies in the cohort “Қазан-1”. A person can be in one cohort of a programme at a time."
    )


def test_a_record_that_was_merged_stands_for_the_one_it_was_merged_into(cohort: Cohort) -> None:
    right = make_person(iin=SAULE_IIN)
    make_person(iin=DAMIR_IIN, merged_into=right)
    plan = looked_at(upload(cohort, SAULE, (2, DAMIR_IIN, *SAULE[2:])))
    assert {entry.row.number: entry.kind for entry in plan.entries}[3] is Kind.DUPLICATE
    assert plan.admitted == 1


def test_a_school_is_found_by_its_bin_and_gets_one_that_it_lacked(cohort: Cohort) -> None:
    known = make_organisation(name="№ 7 лицей", locality="", bin=None)
    headers = (*HEADERS, "БСН")
    admit(upload(cohort, (*SAULE, "250340900008"), headers=headers))
    known.refresh_from_db()
    assert known.bin == "250340900008"
    admit(upload(cohort, (DAMIR[0], DAMIR[1], DAMIR[2], "", DAMIR[4], "250340900008"), headers=headers))
    assert {enrolment.organisation for enrolment in cohort.enrolments.all()} == {known}


def test_a_bin_that_nobody_knows_needs_the_name_of_the_school(cohort: Cohort) -> None:
    listed = upload(cohort, (*SAULE[:3], "", SAULE[4], "250340900008"), headers=(*HEADERS, "БСН"))
    (entry,) = looked_at(listed).rejected
    assert entry.row.reason.startswith("No school with this BIN is in the system.")


def test_columns_can_be_named_by_hand(cohort: Cohort) -> None:
    listed = upload(cohort, ("750312190004", "Нұрғалиева Сәуле", "№ 7"), headers=("ЖСН", "Аты-жөні", "Қайда істейді"))
    assert looked_at(listed).missing == (Field.ORGANISATION,)
    assert kinds(listed) == {2: Kind.ERROR}
    mapping = {0: Field.IIN, 1: Field.FULL_NAME, 2: Field.ORGANISATION}
    assert kinds(importing.remap(listed, mapping, as_typed=False)) == {2: Kind.WARNING}  # no e-mail
    with pytest.raises(ValidationError, match="Two columns have the same meaning"):
        importing.remap(listed, {0: Field.IIN, 1: Field.IIN}, as_typed=False)


def test_a_suggested_spelling_is_recorded_unless_declined(cohort: Cohort) -> None:
    row = (1, SAULE_IIN, "НҰPҒАЛИЕВА СӘУЛЕ", "№ 7", "s@mektep.example")  # a Latin P
    listed = upload(cohort, row)
    importing.remap(listed, {1: Field.IIN, 2: Field.FULL_NAME, 3: Field.ORGANISATION}, as_typed=True)
    listed.refresh_from_db()
    assert looked_at(listed).entries[0].values.surname == "НҰPҒАЛИЕВА"
    admit(upload(cohort, row))
    assert Person.objects.get().surname == "Нұрғалиева"


def test_a_closed_cohort_takes_nobody_and_nothing_is_half_done(by: User) -> None:
    cohort = make_cohort(status=Cohort.Status.CLOSED)
    listed = upload_sample(cohort, by=by)
    before = everything()
    with pytest.raises(ValidationError, match="takes nobody now"):
        admit(listed, by)
    assert everything() == before
    listed.refresh_from_db()
    assert listed.state == "uploaded"


def test_a_list_is_admitted_once(cohort: Cohort) -> None:
    listed = upload(cohort, SAULE)
    admit(listed)
    with pytest.raises(ValidationError, match="already been admitted or discarded"):
        admit(listed)
    assert Order.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_who_press_together_one_admits(by: User) -> None:
    cohort = make_cohort(status=Cohort.Status.ENROLLING)
    listed = upload(cohort, SAULE, DAMIR)

    def press(_n: int) -> str:
        try:
            with translation.override("en"):
                return f"admitted {admit(listed, by).admitted}"
        except ValidationError as refusal:
            return refusal.code or ""
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(press, range(2))) == ["admitted 2", "finished"]
    assert (Order.objects.count(), cohort.enrolments.count()) == (1, 2)


def test_a_new_file_replaces_the_unfinished_one_and_a_discarded_list_is_forgotten(cohort: Cohort, by: User) -> None:
    upload(cohort, SAULE, by=by)
    second = upload(cohort, DAMIR, by=by)
    assert list(cohort.imports.all()) == [second]
    importing.discard(second)
    assert not cohort.imports.exists()


def test_a_refused_file_leaves_no_trace(cohort: Cohort, by: User) -> None:
    before = everything()
    with pytest.raises(ValidationError):
        importing.receive(cohort, io.BytesIO(b"%PDF-1.7"), name="list.xlsx", by=by)
    assert everything() == before
    assert not ListImport.objects.exists()


def test_the_shell_does_the_same(cohort: Cohort, by: User, capsys: pytest.CaptureFixture[str]) -> None:
    path = str(SAMPLES / "principals.xlsx")
    call_command("import_list", cohort.name, path, "--dry-run")
    said = capsys.readouterr().out
    assert said.startswith("26 to admit, 0 to update, 3 left out, 1 repeated.\n  row 8: The IIN is wrong:")
    assert said.endswith("A dry run: nothing was recorded.\n")
    assert not Person.objects.exists()
    assert not ListImport.objects.exists()

    call_command("import_list", str(cohort.pk), path, "--order-date=2026-11-20", "--agreement-date=2026-11-19",
                 "--paper-number=5", f"--by={by.email}")  # fmt: skip
    order = Order.objects.get()
    assert (order.dated, order.paper_number, order.created_by) == (date(2026, 11, 20), "5", by)
    assert set(cohort.enrolments.values_list("agreement_date", flat=True)) == {date(2026, 11, 19)}

    call_command("import_list", cohort.name, path)
    assert "0 to admit, 0 to update" in capsys.readouterr().out
    assert Order.objects.count() == 1


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("Жоқ топ", "x.xlsx"), "There is no cohort “Жоқ топ”."),
        (("{cohort}", "/nowhere/x.xlsx"), "/nowhere/x.xlsx: No such file or directory"),
        (
            ("{cohort}", str(SAMPLES / "principals-ru.csv"), "--order-date=3026-11-21"),
            "21.11.3026 is more than a week ahead: check the date.",
        ),
        (("{cohort}", __file__), "No row with column headings was found."),
        (
            ("{cohort}", str(SAMPLES / "principals-ru.csv"), "--by=nobody@x.example"),
            "Nobody signs in as nobody@x.example.",
        ),
    ],
)
def test_the_shell_says_what_is_wrong(cohort: Cohort, arguments: tuple[str, ...], sentence: str) -> None:
    with pytest.raises(CommandError) as refused:
        call_command("import_list", *(each.format(cohort=cohort.name) for each in arguments))
    assert str(refused.value).startswith(sentence)


def test_an_inherited_mailbox_is_told_with_the_name_of_its_owner(cohort: Cohort) -> None:
    make_person(email=SAULE[4], surname="Бұрынғы", given_name="Директор", patronymic="")
    make_person(email=SAULE[4], merged_into=make_person())
    plan = looked_at(upload(cohort, SAULE, DAMIR))
    assert {entry.row.number: [p.sentence for p in entry.row.problems] for entry in plan.entries} == {
        2: [
            "The e-mail is that of Бұрынғы Директор, who is on record. While both have it, neither can sign in, and "
            "letters are printed. This does not prevent admission."
        ],
        3: [],
    }
    assert (plan.admitted, plan.counts[Kind.WARNING]) == (2, 1)
    admit(upload(cohort, DAMIR))
    assert looked_at(upload(cohort, DAMIR)).entries[0].kind is Kind.SAME


def test_the_russian_sample_is_understood_too(cohort: Cohort) -> None:
    plan = looked_at(upload_sample(cohort, "principals-ru.csv"))
    assert plan.counts == {Kind.ERROR: 1, Kind.WARNING: 1, Kind.NEW: 6}
    assert {e.row.number: e.values.full_name for e in plan.entries if e.row.name_as_typed} == {
        4: "Коваленко Наталья Ивановна", 7: "Жаксыбекова Гульнара Маратовна",
    }  # fmt: skip


def test_the_number_of_questions_to_the_database_does_not_grow_with_the_list(
    cohort: Cohort, django_assert_num_queries: Any
) -> None:
    admit(upload(cohort, SAULE))
    admit(upload_sample(cohort))
    for listed in (upload(cohort, SAULE), upload_sample(cohort)):
        listed.cohort = Cohort.objects.select_related("version").get(pk=cohort.pk)
        with django_assert_num_queries(4):
            looked_at(listed)


def test_a_text_list_is_admitted_as_a_workbook_is(cohort: Cohort) -> None:
    content = csv_of(HEADERS, SAULE, DAMIR, encoding="kz1048")
    admit(importing.receive(cohort, io.BytesIO(content), name="list.csv", by=None))
    assert set(Person.objects.values_list("surname", flat=True)) == {"Нұрғалиева", "Ахметов"}
