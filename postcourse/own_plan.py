"""What the participant finds beside their result: the consultations that follow from it."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from assessment.what_next import NextStep
from courses.models import Enrolment
from postcourse.models import Consultation, Plan
from postcourse.wording import when


def plan_of(enrolment: Enrolment) -> Iterator[NextStep]:
    """The plan of the newest attempt, with the next consultation."""
    plan = Plan.objects.filter(attempt__enrolment=enrolment).order_by("-attempt__number").first()
    if plan is None:
        return
    coming = Consultation.objects.filter(plan=plan).upcoming(timezone.now()).order_by("starts_at").first()
    note = _("Next consultation: %(when)s") % {"when": when(coming)} if coming else _("No consultation is to come.")
    url = reverse("postcourse:plan", args=[plan.pk])
    yield NextStep("message", str(plan.get_kind_display()), note, url, _("Open the plan"))
