"""What waits in the home of an organiser about protocols that are signed and results that are decided once more."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessment.models import Protocol, Review
from certificates.differing import differing
from certificates.models import Batch
from config.home_task import Task
from courses.models import Enrolment


def documents_to_replace(now: datetime) -> Iterator[Task]:
    """A document in force contradicts the result: nothing else is as urgent."""
    prepared = set(Batch.objects.filter(state=Batch.State.PREPARED).values_list("items__result", flat=True))
    for result in differing().with_people().order_by("finalised_at", "pk"):
        enrolment = result.attempt.enrolment
        title = (
            _("The document of %(person)s contradicts the result")
            if result.passed
            else _("%(person)s has not passed after all: the certificate is to be revoked")
        )
        note = _("%(cohort)s. Prepared: it waits for the head's signature")
        if result.pk not in prepared:
            note = _("%(cohort)s. The new document, and what becomes of the old one, are one act of the head")
        url = reverse("certificates:batch", args=[enrolment.cohort_id])
        action = _("Look") if result.pk in prepared else _("Prepare")
        about = {"person": enrolment.person, "cohort": enrolment.cohort}
        yield Task("bad", "alert", title % about, note % about, url, action)


def reissues_to_sign(now: datetime) -> Iterator[Task]:
    """Corrections and duplicates that wait for the head."""
    for batch in Batch.objects.reissues().waiting().select_related("replaces__person"):
        title = (
            _("Waiting for the head's signature: a duplicate of № %(number)s")
            if batch.is_duplicate
            else _("Waiting for the head's signature: a correction of № %(number)s")
        )
        note = _("%(person)s, asked for on %(day)s") % {
            "person": batch.replaced.person,
            "day": f"{timezone.localtime(batch.prepared_at):%d.%m.%Y}",
        }
        url = reverse("certificates:document", args=[batch.replaces_id])
        yield Task("info", "pen", title % {"number": batch.replaced}, note, url, _("Look"))


def supports_to_sign(now: datetime) -> Iterator[Task]:
    """Statements of completed support that wait for the head."""
    for batch in Batch.objects.of_support().waiting():
        papers: int = vars(batch)["papers"]  # of waiting()
        note = ngettext("%(n)s paper, prepared on %(day)s", "%(n)s papers, prepared on %(day)s", papers)
        title = _("Waiting for the head's signature: statements of support, %(cohort)s") % {"cohort": batch.cohort}
        note %= {"n": papers, "day": f"{timezone.localtime(batch.prepared_at):%d.%m.%Y}"}
        yield Task("info", "pen", title, note, reverse("certificates:support", args=[batch.cohort_id]), _("Look"))


def commissions_to_sign(now: datetime) -> Iterator[Task]:
    """Protocols that the head cannot sign before their commission has; the organiser sees who is missing."""
    rows = Protocol.objects.filter(signed_at=None, signing_required=True).select_related("cohort", "day")
    for row in rows.prefetch_related("signatures").order_by("created_at", "pk"):
        if missing := row.waits_for:
            title = _("Waits for the commission's signatures: protocol %(number)s") % {"number": row}
            note = f"{row.cohort}. {', '.join(each.name for each in missing)}"
            yield Task("info", "pen", title, note, reverse("assessment:protocol_sign", args=[row.pk]), _("Look"))


def reviews_to_decide(now: datetime) -> Iterator[Task]:
    """Appeals and corrections that wait for a commission: the organiser sees that they are not forgotten."""
    for row in Review.objects.pending().with_people().order_by("requested_at", "pk"):
        enrolment = row.result.attempt.enrolment
        title = _("%(kind)s: %(person)s") % {"kind": row.get_kind_display(), "person": enrolment.person}
        note = _("%(cohort)s, since %(day)s") % {
            "cohort": enrolment.cohort,
            "day": f"{timezone.localdate(row.requested_at):%d.%m.%Y}",
        }
        yield Task("warn", "scale", title, note, reverse("assessment:review", args=[row.pk]), _("Look"))


def passed_after_all(now: datetime) -> Iterator[Task]:
    """An appeal was upheld for who had gone on with the next stream meanwhile: nobody studies for a paper they get."""
    rows = Enrolment.objects.filter(status=Enrolment.Status.PASSED, continued_by__status__in=Enrolment.ACTIVE)
    for row in rows.select_related("person", "continued_by__cohort").order_by("pk"):
        title = _("%(person)s has passed after all, and is in another cohort by now") % {"person": row.person}
        url = reverse("courses:enrolment", args=[row.continued_by.pk])
        yield Task("warn", "users", title, str(row.continued_by.cohort), url, _("Look"))
