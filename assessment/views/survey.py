"""The participant's own pages of the survey: where it stands, the consent, the sections."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from assessment import surveying
from assessment.instrument import SEVERAL, Content, Section
from assessment.models import SurveyResponse, SurveyWave
from assessment.survey_own import Sheet, content_for, first_open, own_response, own_waves, sheet_of
from assessment.survey_waves import obstacle_to
from courses.access_study import own_course, own_enrolment
from courses.models import Enrolment
from people.access import sign_in_required
from people.acting import told

# Fields of the form that are no answers.
NOT_ANSWERS = {"csrfmiddlewaretoken", "seen", "again", "go"}


@sign_in_required
def my_survey(request: HttpRequest) -> HttpResponse:
    """Both waves of the course that their pages show."""
    enrolment, now = own_course(request), timezone.now()
    waves = own_waves(enrolment, now)
    content = content_for(enrolment, SurveyWave.Kind.ENTRY)
    if content is None:
        raise Http404
    return render(request, "assessment/my_survey.html", {"enrolment": enrolment, "waves": waves, "content": content})


@sign_in_required
def survey_start(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The consent, or for who has given it the place where to go on."""
    enrolment, content = _asked(request, pk, kind)
    response = own_response(enrolment, kind)
    if response is not None and response.submitted_at:
        return redirect("assessment:my_survey")
    if obstacle := obstacle_to(enrolment, kind, response.wave if response else None, timezone.now()):
        messages.info(request, obstacle.messages[0])
        return redirect("assessment:my_survey")
    if response is not None and response.consented_at:
        return redirect("assessment:survey_section", pk, kind, first_open(response).key)
    consent = surveying.consent_text(content, get_language() or "kk")
    context = {"enrolment": enrolment, "kind": SurveyWave.Kind(kind), "content": content, "consent": consent}
    return render(request, "assessment/survey_consent.html", context)


@require_POST
@sign_in_required
def survey_agree(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """One of two buttons: they take part, or they do not."""
    enrolment, _content = _asked(request, pk, kind)
    if request.POST.get("answer") == "no":
        if told(request, surveying.decline, enrolment, kind):
            messages.success(request, _("You do not take part. Nobody asks you again."))
        return redirect("assessment:my_survey")
    row = told(request, surveying.agree, enrolment, kind, language=(get_language() or "kk")[:2])
    if row is None:
        return redirect("assessment:my_survey")
    return redirect("assessment:survey_section", pk, kind, first_open(row).key)


@require_POST
@sign_in_required
def survey_withdraw(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    enrolment, _content = _asked(request, pk, kind)
    if told(request, surveying.withdraw, enrolment, kind):
        messages.success(request, _("You have withdrawn: your answers are deleted."))
    return redirect("assessment:my_survey")


@sign_in_required
def survey_section(request: HttpRequest, pk: int, kind: str, section: str) -> HttpResponse:
    """One section on a page; kept with each change by a script, and by its buttons without one."""
    enrolment, content = _asked(request, pk, kind)
    part = content.section(section)
    if part is None:
        raise Http404
    if request.method == "POST":
        return _saved(request, enrolment, kind, part)
    response = own_response(enrolment, kind)
    if response is None or not response.consented_at or response.submitted_at:
        return redirect("assessment:survey_start", pk, kind)
    if obstacle_to(enrolment, kind, response.wave, timezone.now()):
        return redirect("assessment:survey_start", pk, kind)
    errors = _missing(response, part) if "check" in request.GET else {}
    return _page(request, enrolment, kind, response, sheet_of(response, part, errors=errors))


def _saved(request: HttpRequest, enrolment: Enrolment, kind: str, part: Section) -> HttpResponse:
    filled = _filled(request, part)
    seen = request.POST.get("seen")
    wrong: ValidationError | None = None
    try:
        surveying.save_section(enrolment, kind, part.key, filled, seen=seen)
    except ValidationError as refusal:
        wrong = refusal
    response = own_response(enrolment, kind)
    if request.headers.get("HX-Request"):
        return _state(request, response, part, wrong)
    if wrong is None:
        return _next(request, enrolment, kind, part)
    if response is not None and _is_overtaken(wrong):
        messages.error(
            request,
            _("This part was filled in elsewhere, too. Here stands what this page had: go on to keep it."),
        )
        return _page(request, enrolment, kind, response, sheet_of(response, part, filled=filled))
    if response is None or not hasattr(wrong, "error_dict"):
        for sentence in wrong.messages:
            messages.error(request, sentence)
        return redirect("assessment:my_survey")
    errors = {key: each[0] for key, each in wrong.message_dict.items()}
    return _page(request, enrolment, kind, response, sheet_of(response, part, filled=filled, errors=errors))


def _next(request: HttpRequest, enrolment: Enrolment, kind: str, part: Section) -> HttpResponse:
    """The section before or after; past the last one it is handed in."""
    response = own_response(enrolment, kind)
    sheet = sheet_of(response, part) if response else None
    if response is None or sheet is None:
        return redirect("assessment:my_survey")
    to = sheet.before if request.POST.get("go") == "back" else sheet.after
    if to is not None:
        return redirect("assessment:survey_section", enrolment.pk, kind, to.key)
    if told(request, surveying.submit, enrolment, kind):
        messages.success(request, _("Thank you: the survey is handed in."))
        return redirect("assessment:my_survey")
    missing = {item.key for item in surveying.missing_in(response)}
    holes = [each for each in response.wave.instrument.content.sections if missing & {item.key for item in each.items}]
    if not holes:
        return redirect("assessment:my_survey")
    return redirect(reverse("assessment:survey_section", args=[enrolment.pk, kind, holes[0].key]) + "?check=1")


def _is_overtaken(refusal: ValidationError) -> bool:
    return getattr(refusal, "code", "") == "changed_meanwhile"


def _state(
    request: HttpRequest, response: SurveyResponse | None, part: Section, wrong: ValidationError | None
) -> HttpResponse:
    """What htmx puts beside the heading: kept at that minute, or why not."""
    # A page that was overtaken stays so: with the new version it would overwrite at the next tap what it never showed.
    overtaken = wrong is not None and _is_overtaken(wrong)
    context = {
        "response": response, "errors": wrong.messages if wrong else [],
        "sheet": sheet_of(response, part) if response else None,
        "seen": surveying.version_of(response, part) if response and not overtaken else None,
    }  # fmt: skip
    return render(request, "assessment/_survey_state.html", context)


def _page(
    request: HttpRequest, enrolment: Enrolment, kind: str, response: SurveyResponse, sheet: Sheet
) -> HttpResponse:
    context = {
        "enrolment": enrolment, "kind": SurveyWave.Kind(kind), "response": response, "sheet": sheet,
        "content": sheet.content, "seen": surveying.version_of(response, sheet.section), "short": surveying.SHORT,
    }  # fmt: skip
    return render(request, "assessment/survey_section.html", context)


def _asked(request: HttpRequest, pk: int, kind: str) -> tuple[Enrolment, Content]:
    """A course of theirs and what it asks: not theirs, or no such wave, is a 404."""
    enrolment = own_enrolment(request, pk)
    content = content_for(enrolment, kind) if kind in SurveyWave.Kind.values else None
    if content is None:
        raise Http404
    return enrolment, content


def _filled(request: HttpRequest, part: Section) -> dict[str, Any]:
    """Everything that was sent, so that the rule refuses what it does not know."""
    several = {item.key for item in part.items if item.kind in SEVERAL}
    sent = [key for key in request.POST if key not in NOT_ANSWERS]
    return {key: request.POST.getlist(key) if key in several else request.POST[key] for key in sent}


def _missing(response: SurveyResponse, part: Section) -> dict[str, str]:
    here = {item.key for item in part.items}
    return {
        item.key: _("Choose one of the five levels.") for item in surveying.missing_in(response) if item.key in here
    }
