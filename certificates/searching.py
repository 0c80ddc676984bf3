"""Finding documents in the register: by number, name, code or cohort; by kind and standing."""

from __future__ import annotations

import re
from datetime import date, timedelta

from django.conf import settings
from django.db.models import Count, Q

from certificates.codes import is_valid, normalise
from certificates.models import Document, Standing
from certificates.models.document import DocumentQuerySet
from courses.models import Cohort
from people.models import Person
from people.names import fold

State = Standing.State
NUMBER = re.compile(r"(\d{4})\s*[-–—/]\s*0*(\d{1,9})\s*$")
KINDS = {
    "certificate": Q(kind=Document.Kind.CERTIFICATE),
    "duplicate": Q(kind=Document.Kind.DUPLICATE),
    "statement": Q(kind=Document.Kind.STATEMENT),
}

SERIES = ("real", "specimen")


def standings(today: date) -> dict[str, Q]:
    """The filters of the register. Expiry is asked of the day, not stored."""
    in_force, soon = Q(standing__state=State.IN_FORCE), today + timedelta(days=settings.EXPIRES_SOON_DAYS)
    return {
        "in_force": in_force & (Q(valid_through=None) | Q(valid_through__gte=today)),
        "expires_soon": in_force & Q(valid_through__gte=today, valid_through__lte=soon),
        "expired": in_force & Q(valid_through__lt=today),
        "revoked": Q(standing__state=State.REVOKED),
        "superseded": Q(standing__state=State.SUPERSEDED),
        "withheld": Q(standing__withheld=True),
    }


def find(words: str, *, kind: str = "", series: str = "") -> DocumentQuerySet:
    rows = Document.objects.filter(KINDS.get(kind, Q()), _matching(words.strip()))
    if series in SERIES:
        rows = rows.filter(is_specimen=series == "specimen")
    return rows


def counts(rows: DocumentQuerySet, today: date) -> dict[str, int]:
    """How many stand under each filter: one query."""
    found = {name: Count("pk", filter=condition) for name, condition in standings(today).items()}
    return dict(rows.aggregate(total=Count("pk"), **found))


def _matching(words: str) -> Q:
    if not words:
        return Q()
    if is_valid(code := normalise(words)):
        return Q(code=code)
    if number := NUMBER.search(words):
        return Q(year=int(number[1]), number=int(number[2]))
    by_name = Q(person__in=Person.objects.search(words))
    return by_name | Q(result__attempt__enrolment__cohort__in=_cohorts(words))


def _cohorts(words: str) -> list[int]:
    """Cohorts by a part of the name; folded here, because databases fold Kazakh letters differently."""
    wanted = fold(words)
    return [pk for pk, name in Cohort.objects.values_list("pk", "name") if wanted and wanted in fold(name)]
