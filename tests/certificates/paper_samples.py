"""A snapshot as issuing makes it, for tests of the paper. The person, the school and the numbers are made up."""

from copy import deepcopy
from typing import Any, cast

from certificates.codes import check_character
from certificates.snapshot import BandSnapshot, CriterionSnapshot, ModuleSnapshot, Snapshot
from people.written import Words

BODY = "7KQ4M2XN9TRD5BW"
CODE = BODY + check_character(BODY)


def words(kk: str, ru: str, en: str) -> Words:
    return {"kk": kk, "ru": ru, "en": en}


def module(
    title: Words, lecture: int, practice: int, self_study: int, total: int, kind: str = "module"
) -> ModuleSnapshot:
    hours = {"lecture": lecture, "practice": practice, "self_study": self_study, "total": total}
    return cast(ModuleSnapshot, {"title": title, **hours, "kind": kind})


MODULES = [
    module(
        words(
            "Білім беру ұйымы басшысының қызметінің нормативтік құқықтық негіздері",
            "Нормативные правовые основы деятельности руководителя организации образования",
            "Legal foundations of the work of the head of an education organisation",
        ),
        4, 4, 4, 12,
    ),
    module(
        words(
            "Білім беру ұйымының дамуын стратегиялық басқару",
            "Стратегическое управление развитием организации образования",
            "Strategic management of an education organisation's development",
        ),
        4, 6, 4, 14,
    ),
    module(
        words(
            "Ішкі мониторинг және білім беру сапасын басқару",
            "Внутренний мониторинг и управление качеством образования",
            "Internal monitoring and management of the quality of education",
        ),
        3, 6, 3, 12,
    ),
    module(
        words(
            "Басшының көшбасшылығы және адами ресурстарды басқару",
            "Лидерство руководителя и управление человеческими ресурсами",
            "Leadership of the head and human resource management",
        ),
        3, 5, 4, 12,
    ),
    module(
        words(
            "Білім беру ұйымын басқаруды цифрлық трансформациялау",
            "Цифровая трансформация управления организацией образования",
            "Digital transformation of the management of an education organisation",
        ),
        2, 5, 3, 10,
    ),
    module(
        words(
            "Ресурстарды басқару және қауіпсіз білім беру ортасын қамтамасыз ету",
            "Управление ресурсами и обеспечение безопасной образовательной среды",
            "Resource management and a safe educational environment",
        ),
        3, 4, 3, 10,
    ),
    module(
        words(
            "Жалпы аттестация (жобаны қорғау)",
            "Итоговая аттестация (защита проекта)",
            "Final attestation (project defence)",
        ),
        0, 4, 2, 6, "attestation",
    ),
]  # fmt: skip
CRITERIA: list[CriterionSnapshot] = [
    {
        "label": words(
            "Модульдің мазмұны бойынша теориялық материалды игеру",
            "Освоение теоретического материала по содержанию модулей",
            "Command of the theory of the modules",
        ),
        "points": "18.5",
        "maximum": "20",
    },
    {
        "label": words(
            "Басқару кейстері жағдаятында практикалық білімді қолдана алу",
            "Применение практических знаний в ситуациях управленческих кейсов",
            "Use of practical knowledge in management cases",
        ),
        "points": "22",
        "maximum": "25",
    },
    {
        "label": words(
            "Аналитикалық және өзіндік тапсырмаларды орындау сапасы",
            "Качество выполнения аналитических и самостоятельных заданий",
            "Quality of analytical and independent tasks",
        ),
        "points": "13.5",
        "maximum": "15",
    },
    {
        "label": words(
            "Қорытынды басқару жобасының сапасы (құрылымы, логикасы, шешімдерді негіздеу, практикада қолдану)",
            "Качество итогового управленческого проекта (структура, логика, обоснование решений, применение)",
            "Quality of the final management project (structure, logic, grounds for decisions, use in practice)",
        ),
        "points": "27",
        "maximum": "30",
    },
    {
        "label": words(
            "Кәсіби басқарушылық тәжірибеге рефлексия",
            "Рефлексия профессионального управленческого опыта",
            "Reflection on one's professional practice",
        ),
        "points": "8.5",
        "maximum": "10",
    },
]
BANDS: list[BandSnapshot] = [
    {"key": "very_good", "label": words("өте жақсы", "отлично", "very good"), "floor": 85, "passed": True},
    {"key": "good", "label": words("жақсы", "хорошо", "good"), "floor": 70, "passed": True},
    {
        "key": "satisfactory",
        "label": words("қанағаттанарлық", "удовлетворительно", "satisfactory"),
        "floor": 50,
        "passed": True,
    },
    {"key": "not_passed", "label": words("өтпеді", "не пройдено", "not passed"), "floor": 0, "passed": False},
]


def sample(**changes: Any) -> Snapshot:
    """A certificate in Kazakh; keyword arguments replace parts of it."""
    snapshot: dict[str, Any] = {
        "kind": "certificate",
        "specimen": False,
        "language": "kk",
        "number": "2026-00137",
        "code": CODE,
        "site": "https://basqaru.example",
        "name": {
            "surname": "Нұрғалиева",
            "given": "Гүлжаһан",
            "patronymic": "Өмірбекқызы",
            "full": "Нұрғалиева Гүлжаһан Өмірбекқызы",
        },
        "organisation": "Қарағанды қаласы әкімдігінің № 45 жалпы білім беретін мектебі",
        "programme": words(
            "Білім берудегі менеджмент: басқарудағы инновациялық тәсілдер",
            "Менеджмент в образовании: инновационные подходы в управлении",
            "Management in education: innovative approaches to management",
        ),
        "hours": {"declared": 80, "sum_line": False},
        "course_start": "2026-10-05",
        "course_end": "2026-10-23",
        "issued_on": "2026-10-23",
        "valid_through": "2029-10-23",
        "provider": {
            "name": words(
                "«Оқу және Даму Институты» ЖШС",
                "ТОО «Институт обучения и развития»",
                "Institute of Learning and Development LLP",
            ),
            "city": words("Қарағанды", "Караганда", "Karaganda"),
            "bin": "250340900008",
        },
        "signatory": {
            "name": "Қ. Б. Әубәкіров",
            "capacity": words("Директордың міндетін атқарушы", "Исполняющий обязанности директора", "Acting Director"),
            "acting": True,
        },
        "modules": MODULES,
        "criteria": CRITERIA,
        "total_exact": "89.5",
        "total": 90,
        "band": BANDS[0],
        "bands": BANDS,
        "project_topic": "Шағын жинақты мектепте деректерге негізделген сапа мониторингін енгізу",
        "blank": None,
        "replaces": None,
    }
    return cast(Snapshot, deepcopy(snapshot | changes))


def statement(**changes: Any) -> Snapshot:
    """A statement of attendance of somebody who did not pass."""
    parts: dict[str, Any] = {
        "kind": "statement",
        "number": "А-2026-00012",
        "valid_through": None,
        "criteria": [],
        "band": None,
    }
    return sample(**(parts | {"total_exact": "", "total": 0} | changes))


def named(surname: str, given: str, patronymic: str = "") -> dict[str, str]:
    full = " ".join(part for part in (surname, given, patronymic) if part)
    return {"surname": surname, "given": given, "patronymic": patronymic, "full": full}
