"""The old paper and the new one side by side, field by field, as they are printed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from certificates.models import Document
from certificates.snapshot import Snapshot
from people.languages import in_language
from people.written import PaperLanguage, office, range_in_digits


@dataclass(frozen=True)
class Line:
    """One printed field; `changed` where a correction puts it right, `differs` also where a paper is simply new."""

    label: str
    before: str
    after: str
    changed: bool = False

    @property
    def differs(self) -> bool:
        return self.before != self.after


def side_by_side(old: Snapshot, new: Snapshot, changed: list[str]) -> list[Line]:
    """In the order of the paper; the number of the new one comes with the signature."""
    said = labels()
    before, after = _told(old), _told(new)
    after["number"] = after["number"] or _("comes with the signature")
    after["signatory"] = after["signatory"] or _("whoever signs")
    return [Line(said[name], before[name] or "–", after[name] or "–", name in changed) for name in said]


def labels() -> dict[str, str]:
    return {
        "kind": _("Document"), "number": _("Number"), "replaces": _("Issued in place of"), "name": _("Full name"),
        "organisation": _("Place of work"), "programme": _("Programme"), "hours": _("Hours"),
        "course": _("Course dates"), "project_topic": _("Project topic"), "points": _("Points"),
        "issued_on": _("Date of issue"), "valid_through": _("Valid through"), "signatory": _("Signed by"),
    }  # fmt: skip


def _told(snapshot: Snapshot) -> dict[str, str]:
    replaced, last_day = snapshot["replaces"], snapshot["valid_through"]
    return {
        "kind": str(Document.Kind(snapshot["kind"]).label),
        "number": f"№\xa0{snapshot['number']}" if snapshot["number"] else "",
        "replaces": f"№\xa0{replaced['number']}, {_day(replaced['issued_on'])}" if replaced else "",
        "name": snapshot["name"]["full"],
        "organisation": snapshot["organisation"],
        "programme": in_language(snapshot["programme"]),
        "hours": str(snapshot["hours"]["declared"]),
        "course": range_in_digits(snapshot["course_start"], snapshot["course_end"]),
        "project_topic": snapshot["project_topic"],
        "points": str(snapshot["total"]) if snapshot["criteria"] else "",
        "issued_on": _day(snapshot["issued_on"]),
        "valid_through": _day(last_day) if last_day else "",
        "signatory": _signatory(snapshot),
    }


def _signatory(snapshot: Snapshot) -> str:
    who = snapshot["signatory"]
    if not who["name"]:
        return ""
    return f"{who['name']}, {office(who['capacity'], _language(), acting=who['acting'])}"


def _language() -> PaperLanguage:
    language = (get_language() or "kk")[:2]
    return "ru" if language == "ru" else "en" if language == "en" else "kk"


def _day(day: str) -> str:
    return date_format(date.fromisoformat(day), "SHORT_DATE_FORMAT")
