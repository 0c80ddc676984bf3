"""One row of a list being read, field by field, and what is found wrong on the way."""

import re
from collections.abc import Mapping
from datetime import date

from courses import cells
from courses.headers import Field
from courses.listed import RowCheck, Values
from courses.problems import Level, Problem
from courses.sheets import Row
from people import iin, names
from people.alphabet import tidy

NOT_IN_A_NAME = re.compile(r"[^\w\s'.-]|[\d_]")
LIMITS = {
    Field.SURNAME: 100, Field.GIVEN_NAME: 100, Field.PATRONYMIC: 100, Field.ORGANISATION: 300, Field.POSITION: 200,
    Field.REGION: 100, Field.LOCALITY: 150, Field.PROJECT_TOPIC: 400, Field.EMAIL: 254,
}  # fmt: skip
CLEANED = frozenset({Field.ORGANISATION, Field.LOCALITY, Field.POSITION})
NAME_FIELDS = (Field.SURNAME, Field.GIVEN_NAME, Field.PATRONYMIC)
REQUIRED = frozenset({Field.IIN, Field.SURNAME, Field.GIVEN_NAME, Field.FULL_NAME, Field.ORGANISATION})

# How people write that there is nothing to write.
BLANKS = frozenset({"-", "–", "—", "жоқ", "нет", "н/д", "none", "n/a", "no"})


class Reading:
    """One row being read: its cells by field, and the problems found so far."""

    def __init__(self, row: Row, mapping: Mapping[int, Field]) -> None:
        self.problems: list[Problem] = []
        self.texts = {field_: tidy(row.cell(column)) for column, field_ in mapping.items()}
        for field_ in list(self.texts):
            self._drop_what_is_no_value(field_)

    def add(self, level: Level, code: str, field_: Field | None = None, **params: str) -> None:
        self.problems.append(Problem(level, code, field_, params))

    def take(self, field_: Field) -> str:
        text = self.texts.get(field_, "")
        if field_ in CLEANED:
            text = names.clean(text)
        limit = LIMITS.get(field_)
        if limit and len(text) > limit:
            self.add(Level.ERROR if field_ in REQUIRED else Level.WARNING, "too_long", field_, limit=str(limit))
        return text[:limit] if limit else text

    def _drop_what_is_no_value(self, field_: Field) -> None:
        text = self.texts[field_]
        if text.lower() in BLANKS:
            self.texts[field_] = ""
            return
        level = Level.ERROR if field_ in REQUIRED else Level.WARNING
        if cells.is_formula(text):
            self.add(level, "formula", field_)
        elif cells.is_error_value(text):
            self.add(level, "error_value", field_, value=text)
        else:
            return
        self.texts[field_] = ""


def read_row(row: Row, mapping: Mapping[int, Field], *, today: date, as_typed: bool) -> RowCheck:
    """What a row says of a person; with `as_typed` the name stays as it was typed, whatever is suggested."""
    reading = Reading(row, mapping)
    name = _read_name(reading)
    taken = name if as_typed else names.suggest(name)
    number = _read_iin(reading)
    values = Values(
        iin=number,
        surname=taken.surname,
        given_name=taken.given_name,
        patronymic=taken.patronymic,
        organisation=reading.take(Field.ORGANISATION),
        bin=_read_bin(reading),
        position=reading.take(Field.POSITION),
        email=_read_or_warn(reading, Field.EMAIL, cells.read_email(reading.take(Field.EMAIL)), "email_invalid"),
        phone=_read_or_warn(reading, Field.PHONE, cells.read_phone(reading.take(Field.PHONE)), "phone_unclear"),
        birth_date=_read_birth_date(reading, number, today=today),
        region=reading.take(Field.REGION),
        locality=reading.take(Field.LOCALITY),
        language=_read_or_warn(
            reading, Field.LANGUAGE, cells.read_language(reading.take(Field.LANGUAGE)), "language_unclear"
        ),
        project_topic=reading.take(Field.PROJECT_TOPIC),
    )
    typed = str(name) if str(name) != values.full_name else ""
    return RowCheck(row.number, row.cells, values, tuple(reading.problems), name_as_typed=typed)


def _parts(name: names.Name) -> tuple[str, str, str]:
    return name.surname, name.given_name, name.patronymic


def _read_name(reading: Reading) -> names.Name:
    """The name as typed, from one column or from three; where both are there, the three are believed."""
    whole = names.split(reading.texts.get(Field.FULL_NAME, ""))
    typed = (names.clean(reading.texts.get(field_, "")) for field_ in NAME_FIELDS)
    name = names.Name(*(part or other for part, other in zip(typed, _parts(whole), strict=True)))
    for field_, part in zip(NAME_FIELDS, _parts(name), strict=True):
        if len(part) > LIMITS[field_]:
            reading.add(Level.ERROR, "too_long", field_, limit=str(LIMITS[field_]))
    if names.is_initials(name.given_name):
        reading.add(Level.ERROR, "initials", Field.GIVEN_NAME)
    _look_at_letters(reading, name)
    return name


def _look_at_letters(reading: Reading, name: names.Name) -> None:
    text, suggested = str(name), str(names.suggest(name))
    if "?" in text or "\ufffd" in text:
        reading.add(Level.ERROR, "letters_lost", Field.SURNAME)
    elif odd := "".join(dict.fromkeys([*NOT_IN_A_NAME.findall(text), *names.mixed_in(suggested)])):
        reading.add(Level.WARNING, "name_characters", Field.SURNAME, letters=odd)
    if letters := names.look_alikes(text):
        reading.add(Level.WARNING, "look_alikes", Field.SURNAME, letters=", ".join(letters), suggested=suggested)
    elif suggested != text:
        reading.add(Level.NOTE, "capitals", Field.SURNAME, suggested=suggested)


def _read_iin(reading: Reading) -> str:
    text = reading.texts.get(Field.IIN, "")
    if not text:
        return ""
    number = iin.read_iin(text)
    if number.flaw:
        reading.add(Level.ERROR, "iin_flaw", Field.IIN, flaw=number.flaw)
    elif number.restored:
        reading.add(Level.WARNING, "zero_restored", Field.IIN)
    return number.digits


def _read_bin(reading: Reading) -> str:
    text = reading.texts.get(Field.BIN, "")
    if not text:
        return ""
    number = iin.read_bin(text)
    if number.flaw:
        reading.add(Level.WARNING, "bin_flaw", Field.BIN, flaw=number.flaw)
        return ""
    return number.digits


def _read_birth_date(reading: Reading, number: str, *, today: date) -> date | None:
    from_iin = iin.birth_date(number) if iin.flaw_in_iin(number) is None else None
    text = reading.texts.get(Field.BIRTH_DATE, "")
    if not text:
        return from_iin
    read = cells.read_date(text, today=today)
    if read is None:
        reading.add(Level.WARNING, "birth_date_unclear", Field.BIRTH_DATE, value=text)
        return from_iin
    if from_iin and read != from_iin:
        reading.add(Level.WARNING, "birth_date_differs", Field.BIRTH_DATE, date=f"{read:%d.%m.%Y}")
    return read


def _read_or_warn(reading: Reading, field_: Field, value: str | None, code: str) -> str:
    if value is None and (text := reading.texts.get(field_, "")):
        reading.add(Level.WARNING, code, field_, value=text)
    return value or ""
