"""One person by IIN; names cleaned, keys kept right, and no trace of a change that changes nothing."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from people.models import Organisation, Person
from people.names import fold, kazakh_key
from people.registering import (
    amend_organisation,
    amend_person,
    register_organisation,
    register_organisations,
    register_person,
)
from tests.at_once import at_once
from tests.cast import aigul, make_organisation, make_person

pytestmark = pytest.mark.django_db
IIN, OTHER = "750312190004", "881130290111"


def person(**fields: object) -> Person:
    values = {"iin": IIN, "surname": "Қазыбек", "given_name": "Әлия", "by": None, **fields}
    return register_person(**values)  # type: ignore[arg-type]


def test_the_keys_of_order_and_search_follow_the_name() -> None:
    registered = person(patronymic="Нұрқызы")
    assert (registered.name_key, registered.search_key) == (
        kazakh_key("Қазыбек Әлия Нұрқызы"),
        fold("Қазыбек Әлия Нұрқызы"),
    )
    amended = amend_person(registered, by=None, surname="Ахмет")
    assert (amended.name_key, amended.search_key) == (kazakh_key("Ахмет Әлия Нұрқызы"), fold("Ахмет Әлия Нұрқызы"))


def test_what_is_typed_untidily_is_kept_tidily() -> None:
    registered = person(surname="  Қазыбек\u00a0", given_name="Әлия ", email=" Aliya@Mektep.example ")
    assert (registered.full_name, registered.email) == ("Қазыбек Әлия", "aliya@mektep.example")


def test_the_iin_tells_the_day_of_birth_where_nobody_else_does() -> None:
    assert person().birth_date == date(1875, 3, 12)
    assert person(iin=OTHER, birth_date=date(1888, 12, 1)).birth_date == date(1888, 12, 1)


@pytest.mark.parametrize("iin", ["", "750312190005", "75031219000", "65123149067x", "７５０３１２１９０００４"])
def test_what_is_no_iin_comes_not_on_record(iin: str) -> None:
    with pytest.raises(ValidationError):
        person(iin=iin)
    assert not Person.objects.exists()


def test_an_iin_belongs_to_one_person() -> None:
    person()
    with pytest.raises(ValidationError) as refusal:
        person(surname="Басқа")
    assert refusal.value.code == "iin_taken"
    second = person(iin=OTHER)
    with pytest.raises(ValidationError):
        amend_person(second, by=None, iin=IIN)
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.filter(pk=second.pk).update(iin=IIN)


def test_an_amendment_is_attributed_and_one_without_effect_leaves_no_trace() -> None:
    registered, organiser = person(), aigul()
    amend_person(registered, by=organiser, surname=" Қазыбек ", email="")
    assert registered.history.count() == 1
    amend_person(registered, by=organiser, surname="Қазыбекова")
    newest = registered.history.first()
    assert (newest.surname, newest.history_user) == ("Қазыбекова", organiser)


def test_an_email_that_is_none_is_refused() -> None:
    with pytest.raises(ValidationError):
        amend_person(person(), by=None, email="aliya at mektep")


def test_only_what_a_person_has_can_be_amended() -> None:
    with pytest.raises(TypeError):
        amend_person(person(), by=None, name_key="1")


def test_a_school_is_found_by_its_bin_or_by_name_and_place() -> None:
    first = register_organisation(name="№ 7  лицей", locality="Теміртау", by=None)
    assert register_organisation(name="№ 7 лицей", locality="Теміртау", by=None) == first
    assert register_organisation(name="№ 7 лицей", locality="Абай", by=None) != first
    known = register_organisation(name="№ 7 лицей", locality="Теміртау", bin="250340900008", by=aigul())
    assert (known, known.bin) == (first, "250340900008")
    assert register_organisation(name="Лицей № 7", bin="250340900008", by=None) == first
    assert Organisation.objects.count() == 2


@pytest.mark.parametrize("fields", [{"name": "", "bin": "250340900008"}, {"name": "№ 7 лицей", "bin": "250340900009"}])
def test_a_school_without_a_name_or_with_a_wrong_bin_is_refused(fields: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        register_organisation(**fields, by=None)


def test_a_school_that_came_on_record_meanwhile_is_taken_as_it_is() -> None:
    theirs = register_organisation(name="№ 7 лицей", locality="Теміртау", by=None)
    mine = [
        Organisation(name="№ 8 мектеп", region="Қарағанды облысы"),
        Organisation(name="№ 7 лицей", locality="Теміртау"),
    ]
    register_organisations(mine, by=aigul())
    assert [Organisation.objects.get(pk=row.pk).name for row in mine] == ["№ 8 мектеп", "№ 7 лицей"]
    assert (mine[1], mine[0].history.count(), theirs.history.count()) == (theirs, 1, 1)
    make_person(organisation=mine[1])


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("number", [None, "250340900008"])
def test_two_lists_at_once_with_the_same_new_school_make_one(number: str | None) -> None:
    for n in range(4):
        found: list[Organisation] = []

        def register(found: list[Organisation] = found, n: int = n) -> None:
            found.append(register_organisation(name=f"№ {n} лицей", bin=number, by=None))

        assert at_once(register, register, register) == [""] * 3
        assert len(set(found)) == 1
        Organisation.objects.all().delete()


def test_two_schools_never_share_a_bin() -> None:
    register_organisation(name="№ 7 лицей", bin="250340900008", by=None)
    other = make_organisation()
    with pytest.raises(ValidationError):
        amend_organisation(other, by=None, bin="250340900008")


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Қазыбек", True),
        ("казыбек", True),
        ("qazybek", True),
        ("Kazybek aliya", True),
        ("әлия қазыбек", True),
        ("7503121", True),
        ("aliya@mek", True),
        ("Иванов", False),
        ("қазыбек иванов", False),
        ("0004", False),
        ("", True),
        ("!!!", False),
    ],
)
def test_a_search_finds_a_name_in_any_of_its_spellings(words: str, found: bool) -> None:
    person(email="aliya@mektep.example")
    assert Person.objects.search(words).exists() is found


def test_people_stand_in_the_kazakh_order() -> None:
    names = ["Ұлан", "Үміт", "Уәли", "Қанат", "Кәрім", "Әлия", "Асан", "Ізбасар", "Ерлан"]
    iins = [
        "750312190004", "881130290111", "920229290600", "750312101007", "750312101017", "750312101027", "750312101047",
        "750312101057", "750312101067",
    ]  # fmt: skip
    for iin, surname in zip(iins, names, strict=True):
        person(iin=iin, surname=surname)
    assert list(Person.objects.values_list("surname", flat=True)) == [
        "Асан", "Әлия", "Ерлан", "Кәрім", "Қанат", "Уәли", "Ұлан", "Үміт", "Ізбасар",
    ]  # fmt: skip


def test_an_address_of_two_is_nobodys_own() -> None:
    person(email="school@mektep.example")
    person(iin=OTHER, email="School@mektep.example")
    alone = person(iin="920229290600", email="alone@mektep.example")
    person(iin="750312101007")
    shared = {each.iin: vars(each)["email_is_shared"] for each in Person.objects.with_shared_email()}
    assert shared == {IIN: True, OTHER: True, alone.iin: False, "750312101007": False}
