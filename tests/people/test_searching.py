"""A search by beginnings is a range of an index on either database, and the words follow every name."""

from __future__ import annotations

import importlib

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection

from people import indexing
from people.alphabet import MOST_READINGS, readings
from people.models import Organisation, Person, SearchWord
from people.names import kazakh_key
from people.registering import (
    amend_organisation,
    amend_person,
    register_organisation,
    register_organisations,
    register_people,
    register_person,
)
from tests.cast import iin, make_person

pytestmark = pytest.mark.django_db
IIN = "881130290111"


def words(person: Person) -> set[str]:
    return set(person.search_words.values_list("word", flat=True))


def someone(**fields: object) -> Person:
    values = {"iin": IIN, "surname": "Қазыбек", "given_name": "Нұр-Сұлтан", "by": None, **fields}
    return register_person(**values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("қазыбек", True),
        ("казыбек", True),
        ("qazybek", True),
        ("kazybek", True),
        ("ҚАЗ", True),
        ("зыбек", False),
        ("нұр", True),
        ("сұлтан қаз", True),
        ("нұр-сұл", True),
        ("нұр басқа", False),
        (IIN[:5], True),
        (IIN[2:7], False),
        ("AIGUL.K", True),
        ("aigul.k@", True),
        ("mektep.example", False),
        ("Қ.Н.", True),
        ("Қ.Б.", False),
        ("%", False),
        ("қаз%", True),
        ("k_z", False),
    ],
)
def test_a_search_is_by_beginnings_in_any_spelling(typed: str, found: bool) -> None:
    someone(email="aigul.k@mektep.example")
    make_person(surname="Басқа")
    assert Person.objects.search(typed).exists() is found


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Асхат", "Askhat Ashat Асхат асх Asxat"),
        ("Исхаков", "Iskhakov Ishakov Исхак"),
        ("Алексей", "Alexey Aleksey Alexei Алексей Алек Alex"),
        ("Алексеев", "Alexeyev Alekseev"),
        ("Максат", "Maxat Maksat Maqsat мақ"),
        ("Ахмет", "Axmet Akhmet Ahmet"),
        ("Хасан", "Xasan Khasan Hasan Һасан"),
        ("Бекхожин", "Bekkhozhin Bekhozhin"),
        ("Шоқан", "Shokan Şoqan Shoqan"),
        ("Щербакова", "Shcherbakova Sherbakova"),
        ("Сейтсұлтан", "Seitsultan Seytsultan"),
        ("Майоров", "Mayorov Maiorov"),
        ("Юлия", "Yuliya Julia"),
        ("Жүсіп", "Jusip Zhusip Zhüsip"),
        ("Уәлиханов", "Walikhanov Ualikhanov"),
        ("Джамал", "Dzhamal Djamal"),
        ("Askhat", "Асхат Ashat"),
        ("Xasan", "Хасан Hasan Xasan"),
        ("Alexey", "Алексей Alexei"),
        ("Shokan", "Шоқан Shoqan"),
    ],
)
def test_a_name_is_found_in_whatever_letters_it_is_typed(name: str, typed: str) -> None:
    someone(surname=name)
    make_person(surname="Басқа")
    found = {word: list(Person.objects.search(word).values_list("surname", flat=True)) for word in typed.split()}
    assert found == {word: [name] for word in typed.split()}


def test_a_school_is_found_in_latin_letters_as_well() -> None:
    school = register_organisation(name="Алексеевка орта мектебі", locality="Ақсу", by=None)
    for typed in ("Alexeevka", "aleksee aksu", "axu"):
        assert list(Organisation.objects.search(typed)) == [school], typed


def test_a_word_of_many_ambiguous_letters_asks_for_a_few_readings_only() -> None:
    assert len(readings("xshkh" * 40)[0]) == MOST_READINGS
    assert not Person.objects.search("xshkh" * 40).exists()


def test_the_words_follow_the_name() -> None:
    person = someone()
    assert words(person) == {"kazibek", "nur", "sultan"}
    amend_person(person, by=None, phone="+7 701 000 00 00")
    kept = SearchWord.objects.get(person=person, word="nur").pk
    amend_person(person, by=None, surname="Әшімова")
    assert words(person) == {"awimova", "nur", "sultan"}
    assert SearchWord.objects.get(person=person, word="nur").pk == kept


def test_people_of_a_list_are_found_as_well() -> None:
    listed = [Person(iin=iin(n), surname=surname, given_name="Әлия") for n, surname in enumerate(["Ахмет", "Мұқан"], 1)]
    register_people(listed, by=None)
    assert [person.surname for person in Person.objects.search("мука")] == ["Мұқан"]
    assert words(Person.objects.get(iin=iin(1))) == {"ahmet", "alia"}


def test_a_long_name_is_found_by_as_much_of_it_as_the_column_holds() -> None:
    person = someone(surname="Ю" + "ща" * 49)
    assert Person.objects.search(person.surname).get() == person
    assert max(map(len, words(person))) <= indexing.LONGEST


def test_rows_from_before_the_words_are_filled_by_the_migration_and_by_the_command() -> None:
    person = someone()
    school = Organisation.objects.create(name="№ 7 лицей", locality="Абай")
    SearchWord.objects.all().delete()
    # What an older spelling of the sounds has left behind.
    Person.objects.filter(pk=person.pk).update(search_key="qazybek nur")
    SearchWord.objects.create(person=person, word="qazybek")
    importlib.import_module("people.migrations.0003_search_words").fill(apps, None)
    school.refresh_from_db()
    person.refresh_from_db()
    assert person.search_key == "kazibek nur sultan"
    assert school.name_key < kazakh_key("№ 0010")
    assert (words(person), school.search_key) == ({"kazibek", "nur", "sultan"}, "7 lisei abai")
    Person.objects.filter(pk=person.pk).update(search_key="", name_key="")
    call_command("index_people", verbosity=0)
    person.refresh_from_db()
    assert (words(person), person.search_key) == ({"kazibek", "nur", "sultan"}, "kazibek nur sultan")


@pytest.mark.parametrize(
    ("typed", "index"),
    [
        ("қазыбек", "search_word"),
        ("нұр қазы", "search_word"),
        ("askhat alexey", "search_word"),
        ("750312", "iin"),
        ("aigul@", "email"),
    ],
)
def test_a_search_never_walks_through_the_register(typed: str, index: str) -> None:
    people = [Person(iin=f"{n:012d}", surname=f"А{n}", given_name="Б", email=f"{n}@x.example") for n in range(2_000)]
    for person in people:
        indexing.key_person(person)
    Person.objects.bulk_create(people)
    indexing.index(people)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    for found in (Person.objects.search(typed), Person.objects.current().on_search(typed)):
        plan = found.order_by().values("pk").explain()
        assert index in plan or (index == "iin" and "sqlite_autoindex_people_person_1" in plan), plan
        walked = {"sqlite": "SCAN people_person", "postgresql": "Seq Scan on people_person"}[connection.vendor]
        assert walked not in plan, plan


def test_a_school_is_found_by_any_part_of_name_town_and_number() -> None:
    school = register_organisation(name="Абай атындағы № 7 лицей", locality="Теміртау", bin="250340900008", by=None)
    register_organisations([Organisation(name="№ 8 мектеп", locality="Абай")], by=None)
    for typed in ("лицей", "temirtau", "атын 7", "2503409"):
        assert list(Organisation.objects.search(typed)) == [school], typed
    assert Organisation.objects.search("абай").count() == 2
    assert not Organisation.objects.search("!!!").exists()
    amend_organisation(school, by=None, name="№ 70 гимназия")
    assert not Organisation.objects.search("лицей").exists()
