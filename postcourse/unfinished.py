"""What is missing until the support is completed, in words: for whoever chooses who gets a statement of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from postcourse.completing import CLOSED, lost
from postcourse.models import Consultation, Implementation, Plan
from postcourse.picturing import LIVE, Status


def unfinished(enrolments: Collection[int]) -> dict[int, list[str]]:
    """By the key of the enrolment; five queries, however many are asked about."""
    plans = Plan.objects.filter(kind=Plan.Kind.SUPPORT, attempt__enrolment__in=enrolments).order_by("pk")
    of = dict(plans.values_list("pk", "attempt__enrolment"))
    talks = Consultation.objects.filter(plan__in=of).order_by()
    held = set(talks.filter(status=Status.HELD).values_list("plan", flat=True))
    left = Counter(talks.filter(status__in=LIVE).values_list("plan", flat=True))
    missed = Counter(lost(talks).values_list("plan", flat=True))
    going_on = set(Implementation.objects.filter(plan__in=of).exclude(state=CLOSED).values_list("plan", flat=True))
    said = {key: _said(plan in held, left[plan], missed[plan], plan in going_on) for plan, key in of.items()}
    return {key: sentences for key, sentences in said.items() if sentences}


def _said(talked: bool, left: int, missed: int, project_goes_on: bool) -> list[str]:
    said = [] if talked else [_("No consultation was held.")]
    if left:
        said.append(ngettext("%(n)s consultation is open.", "%(n)s consultations are open.", left) % {"n": left})
    if missed:
        words = ngettext("%(n)s consultation was missed.", "%(n)s consultations were missed.", missed)
        said.append(words % {"n": missed})
    return [*said, _("The project is not completed.")] if project_goes_on else said
