"""What is written to somebody who may retake: that they are admitted to it, and until when it is possible."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from assessment.retake_standing import Standing
from people import outbox

Words = Callable[[Standing], tuple[str, str]]


def tell_admitted(standing: Standing) -> None:
    """Once for each admission: whoever is admitted again after it was taken back hears of both."""
    _write(standing, f"retake-admitted:{_admission_of(standing)}", "retake-admitted", _admission)


def tell_taken_back(standing: Standing) -> None:
    """Whoever was told of an admission is told that it stands no more."""
    _write(standing, f"retake-taken-back:{_admission_of(standing)}", "retake-admitted", _end_of_admission)


def remind(standing: Standing, days: int) -> None:
    _write(standing, reminder_cause(standing, days), "retake-reminder", _reminder)


def reminder_cause(standing: Standing, days: int) -> str:
    return f"retake-reminder:{_key(standing)}:{days}"


def _admission_of(standing: Standing) -> str:
    at = standing.retake.admitted_at if standing.retake else None
    return f"{_key(standing)}:{at.isoformat() if at else ''}"


def _key(standing: Standing) -> int:
    return standing.enrolment.pk


def _write(standing: Standing, cause: str, kind: str, words: Words) -> None:
    person = standing.enrolment.person
    if person.erased_at:
        return
    address = outbox.address_of(person)
    with override(person.language):
        subject, opening = words(standing)
        page = f"{settings.SITE_URL}{reverse('assessment:my_result', args=[standing.enrolment.pk])}"
        way = _("Your result, and what you can do now:") + f"\n{page}" if address else _("Tell us what you choose.")
        parts = [_("Dear %(name)s,") % {"name": person.full_name}, opening, way]
        outbox.post(
            cause=cause, kind=kind, language=person.language, subject=subject, text="\n\n".join(parts), person=person
        )


def _admission(standing: Standing) -> tuple[str, str]:
    until = _until(standing)
    opening = _("You are admitted to the retake of the final assessment. The organiser sets the day and writes to you; "
                "it is held by %(until)s. The points for your work during the course are carried over, the defence is "
                "scored anew.")  # fmt: skip
    return _("You are admitted to the retake"), opening % until


def _end_of_admission(standing: Standing) -> tuple[str, str]:
    opening = _(
        "The organiser has taken back your admission to the retake of the final assessment: no day is set for you. The "
        "retake remains possible until %(until)s: if you still want it, ask the organiser."
    )
    return _("Your admission to the retake is taken back"), opening % _until(standing)


def _reminder(standing: Standing) -> tuple[str, str]:
    until = _until(standing)
    if standing.retake is not None:
        opening = _("Your retake of the final assessment is possible until %(until)s, and no day is set for it yet: "
                    "ask the organiser about it.")  # fmt: skip
    else:
        opening = _("You can retake the final assessment once, until %(until)s. After that day what remains is the "
                    "assessment with the next stream.")  # fmt: skip
    return _("The retake is possible until %(until)s") % until, opening % until


def _until(standing: Standing) -> dict[str, str]:
    return {"until": f"{standing.until:%d.%m.%Y}"}
