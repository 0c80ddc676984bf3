"""Where a document in force says something else than the result: the commission has decided on it once more."""

from __future__ import annotations

from django.db.models import Exists, OuterRef
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from assessment.models import Result, Review
from assessment.models.result import ResultQuerySet
from certificates.models import Document, DocumentEvent, Standing


def differing() -> ResultQuerySet:
    """Results that took another's place and have no document, while the one before is still in force."""
    in_force = Document.objects.of_results().filter(
        result__attempt=OuterRef("attempt"), standing__state=Standing.State.IN_FORCE
    )
    return Result.objects.current().filter(Exists(in_force), supersedes__isnull=False, documents=None)


def ground_of(result: Result) -> str:
    """Why a certificate is revoked, as its verification page says it: the decision, its date and number."""
    review: Review | None = getattr(result, "review", None)
    with translation.override(result.attempt.enrolment.cohort.language):
        if review is None or review.decided_at is None:
            return _("Decision of the commission on the result")
        about = {"number": review.addendum, "day": date_format(timezone.localdate(review.decided_at), "d.m.Y")}
        if review.kind == Review.Kind.APPEAL:
            return _("Decision of the appeals commission, protocol %(number)s, %(day)s") % about
        return _("Correction of a clerical error, protocol %(number)s, %(day)s") % about


def class_of(result: Result) -> str:
    """An appeal changed the result; a clerical error put right means that the certificate was a mistake."""
    review: Review | None = getattr(result, "review", None)
    appealed = review is not None and review.kind == Review.Kind.APPEAL
    return DocumentEvent.ReasonClass.APPEAL if appealed else DocumentEvent.ReasonClass.MISTAKE
