from __future__ import annotations

from django.contrib import messages
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from config.publishing import publish
from courses.access_drafts import of_draft
from courses.comparing import compare
from courses.draft_content import as_file
from courses.draft_findings import findings
from courses.draft_outline import place_of
from courses.models import ProgrammeDraft
from courses.overtaking import newer_than, taken_back_by
from people.access import staff
from people.acting import told
from people.numbers import whole_number


@of_draft
def draft_publish(request: HttpRequest, draft: ProgrammeDraft) -> HttpResponse:
    """What the new version changes, and the button that makes it; or what is still in the way, each with its place."""
    if request.method == "POST":
        seen, over = whole_number(request.POST.get("seen")) or 0, whole_number(request.POST.get("over"))
        version = told(request, publish, draft, by=staff(request), seen=seen, over=over)
        if version:
            messages.success(request, _("Version %(n)s is published.") % {"n": version.number})
            return redirect("courses:programme", version.pk)
    last = draft.programme.versions.aggregate(last=Max("number"))["last"] if draft.programme else 0
    newer = newer_than(draft)
    before = newer or draft.based_on
    context = {
        "draft": draft,
        "number": (last or 0) + 1,
        "before": before,
        "newer": newer,
        "taken_back": taken_back_by(draft, newer) if newer else [],
        "comparison": compare(before.source, as_file(draft.content)),
        "findings": [(each.sentence, place_of(draft, each.path)) for each in findings(draft)],
    }
    return render(request, "config/draft_publish.html", context)
