"""Nothing of the register is scrubbed: a document that was issued is a register's row, and verification goes on.

What somebody wrote who checks lists of codes is.
"""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from assessment.models import Result
from certificates import reported, sheets
from certificates.covering import covered
from certificates.models import Batch, Checker, CheckerEvent, Document, DocumentEvent, ListCheck
from people.human import Human
from people.models import User
from people.scrubbing import NOTHING, Kept, Obstacle, Scrub, blank


def obstacles(human: Human) -> list[Obstacle]:
    """A paper that is owed is issued first: it prints the name, and nobody could print it afterwards."""
    results = Result.objects.current().filter(attempt__enrolment__person__in=human.keys)
    waiting = Batch.objects.issues().filter(
        state=Batch.State.PREPARED, items__result__in=results.order_by().values("pk")
    )
    reissues = Batch.objects.reissues().waiting().filter(replaces__person__in=human.keys).select_related("replaces")
    support = Batch.objects.of_support().filter(
        state=Batch.State.PREPARED, items__result__in=results.order_by().values("pk")
    )
    asked = _("Another paper in place of № %(number)s waits for the signature of the head: sign or withdraw it first.")
    prepared = _("A document in “%(cohort)s” waits for the signature of the head: sign or discard the batch first.")
    owed = _("The result of %(day)s in “%(cohort)s” has no document yet: issue it first.")
    unissued = results.filter(documents=None).exclude(pk__in=waiting.values("items__result"))
    unissued = unissued.exclude(pk__in=covered().filter(confirmed_at__isnull=False).values("pk"))
    later = Result.objects.filter(
        attempt__enrolment=OuterRef("attempt__enrolment"), attempt__number__gt=OuterRef("attempt__number")
    )
    rows = unissued.filter(~Exists(later)).select_related("attempt__enrolment__cohort").order_by("attested_on", "pk")
    return [
        *(
            Obstacle(prepared % {"cohort": batch.cohort}, reverse("certificates:batch", args=[batch.cohort_id]))
            for batch in waiting.select_related("cohort").distinct().order_by("pk")
        ),
        *(
            Obstacle(prepared % {"cohort": batch.cohort}, reverse("certificates:support", args=[batch.cohort_id]))
            for batch in support.select_related("cohort").distinct().order_by("pk")
        ),
        *(
            Obstacle(asked % {"number": batch.replaced}, reverse("certificates:document", args=[batch.replaces_id]))
            for batch in reissues
        ),
        *(
            Obstacle(
                owed % {"day": f"{row.attested_on:%d.%m.%Y}", "cohort": row.attempt.enrolment.cohort},
                reverse("certificates:batch", args=[row.attempt.enrolment.cohort_id]),
            )
            for row in rows
        ),
    ]


def scrubs(human: Human, *, by: User, now: datetime) -> list[Scrub]:
    checkers = Checker.objects.filter(user__in=human.users)
    events = CheckerEvent.objects.filter(checker__user__in=human.users)
    return [
        Scrub(_("whom and what lists of codes were checked for"), checkers, blank(organisation=NOTHING, purpose="")),
        Scrub(_("why checking lists was blocked"), events, blank(why="")),
        *reported.scrubs(human, now=now),
    ]


def kept(human: Human) -> list[Kept]:
    documents = Document.objects.filter(person__in=human.keys)
    why = _("The register of issued documents is kept by law; whoever checks a code still learns that it is genuine.")
    events = DocumentEvent.objects.filter(document__in=documents.order_by().values("pk"))
    reissues = Batch.objects.filter(replaces__in=documents.order_by().values("pk"))
    checks = ListCheck.objects.filter(checker__user__in=human.users)
    return [
        Kept(_("issued documents with the name and the stored PDF"), documents, why),
        Kept(_("what happened to the documents"), events, _("It is a part of the register.")),
        Kept(_("why documents were issued anew"), reissues, _("It is a part of the register.")),
        Kept(_("checks of lists"), checks, _("Days and figures alone, without a code or a name.")),
        *sheets.kept(human),
        *reported.kept(human),
    ]
