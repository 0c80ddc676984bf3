"""Appeals and corrections: the participant asks, the commission decides, both read what came of it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from assessment import reviewing
from assessment.access_reviews import corrected_result, file_of_review, own_result, printed_addendum, seen_review
from assessment.addendum_paper import addendum_pdf
from assessment.forms_reviewing import DecisionForm, RequestForm
from assessment.models import Review
from people import uploading
from people.access import sign_in_required, staff
from people.acting import carried_out, sent
from people.exported import log
from people.paper import PaperUnavailable


@sign_in_required
def appeal(request: HttpRequest, pk: int) -> HttpResponse:
    """A participant's own appeals against a result, and the form for one."""
    result = own_result(request, pk)
    form = RequestForm(sent(request), request.FILES if request.method == "POST" else None)
    if form.is_valid():
        made = carried_out(
            form, reviewing.request_review, result, kind=Review.Kind.APPEAL, by=staff(request), **form.cleaned_data
        )
        if made:
            messages.success(request, _("Your appeal is with the commission. You get a message when it has decided."))
            return redirect("assessment:appeal", pk)
    context = {
        "result": result,
        "form": form,
        "obstacle": reviewing.obstacle_to_review(result),
        "reviews": result.reviews.select_related("upload", "addendum", "new_result"),
    }
    return render(request, "assessment/appeal.html", context)


@sign_in_required
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """The organiser or the chair asks the commission to correct a clerical error."""
    result = corrected_result(request, pk)
    form = RequestForm(sent(request), request.FILES if request.method == "POST" else None)
    if form.is_valid():
        made = carried_out(
            form, reviewing.request_review, result, kind=Review.Kind.CORRECTION, by=staff(request), **form.cleaned_data
        )
        if made:
            messages.success(request, _("The commission is asked to decide on the correction."))
            return redirect("assessment:review", made.pk)
    context = {"result": result, "form": form, "obstacle": reviewing.obstacle_to_review(result)}
    return render(request, "assessment/correct.html", context)


@sign_in_required
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """What is asked, and the chair's form for the decision; afterwards what was decided."""
    row, user = seen_review(request, pk), staff(request)
    decides = row.is_pending and reviewing.may_decide(row, user)
    form = DecisionForm(sent(request), review=row) if decides else None
    if form is not None and form.is_valid() and _decided(form, row, request):
        messages.success(request, _("The decision is recorded, and the participant is told."))
        return redirect("assessment:review", pk)
    context = {"review": row, "result": row.result, "form": form, "members": row.took_part.chair_first()}
    return render(request, "assessment/review.html", context)


@require_safe
@sign_in_required
def review_file(request: HttpRequest, pk: int) -> HttpResponse:
    upload = file_of_review(request, pk).upload
    assert upload is not None  # noqa: S101 - fetched with one
    answer: HttpResponse = uploading.download(upload)  # type: ignore[assignment]
    return answer


@require_safe
@sign_in_required
def addendum(request: HttpRequest, pk: int) -> HttpResponse:
    """The protocol of the commission's session as a PDF."""
    row = printed_addendum(request, pk)
    try:
        content = addendum_pdf(row.snapshot)
    except PaperUnavailable as problem:
        messages.error(request, str(problem))
        return redirect("assessment:review", row.review_id)
    log("addendum", rows=1, by=staff(request), filters=f"review={row.review_id}; pdf")
    response = HttpResponse(content, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="addendum-{row.year}-{row.number}.pdf"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _decided(form: DecisionForm, row: Review, request: HttpRequest) -> bool:
    words = {"reason": form.cleaned_data["reason"], "took_part": list(form.cleaned_data["took_part"])}
    if form.is_upheld:
        upheld = carried_out(form, reviewing.uphold, row, halves=form.halves, by=staff(request), **words)
        return upheld is not None
    return carried_out(form, reviewing.reject, row, by=staff(request), **words) is not None
