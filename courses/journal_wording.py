"""The words of an attendance journal in its three languages; a sign for each state, explained under the table."""

from __future__ import annotations

from dataclasses import dataclass

from people.written import PaperLanguage


@dataclass(frozen=True)
class Wording:
    title: str
    programme: str
    cohort: str
    dates: str
    trainer: str
    name: str
    hours: str
    total: str
    share: str
    part: str
    held: str
    day: str
    time: str
    kind: str
    module: str
    numbered: str
    present_n: str
    signature: str
    legend: str
    academic: str
    carried: str
    printed: str
    empty: str
    specimen_why: str
    signs: dict[str, str]
    signs_said: dict[str, str]
    kinds: dict[str, str]
    kinds_short: dict[str, str]
    left: dict[str, str]


WORDING: dict[PaperLanguage, Wording] = {
    "kk": Wording(
        title="Сабаққа қатысу журналы", programme="Бағдарлама", cohort="Топ", dates="Оқу мерзімі", trainer="Тренер",
        name="Тыңдаушы", hours="Сағат", total="Барлығы", share="Қатысуы, %", part="{first}–{last} сабақ, барлығы {all}",
        held="Өткізілген сабақтар", day="Күні", time="Уақыты", kind="Сабақ түрі", module="Модуль",
        numbered="{n}-модуль.", present_n="Қатысты", signature="қолы", legend="Белгілер",
        academic="Академиялық сағат — 45 минут. Пайыз қатысуы белгіленген сағаттардан есептеледі.",
        carried="ауыстыру кезінде есепке алынған сағат: {n}", printed="Басып шығарылған күні: {day}",
        empty="Әзірге бірде-бір сабақ өткен жоқ.", specimen_why="Үлгі: заңды күші жоқ",
        signs={"present": "+", "absent": "ж", "excused": "с"},
        signs_said={"present": "қатысты", "absent": "қатысқан жоқ", "excused": "себепті қатыспады"},
        kinds={"lecture": "дәріс", "practice": "практика", "self_study": "өзіндік жұмыс"},
        kinds_short={"lecture": "дәр.", "practice": "пр.", "self_study": "өз. ж."},
        left={"withdrawn": "өз еркімен шықты", "transferred": "ауыстырылды", "expelled": "шығарылды",
              "on_hold": "оқуы кідіртілді"},
    ),
    "ru": Wording(
        title="Журнал посещаемости", programme="Программа", cohort="Группа", dates="Срок обучения", trainer="Тренер",
        name="Слушатель", hours="Часы", total="Всего", share="Посещено, %", part="занятия {first}–{last} из {all}",
        held="Проведённые занятия", day="Дата", time="Время", kind="Вид занятия", module="Модуль",
        numbered="Модуль {n}.", present_n="Присутств.", signature="подпись", legend="Обозначения",
        academic="Академический час — 45 минут. Процент считается от часов с отмеченным посещением.",
        carried="часов зачтено при переводе: {n}", printed="Напечатано: {day}", empty="Занятий ещё не было.",
        specimen_why="Образец: юридической силы не имеет",
        signs={"present": "+", "absent": "н", "excused": "у"},
        signs_said={"present": "присутствует", "absent": "отсутствует", "excused": "отсутствует, причина уважительная"},
        kinds={"lecture": "лекция", "practice": "практика", "self_study": "самостоятельная работа"},
        kinds_short={"lecture": "лек.", "practice": "пр.", "self_study": "с. р."},
        left={"withdrawn": "выбытие по собственному желанию", "transferred": "перевод", "expelled": "отчисление",
              "on_hold": "обучение приостановлено"},
    ),
    "en": Wording(
        title="Attendance journal", programme="Programme", cohort="Cohort", dates="Period of study", trainer="Trainer",
        name="Participant", hours="Hours", total="Total", share="Attended, %", part="sessions {first}–{last} of {all}",
        held="Sessions held", day="Date", time="Time", kind="Kind of hours", module="Module", numbered="Module {n}.",
        present_n="Present", signature="signature", legend="Signs",
        academic="An academic hour is 45 minutes. The percentage is of the hours for which attendance is marked.",
        carried="hours credited on transfer: {n}", printed="Printed on {day}", empty="No session has been held yet.",
        specimen_why="Specimen: of no legal force",
        signs={"present": "+", "absent": "a", "excused": "e"},
        signs_said={"present": "present", "absent": "absent", "excused": "absent with a reason"},
        kinds={"lecture": "lecture", "practice": "practice", "self_study": "self-study"},
        kinds_short={"lecture": "lect.", "practice": "pract.", "self_study": "self"},
        left={"withdrawn": "withdrawn", "transferred": "transferred", "expelled": "expelled", "on_hold": "on hold"},
    ),
}  # fmt: skip
