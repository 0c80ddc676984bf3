"""The header of a list of people: which column is what, in Kazakh, Russian and English."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise
SCANNED_ROWS = 30


class Field(StrEnum):
    """What a column of a list can hold."""

    IIN = "iin"
    FULL_NAME = "full_name"
    SURNAME = "surname"
    GIVEN_NAME = "given_name"
    PATRONYMIC = "patronymic"
    ORGANISATION = "organisation"
    BIN = "bin"
    POSITION = "position"
    EMAIL = "email"
    PHONE = "phone"
    BIRTH_DATE = "birth_date"
    REGION = "region"
    LOCALITY = "locality"
    LANGUAGE = "language"
    PROJECT_TOPIC = "project_topic"

    @property
    def label(self) -> StrPromise:
        return LABELS[self]


LABELS: dict[Field, StrPromise] = {
    Field.IIN: _("IIN"),
    Field.FULL_NAME: _("Full name"),
    Field.SURNAME: _("Surname"),
    Field.GIVEN_NAME: _("Given name"),
    Field.PATRONYMIC: _("Patronymic"),
    Field.ORGANISATION: _("Organisation"),
    Field.BIN: _("BIN of the organisation"),
    Field.POSITION: _("Position"),
    Field.EMAIL: _("E-mail"),
    Field.PHONE: _("Phone"),
    Field.BIRTH_DATE: _("Date of birth"),
    Field.REGION: _("Region"),
    Field.LOCALITY: _("City or district"),
    Field.LANGUAGE: _("Language of instruction"),
    Field.PROJECT_TOPIC: _("Project topic"),
}

NAMES = frozenset({Field.FULL_NAME, Field.SURNAME})

# A whole heading, as people write it. What stands in brackets or after a slash is looked at apart.
EXACT: dict[Field, str] = {
    Field.IIN: "жсн|иин|iin|жеке сәйкестендіру нөмірі|индивидуальный идентификационный номер"
    "|individual identification number",
    Field.FULL_NAME: "аты жөні|аты жөнi|таә|т а ә|тегі аты әкесінің аты|тегі аты|фио|ф и о|фамилия имя отчество"
    "|фамилия имя|қатысушы|тыңдаушы|слушатель|участник|full name|name|participant",
    Field.SURNAME: "тегі|тегi|фамилия|фамилиясы|surname|last name|family name",
    Field.GIVEN_NAME: "аты|есімі|имя|first name|given name|given names|forename",
    Field.PATRONYMIC: "әкесінің аты|әкесiнiң аты|отчество|patronymic|middle name",
    Field.ORGANISATION: "ұйым|ұйымы|мектеп|мектебі|мекеме|мекемесі|білім беру ұйымы|жұмыс орны|жұмыс берушісі"
    "|организация|школа|место работы|работодатель|учреждение|оо|school|organisation|organization|employer|workplace"
    "|place of work",
    Field.BIN: "бсн|бин|bin|бизнес сәйкестендіру нөмірі|бизнес идентификационный номер|business identification number",
    Field.POSITION: "лауазымы|лауазым|қызметі|должность|position|job title|post",
    Field.EMAIL: "e mail|email|mail|почта|пошта|эл пошта|эл почта|электрондық пошта|электрондық поштасы"
    "|электронная почта|e mail address|электронный адрес|электрондық мекенжай",
    Field.PHONE: "телефон|телефоны|тел|ұялы телефон|ұялы телефоны|байланыс телефоны|мобильный телефон|сотовый телефон"
    "|контактный телефон|номер телефона|моб тел|сот тел|phone|mobile|mobile phone|phone number|telephone",
    Field.BIRTH_DATE: "туған күні|туған жылы|туған күні айы жылы|туылған күні|дата рождения|день рождения|др|д р"
    "|birth date|date of birth|birthday|dob",
    Field.REGION: "аймақ|облыс|облысы|аймағы|өңір|регион|область|region|oblast",
    Field.LOCALITY: "қала|аудан|қаласы|ауданы|қала аудан|аудан қала|елді мекен|елді мекені|город|район|город район"
    "|район город|населенный пункт|locality|city|town|district",
    Field.LANGUAGE: "оқыту тілі|тілі|тіл|язык|язык обучения|language|language of instruction",
    Field.PROJECT_TOPIC: "жоба тақырыбы|жобаның тақырыбы|тақырыбы|тема|тема проекта|тема работы|project topic|topic",
}
# Beginnings of words inside a longer heading («Мектептің толық атауы»); the first field that fits is taken.
WITHIN: tuple[tuple[Field, str], ...] = (
    (Field.IIN, "жсн|иин|iin"),
    (Field.BIN, "бсн|бин|bin"),
    (Field.EMAIL, "e mail|email|эл пошт|эл почт|электронн почт|электрондық пошт"),
    (Field.PHONE, "телефон|phone"),
    (Field.PROJECT_TOPIC, "жоба тақырып|жобаның тақырып|тем проект|project topic"),
    (Field.LANGUAGE, "оқыту тіл|оқу тіл|язык обучени|language"),
    (Field.BIRTH_DATE, "туған күн|дат рождени|birth"),
    (Field.PATRONYMIC, "әкесінің ат|отчеств"),
    (Field.FULL_NAME, "аты жөн|фио|фамилия имя|тегі аты|full name"),
    (Field.SURNAME, "фамили|тегі|surname"),
    (Field.POSITION, "лауазым|должност"),
    (Field.ORGANISATION, "ұйым|мектеп|мекеме|жұмыс орн|организаци|школ|мест работ|учреждени|school|organi"),
    (Field.REGION, "облыс|аймақ|област|регион|region"),
    (Field.LOCALITY, "аудан|қала|район|город|district"),
)
WHOLE = {phrase: field for field, phrases in EXACT.items() for phrase in phrases.split("|")}
BRACKETS = re.compile(r"[(\[].*?[)\]]")
# What only a row of data holds: a long number, an address.
DATA = re.compile(r"\d{5}|@")


@dataclass(frozen=True, slots=True)
class Header:
    """Where the header stands (index of its last row), what it says and what was understood."""

    last_row: int
    titles: tuple[str, ...]
    mapping: dict[int, Field]


def recognise(title: str) -> Field | None:
    """The field that a column's heading names, if it names one."""
    for words in (_words(BRACKETS.sub(" ", title)), _words(title), *map(_words, title.split("/"))):
        if words in WHOLE:
            return WHOLE[words]
    words = f" {_words(BRACKETS.sub(' ', title))}"
    for field, phrases in WITHIN:
        if any(_stands_in(phrase, words) for phrase in phrases.split("|")):
            return field
    return None


def find(rows: Sequence[Sequence[str]]) -> Header | None:
    """The header among the first rows of a sheet: the row, or two under one another, that names most columns."""
    best: Header | None = None
    for index, titles in enumerate(rows[:SCANNED_ROWS]):
        for header in (_header(index, titles), _header_of_two(rows, index)):
            if header and (best is None or len(header.mapping) > len(best.mapping)):
                best = header
    return best


def _header(last_row: int, titles: Sequence[str]) -> Header | None:
    if any(DATA.search(title) for title in titles):
        return None
    mapping: dict[int, Field] = {}
    for column, title in enumerate(titles):
        field = recognise(title) if title else None
        if field and field not in mapping.values():
            mapping[column] = field
    fields = set(mapping.values())
    if len(fields) < 2 or not fields & (NAMES | {Field.IIN}):
        return None
    return Header(last_row, tuple(titles), mapping)


def _header_of_two(rows: Sequence[Sequence[str]], index: int) -> Header | None:
    """A heading over several columns («Қатысушы» over «Тегі | Аты | Әкесінің аты») with the row below it."""
    if index + 1 >= len(rows):
        return None
    upper, lower = rows[index], rows[index + 1]
    if sum(recognise(title) is not None for title in lower if title) < 2:
        return None
    width = max(len(upper), len(lower))
    pairs = zip(_wide(upper, width), _wide(lower, width), strict=True)
    return _header(index + 1, [below or above for above, below in pairs])


def _wide(cells: Sequence[str], width: int) -> list[str]:
    return [*cells, *[""] * (width - len(cells))]


def _words(title: str) -> str:
    letters = re.sub(r"[^\w#№]+", " ", title.lower().replace("ё", "е")).strip()
    return " ".join(letters.split())


def _stands_in(phrase: str, words: str) -> bool:
    """Whether words begin, in this order and next to one another, as the words of the phrase do."""
    return re.search(r"\w* ".join(rf"\b{word}" for word in phrase.split()), words) is not None
