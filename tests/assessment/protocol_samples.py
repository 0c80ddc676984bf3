"""A protocol snapshot of a day, for tests of the paper. Everybody in it is made up."""

from copy import deepcopy
from decimal import Decimal
from typing import Any, cast

from assessment.protocol_paper import ProtocolSnapshot
from people.written import Words


def words(kk: str, ru: str, en: str) -> Words:
    return {"kk": kk, "ru": ru, "en": en}


CRITERIA = [
    (words("Теориялық материалды игеру", "Освоение теоретического материала", "Command of the theory"), "20"),
    (words("Басқару кейстері", "Управленческие кейсы", "Management cases"), "25"),
    (words("Аналитикалық және өзіндік тапсырмалар", "Аналитические и самостоятельные задания", "Tasks"), "15"),
    (
        words(
            "Қорытынды басқару жобасының сапасы (құрылымы, логикасы, шешімдерді негіздеу, практикада қолдану)",
            "Качество итогового управленческого проекта (структура, логика, обоснование решений, применение)",
            "Quality of the final project (structure, logic, grounds for decisions, use in practice)",
        ),
        "30",
    ),
    (words("Кәсіби тәжірибеге рефлексия", "Рефлексия профессионального опыта", "Reflection"), "10"),
]
BANDS = [
    ("very_good", words("өте жақсы", "отлично", "very good"), 85, True),
    ("good", words("жақсы", "хорошо", "good"), 70, True),
    ("satisfactory", words("қанағаттанарлық", "удовлетворительно", "satisfactory"), 50, True),
    ("not_passed", words("өтпеді", "не пройдено", "not passed"), 0, False),
]
TOPIC = "Шағын жинақты мектепте деректерге негізделген сапа мониторингін енгізу"
SCHOOL = "Қарағанды облысы білім басқармасының Нұра ауданы № 5 мектебі"


def row(name: str, points: list[str], total: int, band: str, **changes: Any) -> dict[str, Any]:
    exact = str(sum(Decimal(each) for each in points))
    sheets = [{"member": place, "points": points, "total": exact, "excused": ""} for place in range(3)]
    made = {"name": name, "school": SCHOOL, "topic": TOPIC, "outcome": "scored", "attempt": 1, "points": points}
    made |= {"exact": exact, "total": total, "band": band, "sheets": sheets, "note": ""}
    return made | changes


def gone(name: str, outcome: str, note: str = "") -> dict[str, Any]:
    nothing: dict[str, Any] = {"points": [], "exact": "", "total": None, "band": "", "sheets": []}
    return {"name": name, "school": SCHOOL, "topic": TOPIC, "outcome": outcome, "attempt": 1, "note": note} | nothing


def protocol(**changes: Any) -> ProtocolSnapshot:
    """Four people before a commission of three, in Kazakh; keyword arguments replace parts of it."""
    snapshot: dict[str, Any] = {
        "language": "kk",
        "specimen": False,
        "number": "12",
        "date": "2026-10-23",
        "room": "305-кабинет",
        "cohort": "2026 жылғы күзгі ағым",
        "programme": words(
            "Білім берудегі менеджмент: басқарудағы инновациялық тәсілдер",
            "Менеджмент в образовании: инновационные подходы в управлении",
            "Management in education: innovative approaches to management",
        ),
        "provider": {
            "name": words("«Оқу және Даму Институты» ЖШС", "ТОО «Институт обучения и развития»", "Institute LLP"),
            "city": words("Қарағанды", "Караганда", "Karaganda"),
            "bin": "250340900008",
        },
        "commission": [
            {"name": "Сәрсенов Дәулет Маратұлы", "post": "", "chair": True},
            {"name": "Қожахметова Айгүл Ерланқызы", "post": "әдіскер", "chair": False},
            {"name": "Ким Виктор", "post": "", "chair": False},
        ],
        "criteria": [{"label": label, "maximum": maximum} for label, maximum in CRITERIA],
        "bands": [{"key": k, "label": label, "floor": floor, "passed": ok} for k, label, floor, ok in BANDS],
        "rows": [
            row("Нұрғалиева Гүлжаһан Өмірбекқызы", ["18.50", "22.00", "13.50", "27.00", "8.50"], 90, "very_good"),
            row("Әбілқасымов Ғалымжан Қуанышұлы", ["12.33", "15.67", "9.00", "18.50", "5.17"], 61, "satisfactory"),
            row("Һамитова Індіра", ["8.00", "9.50", "6.00", "12.00", "3.00"], 39, "not_passed"),
            gone("Ұзақбаев Өркен Үсенұлы", "absent_excused", "еңбекке жарамсыздық парағы № 17"),
            gone("Ли Анна", "absent"),
        ],
        "head": {
            "name": "Қ. Б. Әубәкіров",
            "capacity": words("Директор", "Директор", "Director"),
            "acting": True,
        },
    }
    return cast(ProtocolSnapshot, deepcopy(snapshot | changes))
