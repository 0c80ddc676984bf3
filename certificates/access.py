"""Fetching with permission: what is not the reader's does not exist for them."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from certificates.models import Batch, Document
from courses.models import Cohort
from people.access import staff
from people.roles import Role


def cohort_or_404(pk: int) -> Cohort:
    return get_object_or_404(Cohort.objects.select_related("version"), pk=pk)


def batch_or_404(pk: int) -> Batch:
    """A batch that was not discarded: a discarded one is nobody's business any more."""
    rows = Batch.objects.exclude(state=Batch.State.DISCARDED)
    return get_object_or_404(
        rows.select_related("cohort__version", "prepared_by", "signed_by", "signatory", "replaces", "design"), pk=pk
    )


def batch_to_sign_or_404(pk: int) -> Batch:
    """The same, with whatever the head looks at."""
    return get_object_or_404(Batch.objects.exclude(state=Batch.State.DISCARDED).for_queue(), pk=pk)


def document_or_404(pk: int) -> Document:
    rows = Document.objects.select_related("standing", "person", "file", "job", "result__attempt__enrolment__cohort")
    return get_object_or_404(rows, pk=pk)


def own_document_or_404(request: HttpRequest, pk: int) -> Document:
    """The holder's own document; the organiser may see everybody's. To anybody else it does not exist."""
    user, document = staff(request), document_or_404(pk)
    if not user.has_role(Role.ORGANISER, Role.ADMINISTRATOR) and not user.owns(document.person_id):
        raise Http404
    return document
