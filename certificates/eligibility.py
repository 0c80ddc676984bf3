"""The dry run: who of a cohort gets which paper, who gets none, and why (design §4 Issue)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from assessment.models import Result
from certificates.models import Document
from courses.models import Cohort, Enrolment
from people.models import Person
from people.paper import unprintable

Kind = Document.Kind
DECIDED = (Enrolment.Status.PASSED, Enrolment.Status.NOT_PASSED)


@dataclass(frozen=True)
class Line:
    """One enrolment: the paper it gets, or the obstacle, and what somebody should know before signing."""

    enrolment: Enrolment
    result: Result | None = None
    kind: str = ""
    obstacle: str = ""
    issued: Document | None = None
    warnings: list[str] = field(default_factory=list)

    @property
    def person(self) -> Person:
        return self.enrolment.person

    @property
    def kind_label(self) -> str:
        return str(Kind(self.kind).label) if self.kind else ""


def dry_run(cohort: Cohort) -> list[Line]:
    """A line for every enrolment, in the alphabetical order of the list; four queries whatever its length."""
    enrolments = list(cohort.enrolments.select_related("person", "organisation").order_by("person__name_key", "pk"))
    results = current_results(cohort)
    papers: dict[int, list[Document]] = {}
    for document in Document.objects.filter(result__attempt__enrolment__cohort=cohort).select_related(
        "standing", "result"
    ):
        papers.setdefault(document.result.attempt_id, []).append(document)
    alone = _own_addresses([enrolment.person for enrolment in enrolments])
    return [_line(enrolment, results.get(enrolment.pk), papers, alone) for enrolment in enrolments]


def current_results(cohort: Cohort) -> dict[int, Result]:
    """The result that counts for each enrolment: of the latest attempt, not superseded by an appeal."""
    rows = Result.objects.filter(attempt__enrolment__cohort=cohort, superseded_by=None)
    found = rows.select_related("attempt__defence__day").order_by("attempt__number")
    return {result.attempt.enrolment_id: result for result in found}


def _line(
    enrolment: Enrolment, result: Result | None, papers: dict[int, list[Document]], own_addresses: set[str]
) -> Line:
    if enrolment.status not in DECIDED or result is None:
        return Line(enrolment, obstacle=_why_none(enrolment))
    documents = papers.get(result.attempt_id, [])
    if issued := next((document for document in documents if document.result_id == result.pk), None):
        return Line(enrolment, result, obstacle=_("Issued already."), issued=issued)
    if standing := next((document for document in documents if document.standing.state == "in_force"), None):
        reason = _("The document of the earlier result is still in force: revoke it first.")
        return Line(enrolment, result, obstacle=reason, issued=standing)
    kind = Kind.CERTIFICATE if result.passed else Kind.STATEMENT
    return Line(enrolment, result, kind=kind, warnings=_warnings(enrolment, own_addresses))


def _why_none(enrolment: Enrolment) -> str:
    if enrolment.status in (*DECIDED, Enrolment.Status.ADMITTED):
        return _("No result yet.")
    return enrolment.get_status_display()


def _warnings(enrolment: Enrolment, own_addresses: set[str]) -> list[str]:
    found, person = [], enrolment.person
    if enrolment.name_confirmed_at is None:
        found.append(_("The spelling of the name is not confirmed."))
    if letters := unprintable(person.full_name):
        found.append(_("The paper's font has no letter “%(letters)s”.") % {"letters": letters})
    if not person.email:
        found.append(_("No e-mail: the organiser hands over the paper."))
    elif person.email.lower() not in own_addresses:
        found.append(_("The e-mail is shared with others: the organiser hands over the paper."))
    return found


def _own_addresses(people: list[Person]) -> set[str]:
    """The addresses that belong to one person only: the others reach nobody for certain (design §2)."""
    wanted = {person.email.lower() for person in people if person.email}
    rows = Person.objects.filter(merged_into=None).annotate(address=Lower("email")).filter(address__in=wanted)
    return {address for address, count in Counter(rows.values_list("address", flat=True)).items() if count == 1}
