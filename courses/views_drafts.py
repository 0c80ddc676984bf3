"""A new version of a programme, written in the browser: its outline, and a page for each part."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from courses import authoring, draft_content
from courses.access import version_for
from courses.access_drafts import of_draft
from courses.draft_content import Content
from courses.draft_outline import outline_of
from courses.draft_words import name_of
from courses.forms_drafts import BasicsForm, CopyForm, HoursForm, ModuleForm, PartForm, SectionForm, sections_of
from courses.models import ProgrammeDraft
from people.access import role_required, staff
from people.acting import carried_out, sent, told
from people.languages import in_language
from people.numbers import whole_number
from people.roles import Role

ACTS: dict[str, Callable[[Content, str], object]] = {
    "up": lambda content, key: draft_content.move_module(content, key, -1),
    "down": lambda content, key: draft_content.move_module(content, key, 1),
    "add": lambda content, kind: draft_content.add_module(content, kind),
    "line": lambda content, _key: draft_content.close_gap(content),
    "sums": lambda content, _key: draft_content.take_sums(content),
}
KINDS = ("module", "extra", "attestation")


@role_required(Role.ORGANISER)
def copy(request: HttpRequest, pk: int) -> HttpResponse:
    version = version_for(request, pk)
    form = CopyForm(sent(request))
    if request.method == "POST" and form.is_valid():
        made = carried_out(form, authoring.start, version, by=staff(request), code=form.cleaned_data["code"])
        if made:
            return redirect("courses:draft", made.pk)
    drafts = version.programme.drafts.select_related("changed_by", "based_on")
    return render(request, "courses/draft_copy.html", {"version": version, "form": form, "drafts": drafts})


@of_draft
def draft(request: HttpRequest, draft: ProgrammeDraft) -> HttpResponse:
    """The outline: the hours of every line, their order, and what is still missing."""
    form = HoursForm(sent(request), draft=draft)
    if request.method == "POST" and form.is_valid():
        verb, _space, key = request.POST.get("act", "").partition(" ")
        saved = save(request, form, act=act_of(draft, verb, key))
        if saved:
            return redirect(after(saved, verb, key))
    return render(request, "courses/draft.html", {"draft": draft, "form": form, **outline_of(draft, form)})


@of_draft
def draft_basics(request: HttpRequest, draft: ProgrammeDraft) -> HttpResponse:
    form = BasicsForm(sent(request), draft=draft)
    if request.method == "POST" and form.is_valid() and save(request, form):
        return redirect("courses:draft", draft.pk)
    return render(request, "courses/draft_basics.html", {"draft": draft, "form": form})


@of_draft
def draft_module(request: HttpRequest, draft: ProgrammeDraft, key: str) -> HttpResponse:
    module = draft_content.row_of(draft.content["modules"], key)
    # What was typed for a line that somebody has removed meanwhile is not lost: it can be saved into it again.
    shown = module or (draft_content.removed_module(draft.content, key) if request.method == "POST" else None)
    if shown is None:
        raise Http404
    form = ModuleForm(sent(request), draft=draft, module=shown)
    if request.method == "POST" and form.is_valid() and save(request, form):
        return redirect(f"{address(draft)}#row-{key}")
    name = name_of(draft.content, key) if module else in_language(form.module["title"])
    context = {"draft": draft, "form": form, "name": name, "key": key, "is_there": module is not None}
    return render(request, "courses/draft_module.html", context)


@of_draft
def draft_section(request: HttpRequest, draft: ProgrammeDraft, key: str) -> HttpResponse:
    section = draft_content.row_of(sections_of(draft.content), key)
    if section is None:
        raise Http404
    form = SectionForm(sent(request), draft=draft, key=key)
    if request.method == "POST" and form.is_valid() and save(request, form):
        here = "courses:draft_section" if request.POST.get("act") else "courses:draft"
        return redirect(here, *([draft.pk, key] if request.POST.get("act") else [draft.pk]))
    return render(request, "courses/draft_section.html", {"draft": draft, "form": form, "section": section})


@require_POST
@of_draft
def draft_drop(request: HttpRequest, draft: ProgrammeDraft, key: str) -> HttpResponse:
    if draft_content.removed_module(draft.content, key):
        messages.info(request, _("This line is removed already."))
        return redirect(f"{address(draft)}#hours")
    if draft_content.row_of(draft.content["modules"], key) is None:
        raise Http404
    name = name_of(draft.content, key)
    drop, touched = partial(draft_content.drop_module, key=key), draft_content.places_of(draft.content, key)
    seen = whole_number(request.POST.get("seen")) or 0
    if told(request, authoring.change, draft, {}, seen=seen, by=staff(request), act=drop, touched=touched):
        messages.success(request, _("Removed: %(name)s.") % {"name": name})
        return redirect(f"{address(draft)}#hours")
    return redirect(f"{address(draft)}#row-{key}")


@require_POST
@of_draft
def draft_discard(request: HttpRequest, draft: ProgrammeDraft) -> HttpResponse:
    told(request, authoring.discard, draft, by=staff(request))
    messages.success(request, _("The draft is discarded. The versions are as they were."))
    return redirect("courses:programme", draft.based_on_id)


def save(request: HttpRequest, form: PartForm, act: authoring.Act | None = None) -> ProgrammeDraft | None:
    """The saved draft; nothing where the rule refused, and then the form shows what is newer beside what was typed."""
    seen, by = form.seen_revision(), staff(request)
    saved = carried_out(form, authoring.change, form.draft, form.values(), seen=seen, by=by, act=act)
    if saved is None:
        form.take_newer()
        return None
    if others := authoring.others_since(saved, seen, by):
        names = ", ".join(str(user) for user in others)
        messages.info(request, _("Saved. Other parts of the draft were changed meanwhile: %(who)s.") % {"who": names})
    else:
        messages.success(request, _("Saved."))
    return saved


def act_of(draft: ProgrammeDraft, verb: str, key: str) -> authoring.Act | None:
    """What the pressed button does beside saving the hours."""
    if verb == "back" and (lost := draft_content.removed_module(draft.content, key)):
        return partial(draft_content.place_back, module=lost)
    there = {draft_content.kind_of(module) for module in draft.content["modules"]}
    addable = set(KINDS) - ({"attestation"} & there)
    if verb not in ACTS or (verb == "add" and key not in addable):
        return None
    return lambda content: ACTS[verb](content, key)


def after(draft: ProgrammeDraft, verb: str, key: str) -> str:
    """Where to go on: to the new line, to the line that was moved, or to the hours."""
    if verb == "add":
        newest = max(draft.content["modules"], key=lambda module: int(module["key"][1:]))["key"]
        return reverse("courses:draft_module", args=[draft.pk, newest])
    return f"{address(draft)}#{verb}-{key}" if verb in {"up", "down"} else f"{address(draft)}#hours"


def address(draft: ProgrammeDraft) -> str:
    return reverse("courses:draft", args=[draft.pk])
