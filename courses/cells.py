"""What the cells of a list mean: dates, telephones, addresses, languages. An unclear cell is None, not a guess."""

import re
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

# Day 0 of a spreadsheet's calendar, so chosen that days from 1 March 1900 on are right.
SERIAL_EPOCH = date(1899, 12, 30)
# From 1908: a bare year, such as 1975, is no number of a day.
SERIALS = range(3_000, 60_000)
ISO = re.compile(r"^(\d{4})[-./](\d{1,2})[-./](\d{1,2})(?:[T ].*)?$")
DAY_FIRST = re.compile(r"^(\d{1,2})[-./ ](\d{1,2})[-./ ](\d{4}|\d{2})(?: ?(?:г|ж|г\.|ж\.))?$")
YOUNGEST = 14
SEPARATED = re.compile(r"[,;\n]|\s{2,}|\s(?=\+)|\s/\s")
ERROR_VALUE = re.compile(
    r"^#(?:REF|N/A|NAME|VALUE|DIV/0|NUM|NULL|ССЫЛКА|Н/Д|ИМЯ|ЗНАЧ|ДЕЛ/0|ЧИСЛО|ПУСТО)[!?]?$|^Err:\d+$"
)
LANGUAGES = {
    "kk": ("kk", "kaz", "қаз", "қазақша", "қазақ", "каз", "казахский", "казахск", "kazakh"),
    "ru": ("ru", "rus", "орыс", "орысша", "рус", "русский", "русск", "russian"),
    "en": ("en", "eng", "ағылшын", "ағылшынша", "англ", "английский", "english"),
}


def read_date(text: str, *, today: date) -> date | None:
    """A date as Excel, ISO or people write it; None where it is none."""
    if match := ISO.match(text):
        return _date(*map(int, match.groups()))
    if match := DAY_FIRST.match(text):
        day, month, year = (int(part) for part in match.groups())
        if year < 100:
            year += 1900 if year > (today.year - YOUNGEST) % 100 else 2000
        return _date(year, month, day) or _date(year, day, month)
    if text.isdecimal() and int(text) in SERIALS:
        return SERIAL_EPOCH + timedelta(days=int(text))
    return None


def read_phone(text: str) -> str | None:
    """The first telephone number of the cell as +77011234567; None where there is none."""
    first = next((part for part in SEPARATED.split(text) if part.strip()), "")
    digits = re.sub(r"\D", "", re.sub(r"\.0$", "", first))
    if first.strip().startswith("+") and not digits.startswith(("7", "8")):
        return f"+{digits}" if 10 <= len(digits) <= 15 else None
    if len(digits) == 11 and digits[0] in "78":
        return f"+7{digits[1:]}"
    return f"+7{digits}" if len(digits) == 10 else None


def read_email(text: str) -> str | None:
    """The first address of the cell, in small letters; None where it is none."""
    first = next((part for part in re.split(r"[,;\s]+", text.lower().strip().removeprefix("mailto:")) if part), "")
    address = first.strip("<>.")
    try:
        validate_email(address)
    except ValidationError:
        return None
    return address


def read_language(text: str) -> str | None:
    """kk, ru or en for the name of a language in any of them; None for others."""
    word = text.lower().strip(" .")
    for code, names in LANGUAGES.items():
        if any(word == name or word.startswith(f"{name} ") for name in names):
            return code
    return None


def is_formula(text: str) -> bool:
    return text.startswith("=")


def is_error_value(text: str) -> bool:
    """Whether the cell shows an error of the spreadsheet, such as #REF! or #Н/Д."""
    return bool(ERROR_VALUE.match(text))


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
