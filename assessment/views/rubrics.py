"""Tables of criteria: those of a programme, one of them, two beside each other, and drafts written in the browser."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from assessment import rubric_authoring as authoring
from assessment.access import organises
from assessment.access_rubrics import READERS, of_rubric_draft, rubric_for
from assessment.models import Rubric, RubricDraft
from assessment.rubric_comparing import compare as compare_contents
from assessment.rubric_content import MOST_OF, add_row, bring_back, drop_row, move_criterion, places_in, removed_rows
from assessment.rubric_forms import CompareForm, CriterionForm, OutlineForm, RubricPartForm
from assessment.rubric_outline import outline_of
from assessment.rubric_reading import table_of
from assessment.rubric_words import name_of
from courses.access import version_for
from courses.draft_content import Content, Path, row_of
from people.access import role_required, staff
from people.acting import carried_out, sent, told
from people.languages import in_language
from people.numbers import whole_number
from people.roles import Role


@require_GET
@role_required(*READERS)
def rubrics(request: HttpRequest, pk: int) -> HttpResponse:
    """The readings of a programme version, what the provider wrote for its programme, and drafts of it."""
    version = version_for(request, pk)
    known = Rubric.objects.with_rows().annotate(cohorts=Count("used"))
    readings = list(known.filter(version=version).exclude(reading="").order_by("-reading"))
    written = list(known.filter(version__programme=version.programme_id, reading="").order_by("-made_at"))
    drafts = RubricDraft.objects.filter(based_on__version__programme=version.programme_id)
    may_write = organises(staff(request))
    context = {
        "version": version,
        "groups": [(readings, True), (written, False)],
        "drafts": list(drafts.select_related("based_on", "changed_by")) if may_write else [],
        "may_write": may_write,
        "several": len(readings) + len(written) > 1,
    }
    return render(request, "assessment/rubrics.html", context)


@require_GET
@role_required(*READERS)
def rubric(request: HttpRequest, pk: int) -> HttpResponse:
    shown = rubric_for(request, pk)
    context = {
        "rubric": shown,
        "table": table_of(shown),
        "cohorts": [rules.cohort for rules in shown.used.select_related("cohort").order_by("-cohort__starts_on")],
        "may_write": organises(staff(request)),
    }
    return render(request, "assessment/rubric.html", context)


@require_GET
@role_required(*READERS)
def rubric_compare(request: HttpRequest, pk: int) -> HttpResponse:
    """This table and another of its programme; at first the one it was copied from."""
    first = rubric_for(request, pk)
    chosen = request.GET if "was" in request.GET or "now" in request.GET else _chosen_at_first(first)
    form = CompareForm(chosen, programme=first.version.programme_id)
    pair = (form.cleaned_data["was"], form.cleaned_data["now"]) if form.is_valid() else None
    comparison = compare_contents(*(authoring.content_of(each) for each in pair)) if pair else None
    context = {"rubric": first, "form": form, "pair": pair, "comparison": comparison}
    return render(request, "assessment/rubric_compare.html", context)


@require_POST
@role_required(Role.ORGANISER)
def rubric_copy(request: HttpRequest, pk: int) -> HttpResponse:
    draft = authoring.start(rubric_for(request, pk), by=staff(request))
    messages.success(request, _("The copy is made. Nothing changes for anybody until you publish it."))
    return redirect("assessment:rubric_draft", draft.pk)


@require_POST
@role_required(Role.ORGANISER)
def rubric_retire(request: HttpRequest, pk: int) -> HttpResponse:
    row = rubric_for(request, pk)
    if told(request, authoring.retire, row, by=staff(request)):
        messages.success(request, _("The table is offered to no new cohort any more."))
    return redirect("assessment:rubric", pk)


@require_POST
@role_required(Role.ORGANISER)
def rubric_offer(request: HttpRequest, pk: int) -> HttpResponse:
    authoring.offer_again(rubric_for(request, pk), by=staff(request))
    messages.success(request, _("The table is offered to new cohorts again."))
    return redirect("assessment:rubric", pk)


@of_rubric_draft
def rubric_draft(request: HttpRequest, draft: RubricDraft) -> HttpResponse:
    """The outline: figures of every criterion, levels and bands, and what is still missing."""
    form = OutlineForm(sent(request), draft=draft)
    if request.method == "POST" and form.is_valid():
        verb, kind, key = _act_words(request)
        act, touched = _act_of(draft, verb, kind, key)
        saved = _save(request, form, act=act, touched=touched)
        if saved:
            return redirect(_after(saved, verb, kind, key))
    return render(request, "assessment/rubric_draft.html", {"draft": draft, "form": form, **outline_of(draft, form)})


@of_rubric_draft
def rubric_criterion(request: HttpRequest, draft: RubricDraft, key: str) -> HttpResponse:
    row = row_of(draft.content["criteria"], key)
    # What was typed for a line that somebody has removed meanwhile is not lost: it can be saved into it again.
    known = row or (row_of(removed_rows(draft.content, "criteria"), key) if request.method == "POST" else None)
    if known is None:
        raise Http404
    form = CriterionForm(sent(request), draft=draft, row=known)
    if request.method == "POST" and form.is_valid() and _save(request, form):
        return redirect(f"{_address(draft)}#row-{key}")
    name = name_of(draft.content, "criteria", key) if row else in_language(known["label"])
    context = {"draft": draft, "form": form, "name": name, "is_there": row is not None}
    return render(request, "assessment/rubric_criterion.html", context)


@of_rubric_draft
def rubric_publish(request: HttpRequest, draft: RubricDraft) -> HttpResponse:
    """What the table changes in the one it was copied from, and the button; or what is still in the way."""
    if request.method == "POST":
        seen = whole_number(request.POST.get("seen")) or 0
        made = told(request, authoring.publish, draft, seen=seen, by=staff(request))
        if made:
            messages.success(request, _("The table is ready: cohorts can be assessed by it."))
            return redirect("assessment:rubric", made.pk)
        draft.refresh_from_db()
    context = {
        "draft": draft,
        "comparison": compare_contents(authoring.content_of(draft.based_on), draft.content),
        "findings": outline_of(draft, OutlineForm(draft=draft))["findings"],
    }
    return render(request, "assessment/rubric_publish.html", context)


@require_POST
@of_rubric_draft
def rubric_discard(request: HttpRequest, draft: RubricDraft) -> HttpResponse:
    seen = whole_number(request.POST.get("seen")) or 0
    if not told(request, _discard, draft, seen=seen, by=staff(request)):
        return redirect("assessment:rubric_draft", draft.pk)
    messages.success(request, _("The draft is discarded. The tables that are ready are as they were."))
    return redirect("rubrics", draft.based_on.version_id)


def _discard(draft: RubricDraft, *, seen: int, by: Any) -> bool:
    authoring.discard(draft, seen=seen, by=by)
    return True


def _save(
    request: HttpRequest, form: RubricPartForm, act: authoring.Act | None = None, touched: tuple[Path, ...] = ()
) -> RubricDraft | None:
    """The saved draft; nothing where the rule refused, and then the form shows what is newer beside what was typed."""
    draft: Any = form.draft
    seen, by = form.seen_revision(), staff(request)
    saved = carried_out(form, authoring.change, draft, form.values(), seen=seen, by=by, act=act, touched=touched)
    if saved is None:
        form.take_newer()
        return None
    if others := authoring.others_since(saved, seen, by):
        names = ", ".join(str(user) for user in others)
        messages.info(request, _("Saved. Other parts of the draft were changed meanwhile: %(who)s.") % {"who": names})
    else:
        messages.success(request, _("Saved."))
    return saved


def _act_words(request: HttpRequest) -> tuple[str, str, str]:
    verb, _space, place = request.POST.get("act", "").partition(" ")
    kind, _space, key = place.partition(" ")
    return (verb, kind, key) if kind in MOST_OF else ("", "", "")


def _act_of(draft: RubricDraft, verb: str, kind: str, key: str) -> tuple[authoring.Act | None, tuple[Path, ...]]:
    """What the pressed button does beside saving, and the places that it takes with it."""
    acts: dict[str, Callable[[Content], object]] = {
        "up": lambda content: move_criterion(content, key, -1),
        "down": lambda content: move_criterion(content, key, 1),
        "add": lambda content: add_row(content, kind),
        "drop": lambda content: drop_row(content, kind, key),
        "back": lambda content: bring_back(content, kind, key),
    }
    row = row_of(draft.content[kind], key) if verb == "drop" else None
    return acts.get(verb), tuple(places_in(row, (kind, key))) if row else ()


def _after(draft: RubricDraft, verb: str, kind: str, key: str) -> str:
    """Where to go on: to the new criterion, to the line that was moved, or to the part of the page."""
    if verb == "add" and kind == "criteria":
        return reverse("assessment:rubric_criterion", args=[draft.pk, draft.content["criteria"][-1]["key"]])
    if verb in {"up", "down"}:
        return f"{_address(draft)}#{verb}-{key}"
    return f"{_address(draft)}#{kind}" if kind else _address(draft)


def _address(draft: RubricDraft) -> str:
    return reverse("assessment:rubric_draft", args=[draft.pk])


def _chosen_at_first(first: Rubric) -> dict[str, int]:
    others = Rubric.objects.filter(version__programme=first.version.programme_id).exclude(pk=first.pk)
    beside = first.based_on_id or others.order_by("-pk").values_list("pk", flat=True).first() or first.pk
    return {"was": beside, "now": first.pk}
