"""Words and figures as paper prints them, in the language of the paper (not of whoever looks at the screen)."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Literal, TypedDict

PaperLanguage = Literal["kk", "ru", "en"]


class Words(TypedDict):
    """The same thing said in the three languages."""

    kk: str
    ru: str
    en: str


# The months in the cases that dates need; Kazakh ones by what follows or precedes them.
_CASES = {
    "kk": "қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан",
    "kk to": "қаңтарға ақпанға наурызға сәуірге мамырға маусымға "
    "шілдеге тамызға қыркүйекке қазанға қарашаға желтоқсанға",
    "kk on": "қаңтарда ақпанда наурызда сәуірде мамырда маусымда "
    "шілдеде тамызда қыркүйекте қазанда қарашада желтоқсанда",
    "kk of": "қаңтардағы ақпандағы наурыздағы сәуірдегі мамырдағы маусымдағы "
    "шілдедегі тамыздағы қыркүйектегі қазандағы қарашадағы желтоқсандағы",
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "en": "January February March April May June July August September October November December",
}
_MONTHS = {case: names.split() for case, names in _CASES.items()}

NO_BREAK = "\u00a0"
DAYS = 8192  # that recur on millions of documents, in each language


def as_date(day: date | str) -> date:
    """A date, or one written as 2026-10-23 (as snapshots keep it)."""
    return day if isinstance(day, date) else date.fromisoformat(day)


@lru_cache(maxsize=DAYS)
def date_in_words(day: date | str, language: PaperLanguage) -> str:
    """2026 жылғы 23 қазан · 23 октября 2026 года · 23 October 2026."""
    return _in_words(as_date(day), language, "kk")


@lru_cache(maxsize=DAYS)
def date_until(day: date | str, language: PaperLanguage) -> str:
    """The last day, itself included: 2029 жылғы 23 қазанға дейін · по 23 октября 2029 года · until 23 October 2029."""
    words = _in_words(as_date(day), language, "kk to")
    return {"kk": f"{words} дейін", "ru": f"по {words}", "en": f"until {words}"}[language]


@lru_cache(maxsize=DAYS)
def date_on(day: date | str, language: PaperLanguage) -> str:
    """The day on which something happened: 2026 жылғы 12 қарашада · 12 ноября 2026 года · on 12 November 2026."""
    words = _in_words(as_date(day), language, "kk on")
    return f"on {words}" if language == "en" else words


def date_of_paper(day: date | str, language: PaperLanguage) -> str:
    """The date as it stands before a paper it belongs to: 2026 жылғы 23 қазандағы · от 23 октября 2026 года."""
    words = _in_words(as_date(day), language, "kk of")
    return {"kk": words, "ru": f"от {words}", "en": f"of {words}"}[language]


def date_in_digits(day: date | str) -> str:
    """23.10.2026, for tables and ranges."""
    day = as_date(day)
    return f"{day.day:02}.{day.month:02}.{day.year}"


@lru_cache(maxsize=DAYS)
def range_in_digits(first: date | str, last: date | str) -> str:
    """05.10.2026 – 23.10.2026."""
    return f"{date_in_digits(first)}{NO_BREAK}– {date_in_digits(last)}"


def figure(value: str | int | Decimal, language: PaperLanguage, places: int | None = None) -> str:
    """A decimal as the language writes it: 18,5 in Kazakh and Russian, 18.5 in English.

    Without `places` idle zeros are dropped; with it the value must already have no more digits than that.
    """
    number = Decimal(value)
    text = f"{number:f}" if places is None else f"{number:.{places}f}"
    if places is None and "." in text:
        text = text.rstrip("0").rstrip(".")
    return text if language == "en" else text.replace(".", ",")


def decimals(values: list[str]) -> int:
    """How many decimals a column of these figures needs (0, 1 or 2), so that it lines up."""
    return max((len(figure(value, "en").partition(".")[2]) for value in values), default=0)


def in_points(value: str | Decimal, language: PaperLanguage, places: int | None = None) -> str:
    """Points rounded half-up to at most two decimals, as they are shown everywhere; idle zeros dropped or kept."""
    return figure(Decimal(value).quantize(Decimal("0.01"), ROUND_HALF_UP), language, places)


def office(capacity: Words, language: PaperLanguage, *, acting: bool) -> str:
    """The office of whoever signs; that it is held for the head is said, and said once."""
    said, (words, template) = capacity[language], _ACTING[language]
    if not said or not acting or any(word in said.lower() for word in words):
        return said
    return template.format(said)


_ACTING: dict[PaperLanguage, tuple[tuple[str, ...], str]] = {
    "kk": (("атқарушы", "м.а.", "м. а."), "{} (міндетін атқарушы)"),
    "ru": (("исполняющ", "и.о.", "и. о.", "врио"), "{} (исполняющий обязанности)"),
    "en": (("acting",), "{} (acting)"),
}


def _in_words(day: date, language: PaperLanguage, kazakh_case: str) -> str:
    month = _MONTHS[kazakh_case if language == "kk" else language][day.month - 1]
    if language == "kk":
        return f"{day.year}{NO_BREAK}жылғы {day.day}{NO_BREAK}{month}"
    if language == "ru":
        return f"{day.day}{NO_BREAK}{month} {day.year}{NO_BREAK}года"
    return f"{day.day}{NO_BREAK}{month} {day.year}"
