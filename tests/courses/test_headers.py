import pytest

from courses import headers
from courses.headers import Field


@pytest.mark.parametrize(
    ("field", "titles"),
    [
        (Field.IIN, "ЖСН|ИИН*|IIN|ИИН / ЖСН|Жеке сәйкестендіру нөмірі|ИИН участника|iin (12 digits)"),
        (Field.FULL_NAME, "Аты-жөні|Т.А.Ә.|ФИО|Ф.И.О.|Full name|Директордың аты-жөні|Тегі, аты, әкесінің аты (толық)|"
                          "ФИО участника|Аты жөні / ФИО|Фамилия, имя, отчество"),
        (Field.SURNAME, "Тегі|Фамилия|Surname|ФАМИЛИЯ (по удостоверению)|Last name"),
        (Field.GIVEN_NAME, "Аты|Имя|First name|Аты / Имя|Given name"),
        (Field.PATRONYMIC, "Әкесінің аты|Отчество|Patronymic|Әкесінің аты (бар болса)|Отчество (при наличии)"),
        (Field.ORGANISATION, "Ұйым|Мектеп|Жұмыс орны|Организация|Школа|Место работы|School|Organisation|Organization|"
                             "Мектептің толық атауы|Наименование организации образования|Мектептің аты"),
        (Field.BIN, "БСН|БИН|BIN|БИН организации|Мектептің БСН-і"),
        (Field.POSITION, "Лауазымы|Должность|Position"),
        (Field.PHONE, "Телефон|Ұялы телефоны|Phone|Контактный телефон|Телефон нөмірі"),
        (Field.EMAIL, "E-mail|Эл. пошта|Электронная почта|email|Электрондық пошта|Пошта"),
        (Field.BIRTH_DATE, "Туған күні|Дата рождения|Birth date|Date of birth|Туған күні, айы, жылы"),
        (Field.REGION, "Аймақ, облыс|Облыс|Регион|Region|Область"),
        (Field.LOCALITY, "Қала, аудан|Город, район|Locality|Қала/аудан|Населённый пункт"),
        (Field.LANGUAGE, "Оқыту тілі|Язык обучения|Language"),
        (Field.PROJECT_TOPIC, "Жоба тақырыбы|Тема проекта|Project topic"),
        (None, "№|№ п/п|р/с|Ескерту|Примечание|Қолы|Туған жері|"),
    ],
)  # fmt: skip
def test_a_heading_is_recognised_in_three_languages(field: Field | None, titles: str) -> None:
    assert {title: headers.recognise(title) for title in titles.split("|")} == dict.fromkeys(titles.split("|"), field)


def test_every_field_has_a_label_and_a_heading_that_names_it() -> None:
    assert set(headers.LABELS) == set(headers.EXACT) == set(Field)


def test_the_fullest_row_is_the_header_and_the_first_of_two_equal_columns_counts() -> None:
    rows = [("Мектеп басшылары, облыс бойынша",), ("ЖСН", "Аты-жөні", "Телефон", "Телефон"), ("1", "2", "3", "4")]
    header = headers.find(rows)
    assert header is not None
    assert (header.last_row, header.mapping) == (1, {0: Field.IIN, 1: Field.FULL_NAME, 2: Field.PHONE})


@pytest.mark.parametrize(
    "row",
    [
        ("Мектеп", "Облыс"),  # names nobody
        ("ЖСН",),  # one column is no table
        ("Ахметов Асан", "750312190004", "№ 7 мектеп", "Қарағанды облысы"),  # a person
        ("ФИО", "Мектеп", "a@mektep.example"),
    ],
)
def test_a_row_that_could_be_anything_else_is_no_header(row: tuple[str, ...]) -> None:
    assert headers.find([row]) is None
