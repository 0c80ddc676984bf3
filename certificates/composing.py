"""From the rows to the snapshot: the one moment at which anything printed is read from them (design §2)."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from typing import Any, Literal, cast

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from assessment.models import Result
from certificates.models import DesignVersion
from certificates.snapshot import (
    LETTERS,
    BandSnapshot,
    CriterionSnapshot,
    DesignSnapshot,
    Kind,
    ModuleSnapshot,
    PaperLanguages,
    PeriodSnapshot,
    PersonName,
    ProviderSnapshot,
    SignatorySnapshot,
    Snapshot,
)
from courses.models import Cohort, Enrolment, Module
from people.models import Person, Provider, Signatory
from people.written import Words


def compose(
    result: Result,
    *,
    enrolment: Enrolment,
    cohort: Cohort,
    kind: str,
    issued_on: date,
    provider: Provider | None,
    signatory: Signatory | None,
    number: str | None = None,
    code: str | None = None,
    support: PeriodSnapshot | None = None,
    design: DesignVersion | None = None,
) -> Snapshot:
    """Everything that the paper of this result says. Without a number and a code it is a preview."""
    certificate = kind not in LETTERS
    modules = _modules(cohort)
    last_day = valid_through(issued_on, cohort.version.validity_years) if certificate else None
    composed: Snapshot = {
        "kind": _kind(kind),
        "specimen": is_specimen(cohort),
        "language": _language(cohort),
        "number": number,
        "code": code,
        "site": settings.SITE_URL,
        "name": name_of(enrolment.person),
        "organisation": str(enrolment.organisation),
        "programme": words(cohort.version, "title"),
        "hours": {"declared": cohort.version.declared_hours, "sum_line": sums_hours(cohort, modules)},
        "course_start": cohort.starts_on.isoformat(),
        "course_end": cohort.ends_on.isoformat(),
        "issued_on": issued_on.isoformat(),
        "valid_through": last_day.isoformat() if last_day else None,
        "provider": issued_by(provider),
        "signatory": signed_by(signatory),
        "modules": modules,
        "criteria": [_criterion(row) for row in result.criteria] if certificate else [],
        "total_exact": f"{result.exact.normalize():f}" if certificate else "",
        "total": result.total if certificate else 0,
        "band": _band_of(result) if certificate else None,
        "bands": [_band(row) for row in result.bands] if certificate else [],
        "project_topic": enrolment.project_topic,
        "blank": None,
        "replaces": None,
    }
    if design is not None:
        composed = in_design(composed, design.languages, design.frozen())
    return {**composed, "support": support} if support else composed


def in_design(snapshot: Snapshot, languages: str, design: DesignSnapshot) -> Snapshot:
    """A certificate in a chosen design; a letter in free form looks as it always does."""
    if snapshot["kind"] in LETTERS:
        return snapshot
    main = languages.partition("+")[0]
    language = snapshot["language"] if main == "cohort" else cast(PaperLanguages, main)
    return {**snapshot, "language": language, "design": design}


def name_of(of: Person) -> PersonName:
    """As it stands on record now, on the one that is kept; refused where a signature would print a name no more."""
    person = kept_record(of)
    if of.erased_at or person.erased_at:
        raise ValidationError(nameless())
    return {
        "surname": person.surname,
        "given": person.given_name,
        "patronymic": person.patronymic,
        "full": person.full_name,
    }


def kept_record(person: Person) -> Person:
    """Where two records of one human were merged, the one that holds."""
    return person.merged_into or person


def nameless() -> str:
    return _("The holder's personal data was erased: no other paper can name them.")


def is_specimen(cohort: Cohort) -> bool:
    """Where no public https address answers, and in a demo cohort always, a paper is a specimen (design §3.11)."""
    return bool(settings.DOCUMENTS_ARE_SPECIMENS or cohort.is_demo)


def valid_through(issued_on: date, years: int) -> date:
    """The last day, itself included; 29 February falls on the 28th of a common year (Programme §8, decision V)."""
    year = issued_on.year + years
    return date(year, issued_on.month, min(issued_on.day, monthrange(year, issued_on.month)[1]))


def sums_hours(cohort: Cohort, modules: list[ModuleSnapshot]) -> bool:
    """Whether the appendix sums the hours: not when decision H keeps them as printed, or they do not add up."""
    if "H" in cohort.decisions:
        return _reading_of_hours(cohort) != "as_printed"
    return sum(row["total"] for row in modules) == cohort.version.declared_hours


def _reading_of_hours(cohort: Cohort) -> str:
    return str(cohort.decisions.get("H", "as_printed"))


def words(source: object, name: str) -> Words:
    return {
        "kk": getattr(source, f"{name}_kk"),
        "ru": getattr(source, f"{name}_ru"),
        "en": getattr(source, f"{name}_en"),
    }


def _words(row: dict[str, Any], name: str) -> Words:
    return {"kk": row[f"{name}_kk"], "ru": row[f"{name}_ru"], "en": row[f"{name}_en"]}


def _kind(kind: str) -> Kind:
    letters: dict[str, Kind] = {"statement": "statement", "support": "support"}
    return letters.get(kind, "certificate")


def _language(cohort: Cohort) -> PaperLanguages:
    if cohort.language == "ru":
        return "ru"
    if cohort.language == "en":
        return "en"
    return "tri" if settings.PAPER_WITH_GLOSSES else "kk"


def issued_by(provider: Provider | None) -> ProviderSnapshot:
    nobody: Words = {"kk": "", "ru": "", "en": ""}
    if provider is None:
        return {"name": nobody, "city": nobody, "bin": ""}
    return {"name": words(provider, "legal_name"), "city": words(provider, "city"), "bin": provider.bin}


def signed_by(signatory: Signatory | None) -> SignatorySnapshot:
    """Name and capacity, and whether they act for the head."""
    if signatory is None:
        return {"name": "", "capacity": {"kk": "", "ru": "", "en": ""}, "acting": False}
    return {"name": signatory.name, "capacity": words(signatory, "capacity"), "acting": signatory.is_acting}


def _modules(cohort: Cohort) -> list[ModuleSnapshot]:
    """Modules, the line that decision H may add, and the attestation, in this order."""
    rows = [_module(module) for module in cohort.version.modules.all()]
    taught = [row for row in rows if row["kind"] != "attestation"]
    return [*taught, *_extra_lines(cohort), *[row for row in rows if row["kind"] == "attestation"]]


def _extra_lines(cohort: Cohort) -> list[ModuleSnapshot]:
    """The named line of hours, where the reading of discrepancy H in force has one (Programme §5)."""
    found = [one for one in cohort.version.source.get("discrepancies", []) if one["code"] == "H"]
    readings = [reading for one in found for reading in one["readings"]]
    extras = [reading.get("extra") for reading in readings if reading["key"] == _reading_of_hours(cohort)]
    return [cast(ModuleSnapshot, {"title": x["title"], **x["hours"], "kind": "extra"}) for x in extras if x]


def _module(module: Module) -> ModuleSnapshot:
    return {
        "title": words(module, "title"),
        "lecture": module.lecture,
        "practice": module.practice,
        "self_study": module.self_study,
        "total": module.total,
        "kind": _kind_of(module),
    }


def _kind_of(module: Module) -> Literal["module", "extra", "attestation"]:
    if module.is_attestation:
        return "attestation"
    return "extra" if module.is_extra else "module"


def _criterion(row: dict[str, Any]) -> CriterionSnapshot:
    return {"label": _words(row, "label"), "points": str(row["points"]), "maximum": str(row["maximum"])}


def _band(row: dict[str, Any]) -> BandSnapshot:
    return {"key": row["key"], "label": _words(row, "label"), "floor": row["floor"], "passed": row["passed"]}


def _band_of(result: Result) -> BandSnapshot:
    return next(_band(row) for row in result.bands if row["key"] == result.band_key)
