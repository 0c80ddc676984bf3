"""Attendance: of one session, of a cohort, of one participant, and the journal on paper."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from courses import attending
from courses.access import cohort_for, enrolment_for, session_for
from courses.access_study import own_course
from courses.attendance_page import by_module, matrix_of, own_lines, roll_of, strips
from courses.exporting import log_of_cohort
from courses.forms_attendance import MarkAllForm, MarkForm
from courses.hours_earned import attendance_of
from courses.journal_book import journal_book
from courses.journal_paper import journal_pdf as render_journal
from courses.journal_snapshot import snapshot_of
from courses.models import Cohort, Enrolment, Session
from courses.workbooks import EXCEL
from people.access import role_required, sign_in_required, staff
from people.acting import told
from people.languages import Language
from people.paper import PaperUnavailable
from people.roles import Role


@require_GET
@role_required(Role.ORGANISER, Role.TRAINER)
def attendance(request: HttpRequest, pk: int) -> HttpResponse:
    """The matrix of a cohort: participants by sessions, with the hours that each has earned."""
    cohort = cohort_for(request, pk)
    seen = attendance_of(cohort, timezone.now())
    held, rows = matrix_of(seen)
    context = {
        "cohort": cohort, "tab": "attendance", "seen": seen, "held": held, "rows": rows, "unsaid": seen.unsaid,
        "below": seen.below, "picture": strips(row.participant for row in rows), "paper_languages": Language.choices,
        "is_organiser": staff(request).has_role(Role.ORGANISER, Role.ADMINISTRATOR),
    }  # fmt: skip
    return render(request, "courses/attendance.html", context)


@require_GET
@role_required(Role.ORGANISER, Role.TRAINER)
def session_attendance(request: HttpRequest, pk: int) -> HttpResponse:
    session = session_for(request, pk)
    return render(request, "courses/session_attendance.html", _roll_context(request, session))


@require_POST
@role_required(Role.ORGANISER, Role.TRAINER)
def session_mark(request: HttpRequest, pk: int, enrolment_pk: int) -> HttpResponse:
    """One tap: the page again, or with htmx the one row and the counts."""
    session = session_for(request, pk)
    enrolment = get_object_or_404(session.cohort.enrolments.select_related("person"), pk=enrolment_pk)
    form, error = MarkForm(request.POST), ""
    if form.is_valid():
        try:
            attending.mark(session, enrolment, by=staff(request), **form.cleaned_data)
        except ValidationError as refusal:
            error = refusal.messages[0]
    else:
        error = str(next(iter(form.errors.values()))[0])
    if request.headers.get("HX-Request"):
        context = _roll_context(request, session, only=enrolment, error=error)
        lines = [line for line in context["roll"].lines if line.enrolment.pk == enrolment.pk]
        if not lines:
            raise Http404
        return render(request, "courses/_attendance_tapped.html", {**context, "line": lines[0]})
    if error:
        messages.error(request, error)
    return redirect(f"{reverse('courses:session_attendance', args=[pk])}#p{enrolment_pk}")


@require_POST
@role_required(Role.ORGANISER, Role.TRAINER)
def session_mark_all(request: HttpRequest, pk: int) -> HttpResponse:
    session, form = session_for(request, pk), MarkAllForm(request.POST)
    if not form.is_valid():
        raise Http404
    said = told(request, attending.mark_all, session, form.cleaned_data["state"], by=staff(request))
    if said:
        sentence = ngettext(
            "%(n)s participant is marked; what was said before stays.",
            "%(n)s participants are marked; what was said before stays.",
            len(said),
        )
        messages.success(request, sentence % {"n": len(said)})
    elif said is not None:
        messages.info(request, _("Something is said of everybody already: nothing is changed."))
    return redirect("courses:session_attendance", pk)


@require_GET
@role_required(Role.ORGANISER, Role.TRAINER)
def enrolment_attendance(request: HttpRequest, pk: int) -> HttpResponse:
    """One participant's sessions and hours, for the staff."""
    return _of_one(request, enrolment_for(request, pk), "courses/enrolment_attendance.html")


@require_GET
@sign_in_required
def my_attendance(request: HttpRequest) -> HttpResponse:
    return _of_one(request, own_course(request), "courses/my_attendance.html")


@require_GET
@role_required(Role.ORGANISER, Role.TRAINER)
def journal_pdf(request: HttpRequest, pk: int, language: str) -> HttpResponse:
    cohort = _journalled(request, pk, language)
    snapshot = snapshot_of(cohort, language, now=timezone.now())
    try:
        content = render_journal(snapshot)
    except PaperUnavailable as problem:
        messages.error(request, str(problem))
        return redirect("courses:attendance", pk)
    log_of_cohort("journal", cohort, rows=len(snapshot["people"]), by=staff(request), filters="pdf")
    return _file(content, "application/pdf", f'inline; filename="journal-{pk}-{language}.pdf"')


@require_GET
@role_required(Role.ORGANISER, Role.TRAINER)
def journal_xlsx(request: HttpRequest, pk: int, language: str) -> HttpResponse:
    cohort = _journalled(request, pk, language)
    snapshot = snapshot_of(cohort, language, now=timezone.now())
    content = journal_book(snapshot)
    log_of_cohort("journal", cohort, rows=len(snapshot["people"]), by=staff(request))
    return _file(content, EXCEL, f'attachment; filename="journal-{pk}-{language}.xlsx"')


def _journalled(request: HttpRequest, pk: int, language: str) -> Cohort:
    if language not in Language.values:
        raise Http404
    return cohort_for(request, pk)


def _file(content: bytes, kind: str, disposition: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response.headers["Content-Disposition"] = disposition
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _roll_context(
    request: HttpRequest, session: Session, *, only: Enrolment | None = None, error: str = ""
) -> dict[str, Any]:
    user = staff(request)
    sees_cohort = user.has_role(Role.ORGANISER, Role.ADMINISTRATOR) or session.cohort.trainer_id == user.pk
    roll = roll_of(session, timezone.now(), only=only, error=error)
    return {"session": session, "cohort": session.cohort, "roll": roll, "sees_cohort": sees_cohort}


def _of_one(request: HttpRequest, enrolment: Enrolment, template: str) -> HttpResponse:
    cohort = Cohort.objects.select_related("version").get(pk=enrolment.cohort_id)
    seen = attendance_of(cohort, timezone.now(), only=enrolment)
    own = next(iter(seen.participants), None)
    context = {
        "enrolment": enrolment, "cohort": cohort, "own": own,
        "lines": own_lines(seen, own) if own else [],
        "modules": by_module(seen, own) if own else [],
        "picture": strips([own], named=False) if own else None,
    }  # fmt: skip
    return render(request, template, context)
