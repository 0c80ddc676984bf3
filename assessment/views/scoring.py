"""A member scores: the page of one participant, and the small requests that its script sends for each tap."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import number_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_GET, require_POST

from assessment import marking
from assessment.access import own_defence, own_seat
from assessment.grading import parse_halves, to_points
from assessment.models import CommissionMember, Defence
from assessment.rounds import Round, as_data, milliseconds, round_of
from assessment.scoring_page import as_text, page_data, words
from assessment.views.answers import answers_in_json, say_refusal, sentence_of
from assessment.views.taps import is_json, read_finish, read_tap
from people.access import sign_in_required, staff
from people.numbers import whole_number

# How much of what is no number is repeated in the sentence that says so.
SHOWN = 20


@never_cache
@sign_in_required
def score(request: HttpRequest, pk: int) -> HttpResponse:
    """One participant's sheet. With its script it saves each tap; without, by the buttons of a plain form."""
    defence, member = own_defence(request, pk)
    if request.method == "POST":
        _save_form(request, defence)
        return redirect("assessment:score", pk)
    way = round_of(defence.day, member)
    entry = way.entry(pk)
    return render(
        request,
        "assessment/score.html",
        {
            "round": way,
            "entry": entry,
            "day": defence.day,
            "before": way.beside(entry, -1),
            "after": way.beside(entry, 1),
            "other_scales": [scale for scale in way.scales.values() if scale.key != entry.scale.key],
            "data": as_text(page_data(way, timezone.now())),
            "words": as_text(words()),
        },
    )


@require_POST
@never_cache
@sign_in_required
@answers_in_json
def mark(request: HttpRequest, pk: int) -> JsonResponse:
    """Save one tap. 409 with a sentence when it is refused for good, 401 when the session has ended."""
    tap = read_tap(request)
    user, now = staff(request), timezone.now()
    if tap.user != user.pk:
        return _other_user()
    defence, member = own_defence(request, pk)
    try:
        saved = marking.save_mark(
            defence, criterion=tap.criterion, halves=tap.halves, by=user, tapped_at=tap.at, now=now
        )
    except ValidationError as refusal:
        return _refused(refusal, defence, member)
    return JsonResponse(
        {
            "now": milliseconds(now),
            "saved": time_format(timezone.localtime(now), "H:i"),
            "criterion": tap.criterion,
            "halves": saved.halves,
            "at": milliseconds(saved.mark.tapped_at),
            "older": saved.is_older,
        }
    )


@require_POST
@never_cache
@sign_in_required
@answers_in_json
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    """Lock the sheet: asked for by the script with the marks that were seen, or by a plain form."""
    if is_json(request):
        return _submit_seen(request, pk)
    defence, member = own_defence(request, pk)
    try:
        marking.submit(defence, by=staff(request))
    except ValidationError as refusal:
        say_refusal(request, refusal)
        return redirect("assessment:score", pk)
    way = round_of(defence.day, member)
    messages.success(request, _said_submitted(way, pk))
    after = way.next_open
    return redirect("assessment:score", after.defence.pk) if after else redirect("assessment:day", defence.day_id)


@require_GET
@never_cache
@ensure_csrf_cookie
@sign_in_required
def round_json(request: HttpRequest, pk: int) -> JsonResponse:
    """A member's own round as it stands: for a phone that comes back to the network, and the clock of this server."""
    day, member = own_seat(request, pk)
    data = page_data(round_of(day, member), timezone.now())
    return JsonResponse(data, json_dumps_params={"ensure_ascii": False})


@require_POST
@sign_in_required
def submit_complete(request: HttpRequest, pk: int) -> HttpResponse:
    """Lock every sheet of this member in which nothing is missing."""
    day, _member = own_seat(request, pk)
    try:
        sheets = marking.submit_complete(day, by=staff(request))
    except ValidationError as refusal:
        say_refusal(request, refusal)
    else:
        said = ngettext("%(n)s sheet is submitted.", "%(n)s sheets are submitted.", len(sheets)) % {"n": len(sheets)}
        messages.success(request, said)
    return redirect("assessment:day", day.pk)


def _submit_seen(request: HttpRequest, pk: int) -> JsonResponse:
    finish = read_finish(request)
    if finish.user != staff(request).pk:
        return _other_user()
    defence, member = own_defence(request, pk)
    try:
        marking.submit(defence, by=staff(request), seen=finish.marks)
    except ValidationError as refusal:
        return _refused(refusal, defence, member)
    way = round_of(defence.day, member)
    entry = way.entry(pk)
    return JsonResponse(
        {"now": milliseconds(timezone.now()), "said": _said_submitted(way, pk), "entry": as_data(entry)}
    )


def _said_submitted(way: Round, pk: int) -> str:
    entry = way.entry(pk)
    said = _("%(person)s: the sheet is submitted, %(points)s points, %(band)s.")
    if not entry.is_counted:
        said = _("%(person)s: the sheet is submitted, %(points)s points so far.")
    points = number_format(to_points(entry.sum_halves))
    return said % {"person": entry.enrolment.person, "points": points, "band": entry.sign.word.lower()}


def _save_form(request: HttpRequest, defence: Defence) -> None:
    """The marks typed into the plain form, then the level that was pressed, if one was."""
    halves: dict[int, int] = {}
    for criterion, text in _typed(request).items():
        try:
            halves[criterion] = parse_halves(text)
        except ValueError:
            messages.error(request, _("“%(text)s” is not a number of half points.") % {"text": text[:SHOWN]})
    key, _sep, middle = request.POST.get("level", "").partition(":")
    pressed, level = whole_number(key), whole_number(middle)
    if pressed is not None and level is not None:
        halves[pressed] = level
    for criterion, value in halves.items():
        try:
            marking.save_mark(defence, criterion=criterion, halves=value, by=staff(request), now=timezone.now())
        except ValidationError as refusal:
            say_refusal(request, refusal)
            if refusal.code != "out_of_range":
                return


def _typed(request: HttpRequest) -> dict[int, str]:
    """What was changed in the fields, by criterion. The form posts every field: one that still says what the page
    showed was not given now, and would overwrite a tap that another device has sent since or has still to send.
    """
    typed = {}
    for name, text in request.POST.items():
        criterion = whole_number(name[1:]) if name.startswith("c") else None
        if criterion is None or not isinstance(text, str) or not text.strip():
            continue
        if text != request.POST.get(f"shown-{criterion}"):
            typed[criterion] = text
    return typed


def _other_user() -> JsonResponse:
    return JsonResponse({"code": "other_user", "now": milliseconds(timezone.now())}, status=409)


def _refused(refusal: ValidationError, defence: Defence, member: CommissionMember) -> JsonResponse:
    entry = round_of(defence.day, member).entry(defence.pk)
    body: dict[str, Any] = {
        "code": refusal.code or "refused",
        "message": sentence_of(refusal),
        "now": milliseconds(timezone.now()),
        "entry": as_data(entry),
    }
    return JsonResponse(body, status=409)
