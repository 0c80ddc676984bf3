"""The country's days off as the `holidays` library knows them, named in the three languages. No database here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import holidays

# The library names them in Kazakh and English only.
RUSSIAN = {
    "New Year's Day": "Новый год",
    "Orthodox Christmas": "Православное Рождество",
    "International Women's Day": "Международный женский день",
    "Nowruz Holiday": "Наурыз мейрамы",
    "Kazakhstan's People Solidarity Holiday": "Праздник единства народа Казахстана",
    "Defender of the Fatherland Day": "День защитника Отечества",
    "Victory Day": "День Победы",
    "Capital Day": "День Столицы",
    "Constitution Day": "День Конституции",
    "Republic Day": "День Республики",
    "First President Day": "День Первого Президента",
    "Independence Day": "День Независимости",
    "Eid al-Adha": "Курбан-айт",
    "Day off": "Выходной день",
}
FOLLOWS = {"kk": "демалыс ауыстырылды", "ru": "перенос выходного", "en": "day off in lieu"}
ESTIMATED = {"kk": "күні нақтылануы мүмкін", "ru": "дата может быть уточнена", "en": "the date may be put right"}


@dataclass(frozen=True)
class Holiday:
    day: date
    kk: str
    ru: str
    en: str


@lru_cache(maxsize=32)
def holidays_of(year: int) -> tuple[Holiday, ...]:
    """The days off of a year in the order of the calendar; weekends are none of them."""
    kazakh, english = _named(year, "kk"), _named(year, "en_US")
    return tuple(_holiday(day, kazakh[day], english[day]) for day in sorted(english))


def _named(year: int, language: str) -> dict[date, str]:
    return dict(holidays.country_holidays("KZ", years=year, language=language))


def _holiday(day: date, kazakh: str, english: str) -> Holiday:
    # Two names may fall on one day; each may say in brackets that it is moved or estimated.
    plain = [each.partition(" (")[0] for each in english.split("; ")]
    names = {
        "kk": "; ".join(each.partition(" (")[0] for each in kazakh.split("; ")),
        "ru": "; ".join(RUSSIAN.get(each, each) for each in plain),
        "en": "; ".join(plain),
    }
    signs = (("observed", FOLLOWS), ("substituted", FOLLOWS), ("estimated", ESTIMATED))
    notes = [words for sign, words in signs if sign in english]
    said = {lang: ", ".join([name, *(note[lang] for note in notes)]) for lang, name in names.items()}
    return Holiday(day, **said)
