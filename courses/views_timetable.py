"""The timetable of a cohort: its page, a session of it, and the step that generates all of it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from courses import generating, timetabling
from courses.access import cohort_for, cohort_of_gone_session, session_for
from courses.clashes import Clash, clashes_of, seal_of, times
from courses.forms_timetable import SessionForm, WishesForm, next_to_plan
from courses.models import Cohort, Session
from courses.timetable_page import calendar_of, entries_of, plan_picture, weeks_of
from people.access import role_required, staff
from people.acting import carried_out, sent
from people.history import changes, created
from people.languages import Language
from people.numbers import whole_number
from people.roles import Role
from people.versions import newest_version


def asked_day(request: HttpRequest) -> date | None:
    try:
        day = parse_date(request.GET.get("day", ""))
    except ValueError:
        return None
    # The weeks beside it must be days, too.
    return day if day and 1 < day.year < 9990 else None


@require_GET
@role_required(Role.ORGANISER, Role.TRAINER)
def timetable(request: HttpRequest, pk: int) -> HttpResponse:
    cohort = cohort_for(request, pk)
    sessions = list(cohort.sessions.select_related("module", "trainer", "cohort"))
    shown = calendar_of(
        entries_of(sessions), asked=asked_day(request), by_day=request.GET.get("by") == "day",
        today=timezone.localdate(), cohort=cohort,
    )  # fmt: skip
    is_organiser = staff(request).has_role(Role.ORGANISER, Role.ADMINISTRATOR)
    return render(
        request,
        "courses/timetable.html",
        {
            "cohort": cohort,
            "tab": "timetable",
            "sessions": sessions,
            "calendar": shown,
            "picture": plan_picture(cohort, sessions),
            "is_organiser": is_organiser,
            "edits": is_organiser and cohort.status not in timetabling.OVER,
            "paper_languages": Language.choices,
        },
    )


@role_required(Role.ORGANISER)
def generate(request: HttpRequest, pk: int) -> HttpResponse:
    """A GET with wishes shows what they would make; the POST of the same wishes makes it."""
    cohort = cohort_for(request, pk)
    data = request.POST if request.method == "POST" else request.GET
    form = WishesForm(data if "starts_on" in data else None, cohort=cohort)
    if request.method == "POST" and form.is_valid():
        made = carried_out(
            form, generating.generate, cohort, form.wishes(), by=staff(request),
            confirmed=request.POST.get("confirmed", ""), stamp=request.POST.get("stamp"),
        )  # fmt: skip
        if made:
            messages.success(
                request,
                ngettext("%(n)s session is in the timetable.", "%(n)s sessions are in the timetable.", len(made.made))
                % {"n": len(made.made)},
            )
            return redirect(f"{reverse('courses:timetable', args=[pk])}?day={form.cleaned_data['starts_on']}")
    return render(request, "courses/timetable_generate.html", _proposal(request, cohort, form))


def _proposal(request: HttpRequest, cohort: Cohort, form: WishesForm) -> dict[str, Any]:
    context: dict[str, Any] = {"cohort": cohort, "tab": "timetable", "form": form}
    refused = bool(form.non_field_errors()) if form.is_bound else False
    if form.is_bound and (form.is_valid() or refused):
        draft = carried_out(form, generating.draft, cohort, form.wishes())
        if draft:
            context |= {
                "draft": draft,
                "weeks": weeks_of(entries_of([*draft.kept, *draft.made])),
                "refusal": generating.does_not_fit(draft.proposal),
                "clashes": draft.clashes,
                "seal": seal_of(draft.clashes),
                "wishes": [(name, value) for name, values in _posted(request, form) for value in values],
            }
    return context


def _posted(request: HttpRequest, form: WishesForm) -> list[tuple[str, list[str]]]:
    data = request.POST if request.method == "POST" else request.GET
    return [(name, data.getlist(name)) for name in form.fields]


@role_required(Role.ORGANISER)
def session_new(request: HttpRequest, pk: int) -> HttpResponse:
    cohort = cohort_for(request, pk)
    form = SessionForm(sent(request), cohort=cohort, initial=next_to_plan(cohort, asked_day(request)))
    if request.method == "POST" and form.is_valid() and (saved := _save(request, form)):
        messages.success(request, _("The session is in the timetable: %(times)s.") % {"times": times(saved)})
        return redirect(f"{reverse('courses:timetable', args=[pk])}?day={saved.day}")
    return render(request, "courses/session_edit.html", {"cohort": cohort, **_with_clashes(form)})


@role_required(Role.ORGANISER)
def session(request: HttpRequest, pk: int) -> HttpResponse:
    """A session changed, or moved to another day and time."""
    if not Session.objects.filter(pk=pk).exists():
        return _gone(request, pk)
    session = session_for(request, pk)
    cohort, was = session.cohort, session.day
    form, obstacle = _form_of(session, sent(request))
    if request.method == "POST" and form.is_valid():
        if saved := _save(request, form):
            messages.success(request, _("Saved."))
            return redirect(f"{reverse('courses:timetable', args=[cohort.pk])}?day={saved.day}")
        if form.has_error(NON_FIELD_ERRORS, "gone"):
            return _gone(request, pk)
        form.take_newer()
    context = {
        "cohort": cohort,
        "session": session,
        "was": was,
        "changes": changes(session, [field.name for field in Session._meta.fields if field.editable]),
        "created": created(session),
        "version": newest_version(session),
        "obstacle": obstacle,
        "is_over": cohort.status in timetabling.OVER,
        **_with_clashes(form),
    }
    return render(request, "courses/session_edit.html", context)


def _form_of(session: Session, data: QueryDict | None) -> tuple[SessionForm, ValidationError | None]:
    """The form, with the fields shut that can no longer be changed, and why.

    A page from before sends these fields, too: then nothing is shut, and the rule refuses what was typed there.
    """
    form = SessionForm(data, instance=session, cohort=session.cohort)
    over = timetabling.over(session.cohort)
    obstacle = over or timetabling.held(session)
    if obstacle and (data is None or "hours" not in data):
        form.keep_all_but(() if over else timetabling.AFTER_ATTENDANCE)
    return form, obstacle


def _gone(request: HttpRequest, pk: int) -> HttpResponse:
    """The session went while its page was open: what was typed stays, and can be added as a new one."""
    cohort, refusal = cohort_of_gone_session(request, pk), timetabling.gone()
    if request.method != "POST":
        messages.error(request, refusal.messages[0])
        return redirect("courses:timetable", cohort.pk)
    form = SessionForm(request.POST, cohort=cohort)
    form.is_valid()
    form.add_error(None, refusal)
    address = reverse("courses:session_new", args=[cohort.pk])
    return render(request, "courses/session_edit.html", {"cohort": cohort, "address": address, **_with_clashes(form)})


@require_POST
@role_required(Role.ORGANISER)
def session_delete(request: HttpRequest, pk: int) -> HttpResponse:
    session = Session.objects.visible_to(staff(request)).select_related("cohort").filter(pk=pk).first()
    if session is None:
        messages.info(request, timetabling.gone().messages[0])
        return redirect("courses:timetable", cohort_of_gone_session(request, pk).pk)
    cohort, day = session.cohort, session.day
    try:
        timetabling.delete_session(session, by=staff(request), seen=whole_number(request.POST.get("seen")))
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
        return redirect("courses:session", pk)
    messages.success(request, _("The session is taken out of the timetable."))
    return redirect(f"{reverse('courses:timetable', args=[cohort.pk])}?day={day}")


@require_GET
@role_required(Role.ORGANISER)
def session_clashes(request: HttpRequest, pk: int) -> HttpResponse:
    """While the form is typed in: what would speak against the session, and when it ends. Writes nothing."""
    cohort = cohort_for(request, pk)
    known = whole_number(request.GET.get("session"))
    instance = cohort.sessions.select_related("cohort").filter(pk=known).first() if known is not None else None
    form = _form_of(instance, request.GET)[0] if instance else SessionForm(request.GET, cohort=cohort)
    form.is_valid()
    return render(request, "courses/_clashes.html", _with_clashes(form))


def _save(request: HttpRequest, form: SessionForm) -> Session | None:
    return carried_out(
        form, timetabling.save_session, form.instance, by=staff(request),
        confirmed=request.POST.get("confirmed", ""), seen=form.cleaned_data["seen"],
    )  # fmt: skip


def _with_clashes(form: SessionForm) -> dict[str, Any]:
    """Of a form that can be read; what is already said above the form is not said twice."""
    context: dict[str, Any] = {"form": form, "clashes": [], "seal": "", "times": ""}
    if form.is_bound and not any(name for name in form.errors if name != "__all__"):
        said = set(form.non_field_errors())
        clashes: list[Clash] = [clash for clash in clashes_of(form.instance) if clash.sentence not in said]
        context |= {"clashes": clashes, "seal": seal_of(clashes), "times": times(form.instance)}
    return context
