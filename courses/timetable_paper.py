"""The timetable of a cohort as a PDF, made from its snapshot alone."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any, TypedDict

from django.template.loader import render_to_string

from people.paper import render_pdf
from people.written import NO_BREAK, PaperLanguage, Words, as_date, date_in_digits, office, range_in_digits

Context = dict[str, Any]


class Row(TypedDict):
    day: str
    begins: str
    ends: str
    kind: str
    hours: int
    place: str  # of the module: "3", or "" for what has no number
    title: Words
    trainer: str
    room: str
    link: str


class Head(TypedDict):
    name: str
    capacity: Words
    acting: bool


class TimetableSnapshot(TypedDict):
    language: PaperLanguage
    specimen: bool
    printed_on: str
    provider: Words
    city: Words
    programme: Words
    cohort: str
    first: str
    last: str
    head: Head
    rows: list[Row]


@dataclass(frozen=True)
class Wording:
    title: str
    approve: str
    signature: str
    programme: str
    cohort: str
    dates: str
    time: str
    kind: str
    module: str
    hours: str
    trainer: str
    room: str
    numbered: str
    total: str
    a_day: str
    academic: str
    printed: str
    empty: str
    specimen_why: str
    kinds: dict[str, str]
    weekdays: tuple[str, ...]


WORDING: dict[PaperLanguage, Wording] = {
    "kk": Wording(
        title="Сабақ кестесі", approve="Бекітемін", signature="қолы, күні", programme="Бағдарлама", cohort="Топ",
        dates="Оқу мерзімі", time="Уақыты", kind="Сабақ түрі", module="Модуль", hours="Сағат", trainer="Тренер",
        room="Кабинет, сілтеме", numbered="{n}-модуль.", total="Барлығы", a_day="{n} сағат",
        academic="Академиялық сағат — 45 минут.", printed="Басып шығарылған күні: {day}",
        empty="Кестеде әзірге сабақ жоқ.", specimen_why="Үлгі: заңды күші жоқ",
        kinds={"lecture": "дәріс", "practice": "практика", "self_study": "өзіндік жұмыс"},
        weekdays=("дүйсенбі", "сейсенбі", "сәрсенбі", "бейсенбі", "жұма", "сенбі", "жексенбі"),
    ),
    "ru": Wording(
        title="Расписание занятий", approve="Утверждаю", signature="подпись, дата", programme="Программа",
        cohort="Группа", dates="Срок обучения", time="Время", kind="Вид занятия", module="Модуль", hours="Часы",
        trainer="Тренер", room="Кабинет, ссылка", numbered="Модуль {n}.", total="Всего", a_day="часов: {n}",
        academic="Академический час — 45 минут.", printed="Напечатано: {day}", empty="В расписании пока нет занятий.",
        specimen_why="Образец: юридической силы не имеет",
        kinds={"lecture": "лекция", "practice": "практика", "self_study": "самостоятельная работа"},
        weekdays=("понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье"),
    ),
    "en": Wording(
        title="Timetable", approve="Approved", signature="signature, date", programme="Programme", cohort="Cohort",
        dates="Period of study", time="Time", kind="Kind of hours", module="Module", hours="Hours", trainer="Trainer",
        room="Room, link", numbered="Module {n}.", total="Total", a_day="hours: {n}",
        academic="An academic hour is 45 minutes.", printed="Printed on {day}", empty="The timetable is empty so far.",
        specimen_why="Specimen: of no legal force",
        kinds={"lecture": "lecture", "practice": "practice", "self_study": "self-study"},
        weekdays=("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    ),
}  # fmt: skip


def timetable_pdf(snapshot: TimetableSnapshot) -> bytes:
    """A4 upright, as many pages as it takes, numbered "1 / 3". Raises PaperUnavailable."""
    return render_pdf(timetable_html(snapshot), stylesheet=_stylesheet())


def timetable_html(snapshot: TimetableSnapshot) -> str:
    """The same as HTML."""
    lang = snapshot["language"]
    wording, head = WORDING[lang], snapshot["head"]
    # A link is long, and often the same all along: rows carry its number, the foot of the table the link itself.
    links = {link: n for n, link in enumerate(dict.fromkeys(row["link"] for row in snapshot["rows"] if row["link"]), 1)}
    opening, closing = "“”" if lang == "en" else "«»"
    context = {
        "lang": lang,
        "w": wording,
        "created": snapshot["printed_on"],
        "page_title": f"{wording.title}: {snapshot['cohort']}",
        "provider": snapshot["provider"][lang],
        "city": snapshot["city"][lang],
        "facts": [
            (wording.programme, f"{opening}{snapshot['programme'][lang]}{closing}"),
            (wording.cohort, snapshot["cohort"]),
            (wording.dates, range_in_digits(snapshot["first"], snapshot["last"])),
        ],
        "head_office": office(head["capacity"], lang, acting=head["acting"]),
        "head_name": head["name"],
        "days": [
            _day(day, [_row(row, wording, lang, links) for row in rows], wording)
            for day, rows in groupby(snapshot["rows"], itemgetter("day"))
        ],
        "links": [(n, link) for link, n in links.items()],
        "totals": _totals(snapshot["rows"], wording),
        "printed": wording.printed.format(day=date_in_digits(snapshot["printed_on"])),
        "void": wording.specimen_why if snapshot["specimen"] else "",
    }
    return render_to_string("courses/paper/timetable.html", context)


@lru_cache
def _stylesheet() -> str:
    return Path(__file__).with_name("timetable_paper.css").read_text(encoding="utf-8")


def _day(day: str, rows: list[Context], wording: Wording) -> Context:
    return {
        "date": date_in_digits(day),
        "weekday": wording.weekdays[as_date(day).weekday()],
        "hours": wording.a_day.format(n=sum(row["hours"] for row in rows)).replace(" ", NO_BREAK),
        "rows": rows,
    }


def _row(row: Row, wording: Wording, lang: PaperLanguage, links: dict[str, int]) -> Context:
    number = wording.numbered.format(n=row["place"]).replace(" ", NO_BREAK) if row["place"] else ""
    return {
        **row,
        "kind": wording.kinds[row["kind"]],
        "number": number,
        "title": row["title"][lang],
        "link": links.get(row["link"], ""),
    }


def _totals(rows: list[Row], wording: Wording) -> list[tuple[str, int]]:
    """Hours of each kind that occurs, and of all."""
    sums = {kind: sum(row["hours"] for row in rows if row["kind"] == kind) for kind in wording.kinds}
    said = [(wording.kinds[kind], hours) for kind, hours in sums.items() if hours]
    return [*said, (wording.total.lower(), sum(sums.values()))]
