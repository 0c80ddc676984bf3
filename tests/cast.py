"""The cast: Aigul organises, Daulet trains, Saule studies, Bolat heads, Marat is a stranger. Plain factories."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from django.utils import timezone

from assessment.grading import from_twelfths, rounded, shown
from assessment.models import Attempt, Band, CohortRules, Criterion, Result, Rubric
from courses.models import Cohort, Discrepancy, Enrolment, Module, Order, Programme, ProgrammeVersion, Session
from people.models import Organisation, Person, Provider, RoleGrant, Signatory, User
from people.roles import Role

# Each test begins anew, far from the numbers that tests give by hand.
FIRST_SERIAL = 1_000
_serial = count(FIRST_SERIAL)
BANDS = [
    (85, "very_good", True, "өте жақсы", "отлично", "very good"),
    (70, "good", True, "жақсы", "хорошо", "good"),
    (50, "satisfactory", True, "қанағаттанарлық", "удовлетворительно", "satisfactory"),
    (0, "not_passed", False, "өтпеді", "не пройдено", "not passed"),
]
LEVELS = [
    {"key": key, "floor": floor, "label_kk": kk, "label_ru": ru, "label_en": en}
    for key, floor, kk, ru, en in [
        ("low", 0, "Төмен", "Слабо", "Low"),
        ("fair", 50, "Орташа", "Средне", "Fair"),
        ("good", 70, "Жақсы", "Хорошо", "Good"),
        ("excellent", 85, "Үздік", "Отлично", "Excellent"),
    ]
]
MAXIMA = [20, 25, 15, 30, 10]


def make_user(email: str, *roles: Role, **fields: Any) -> User:
    user = User.objects.create_user(email, "a long password 1", **{"name": email.split("@")[0].title(), **fields})
    RoleGrant.objects.bulk_create(RoleGrant(user=user, role=role) for role in roles)
    return user


def aigul() -> User:
    return make_user("aigul@institute.example", Role.ORGANISER, name="Айгүл Сейітова")


def daulet() -> User:
    return make_user("daulet@institute.example", Role.TRAINER, name="Дәулет Оспанов")


def bolat() -> User:
    """The head, with his office on record."""
    user = make_user("bolat@institute.example", Role.HEAD, name="Болат Қуанышев")
    make_signatory(user)
    return user


def marat() -> User:
    """A stranger: signed in, but with no role and no enrolment."""
    return make_user("marat@elsewhere.example")


def begin_anew() -> None:
    global _serial
    _serial = count(FIRST_SERIAL)


def saule(**fields: Any) -> User:
    """A participant who signs in."""
    person = make_person(email="saule@mektep.example", surname="Ахметова", given_name="Сәуле", **fields)
    return make_user(person.email, name=person.full_name, person=person)


def iin(serial: int, born: date = date(1875, 3, 12), century: int = 1) -> str:
    """A valid IIN of the nineteenth century, which no living person has (Programme facts §6)."""
    for bump in range(100):
        # A number that has no check digit gives way to one far from the other serials of its test.
        body = f"{born:%y%m%d}{century}{(serial + bump * 3_331) % 10_000:04d}"
        for weights in (range(1, 12), (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2)):
            check = sum(int(digit) * weight for digit, weight in zip(body, weights, strict=True)) % 11
            if check < 10:
                return f"{body}{check}"
    raise AssertionError("no valid IIN in a hundred tries")


def make_organisation(**fields: Any) -> Organisation:
    n = next(_serial)
    return Organisation.objects.create(**{"name": f"№ {n} мектеп", "locality": "Қарағанды", **fields})


def make_person(**fields: Any) -> Person:
    n = next(_serial)
    values = {
        "iin": iin(n),
        "surname": "Нұрғалиева",
        "given_name": "Гүлжаһан",
        "patronymic": "Өмірбекқызы",
        "email": f"person{n}@mektep.example",
    }
    return Person.objects.create(**{**values, **fields})


def make_provider(**fields: Any) -> Provider:
    values = {
        "legal_name_kk": "«Оқу және Даму Институты» ЖШС",
        "legal_name_ru": "ТОО «Институт обучения и развития»",
        "legal_name_en": "Institute of Learning and Development LLP",
        "bin": "250340900008",
        "city_kk": "Қарағанды",
        "city_ru": "Караганда",
        "city_en": "Karaganda",
    }
    return Provider.objects.update_or_create(pk=1, defaults={**values, **fields})[0]


def make_signatory(user: User, **fields: Any) -> Signatory:
    values = {
        "name": "Б. Қ. Қуанышев",
        "capacity_kk": "Директор",
        "capacity_ru": "Директор",
        "capacity_en": "Director",
        "since": date(2020, 1, 1),
    }
    return Signatory.objects.create(user=user, **{**values, **fields})


def make_version(**fields: Any) -> ProgrammeVersion:
    programme, _ = Programme.objects.get_or_create(code="management")
    number = programme.versions.count() + 1
    values = {
        "number": number,
        "digest": f"{number:064d}",
        "title_kk": "Білім берудегі менеджмент: басқарудағы инновациялық тәсілдер",
        "title_ru": "Менеджмент в образовании: инновационные подходы в управлении",
        "title_en": "Management in education: innovative approaches to management",
        "declared_hours": 80,
        "validity_years": 3,
        "source": {},
    }
    version = ProgrammeVersion.objects.create(programme=programme, **{**values, **fields})
    hours = [(4, 4, 4), (4, 6, 4), (3, 6, 3), (3, 5, 4), (2, 5, 3), (3, 4, 3), (0, 4, 2)]
    Module.objects.bulk_create(
        Module(
            version=version, order=n, title_kk=f"{n}-модуль", title_ru=f"Модуль {n}", title_en=f"Module {n}",
            lecture=a, practice=b, self_study=c, is_attestation=n == 7,
        )
        for n, (a, b, c) in enumerate(hours, 1)
    )  # fmt: skip
    readings = [("H", "as_printed"), ("R", "realigned"), ("B", "half_up"), ("V", "issue_date"), ("Q", "both"),
                ("Y", "rolling")]  # fmt: skip
    Discrepancy.objects.bulk_create(
        Discrepancy(
            version=version, code=code, proposed=key, order=order,
            readings=[{"key": key, "text_kk": key, "text_ru": key, "text_en": key}],
        )
        for order, (code, key) in enumerate(readings)
    )  # fmt: skip
    make_rubric(version)
    return version


def make_rubric(version: ProgrammeVersion, reading: str = "realigned", coursework: int = 0) -> Rubric:
    """Five criteria of 20, 25, 15, 30 and 10 points; the first `coursework` of them are scored during the course."""
    kinds = ("practical", "case", "analytical", "project", "reflection")
    rubric = Rubric.objects.create(version=version, reading=reading, levels=LEVELS)
    Criterion.objects.bulk_create(
        Criterion(
            rubric=rubric, order=n, maximum=maximum, label_kk=f"{n}-критерий", label_ru=f"Критерий {n}",
            label_en=f"Criterion {n}", short_kk=f"{n}-критерий", short_ru=f"Критерий {n}", short_en=f"Criterion {n}",
            stage="coursework" if n <= coursework else "defence", task_kinds=[kinds[n - 1]] if n <= coursework else [],
        )
        for n, maximum in enumerate(MAXIMA, 1)
    )  # fmt: skip
    Band.objects.bulk_create(
        Band(rubric=rubric, floor=floor, key=key, passed=passed, label_kk=kk, label_ru=ru, label_en=en)
        for floor, key, passed, kk, ru, en in BANDS
    )
    return rubric


DECISIONS = {"H": "as_printed", "R": "realigned", "B": "half_up", "V": "issue_date", "Q": "both", "Y": "rolling"}


def make_cohort(**fields: Any) -> Cohort:
    n = next(_serial)
    today = timezone.localdate()
    values: dict[str, Any] = {
        "name": f"Қараша-{n}",
        "starts_on": today - timedelta(days=20),
        "ends_on": today,
        "status": Cohort.Status.RUNNING,
        "decisions": DECISIONS,
    }
    if "version" not in fields:
        values["version"] = ProgrammeVersion.objects.first() or make_version()
    cohort = Cohort.objects.create(**{**values, **fields})
    rubric = cohort.version.rubrics.first()
    assert rubric is not None
    CohortRules.objects.create(cohort=cohort, rubric=rubric)
    return cohort


def make_order(cohort: Cohort, **fields: Any) -> Order:
    n = next(_serial)
    values = {"kind": Order.Kind.ADMISSION, "year": cohort.starts_on.year, "number": 10_000 + n}
    return Order.objects.create(cohort=cohort, **{**values, "dated": cohort.starts_on, **fields})


def make_enrolment(cohort: Cohort | None = None, person: Person | None = None, **fields: Any) -> Enrolment:
    """Admitted, unless told otherwise."""
    cohort = cohort or make_cohort()
    values: dict[str, Any] = {"status": Enrolment.Status.ADMITTED, "organisation": None, **fields}
    values["organisation"] = values["organisation"] or make_organisation()
    if values["status"] not in {"applied", "declined"}:
        values.setdefault("agreement_date", cohort.starts_on)
        values.setdefault("order", cohort.orders.first() or make_order(cohort))
    return Enrolment.objects.create(
        cohort=cohort, person=person or make_person(), programme=cohort.version.programme, **values
    )


def make_session(cohort: Cohort | None = None, **fields: Any) -> Session:
    """Two academic hours of practice at ten o'clock on the cohort's first day, unless told otherwise."""
    cohort = cohort or make_cohort()
    hours = fields.get("hours", 2)
    values: dict[str, Any] = {
        "module": fields.get("module") or cohort.version.modules.first(), "kind": "practice", "hours": hours,
        "starts_at": timezone.make_aware(datetime.combine(cohort.starts_on, time(10))),
    }  # fmt: skip
    values.update(fields)
    values.setdefault("ends_at", values["starts_at"] + timedelta(minutes=55 * hours - 10))
    return Session.objects.create(cohort=cohort, **values)


def make_result(
    enrolment: Enrolment | None = None, exact: str = "89.5", by: User | None = None, **fields: Any
) -> Result:
    """A finalised, not yet confirmed result; the points are spread over the criteria in proportion."""
    enrolment = enrolment or make_enrolment()
    attempt, _ = Attempt.objects.get_or_create(enrolment=enrolment, number=1)
    twelfths = round(Decimal(exact) * 12)
    sum_exact = shown(from_twelfths(twelfths))
    total = rounded(from_twelfths(twelfths))
    _floor, key, passed, kk, ru, en = next(band for band in BANDS if total >= band[0])
    criteria, left = [], sum_exact
    for n, maximum in enumerate(MAXIMA, 1):
        points = min(left, Decimal(maximum))
        left -= points
        criteria.append(
            {"label_kk": f"{n}-критерий", "label_ru": f"Критерий {n}", "label_en": f"Criterion {n}",
             "maximum": str(maximum), "points": str(points), "twelfths": round(points * 12), "stage": "defence"}
        )  # fmt: skip
    day = timezone.localdate()
    if enrolment.status == Enrolment.Status.ADMITTED:
        Enrolment.objects.filter(pk=enrolment.pk).update(
            status=Enrolment.Status.PASSED if passed else Enrolment.Status.NOT_PASSED, result_date=day
        )
        enrolment.refresh_from_db()
    values: dict[str, Any] = {
        "criteria": criteria, "members": [], "twelfths": twelfths, "total": total, "band_key": key, "band_kk": kk,
        "band_ru": ru, "band_en": en, "passed": passed, "attested_on": day,
        "bands": [{"floor": f, "key": k, "passed": p, "label_kk": a, "label_ru": b, "label_en": c}
                  for f, k, p, a, b, c in BANDS],
        "finalised_by": by or User.objects.filter(email="daulet@institute.example").first() or daulet(),
    }  # fmt: skip
    if fields.get("supersedes"):
        values |= {"rule": Result.Rule.APPEAL, "spread_reason": "Апелляция қанағаттандырылды"}
    return Result.objects.create(attempt=attempt, **{**values, **fields})
