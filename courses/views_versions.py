"""The versions of programmes beside each other: any two of them, and a draft beside the version it was copied from."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from courses.access import version_for
from courses.access_drafts import of_draft
from courses.comparing import compare as compare_contents
from courses.draft_content import as_file
from courses.models import ProgrammeDraft, ProgrammeVersion
from courses.programme_writing import as_toml
from people.access import role_required
from people.forms import laid_out
from people.languages import in_language
from people.roles import Role

SAVES_A_PAGE = 30


class VersionField(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.number} · {in_language(obj, 'title')} · {obj.programme.code}"


class CompareForm(forms.Form):
    was = VersionField(label=_("Earlier"), queryset=ProgrammeVersion.objects.none(), empty_label=None)
    now = VersionField(label=_("Later"), queryset=ProgrammeVersion.objects.none(), empty_label=None)
    helper = laid_out(("was", "now"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = ProgrammeVersion.objects.select_related("programme").defer("source")
        for name in ("was", "now"):
            field: Any = self.fields[name]
            field.queryset = known.order_by("programme__code", "-number")


@role_required(Role.ORGANISER, Role.TRAINER, Role.HEAD)
def compare(request: HttpRequest) -> HttpResponse:
    """Two versions that were chosen; at first the newest beside the one it was copied from."""
    form = CompareForm(request.GET if "was" in request.GET or "now" in request.GET else chosen_at_first())
    pair = (form.cleaned_data["was"], form.cleaned_data["now"]) if form.is_valid() else None
    comparison = compare_contents(pair[0].source, pair[1].source) if pair else None
    context = {"form": form, "pair": pair, "comparison": comparison}
    return render(request, "courses/programme_compare.html", context)


@of_draft
def draft_changes(request: HttpRequest, draft: ProgrammeDraft) -> HttpResponse:
    """What the draft changes in the version it was copied from, and who has saved it when."""
    histories: Any = draft.history
    saves = histories.select_related("changed_by").defer("content").order_by("-history_id")
    context = {
        "draft": draft,
        "comparison": compare_contents(draft.based_on.source, as_file(draft.content)),
        "saves": Paginator(saves, SAVES_A_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "courses/draft_changes.html", context)


@role_required(Role.ORGANISER, Role.TRAINER, Role.HEAD)
def programme_toml(request: HttpRequest, pk: int) -> HttpResponse:
    """The version as a programme file: what `load_programme` of another installation would read."""
    version = version_for(request, pk)
    response = HttpResponse(as_toml(version.source), content_type="application/toml; charset=utf-8")
    name = f"{version.programme.code}-{version.number}.toml"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def chosen_at_first() -> dict[str, int]:
    newest = ProgrammeVersion.objects.order_by("-loaded_at", "-pk").defer("source").first()
    if newest is None:
        return {}
    before = newest.programme.versions.filter(number__lt=newest.number).values_list("pk", flat=True).first()
    return {"was": newest.based_on_id or before or newest.pk, "now": newest.pk}
