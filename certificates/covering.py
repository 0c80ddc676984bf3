"""A retake that is not passed needs no second statement: the first one says the same, and stays in force."""

from __future__ import annotations

from django.db.models import Exists, OuterRef

from assessment.models import Result
from assessment.models.result import ResultQuerySet
from certificates.models import Document, Standing


def covered() -> ResultQuerySet:
    """Failed retakes for which the statement of the first attestation stands; where it was revoked there is none.

    One that the commission has decided on once more gets a statement of its own: with it the head signs the new result.
    """
    statements = Document.objects.filter(
        result__attempt__enrolment=OuterRef("attempt__enrolment"),
        kind=Document.Kind.STATEMENT,
        standing__state=Standing.State.IN_FORCE,
    )
    again = Result.objects.current().filter(attempt__number=2, passed=False, supersedes=None, documents=None)
    return again.filter(Exists(statements))
