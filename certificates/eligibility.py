"""The dry run: who of a cohort gets which paper, who gets none, and why (design §4 Issue)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from assessment.models import Result
from certificates.composing import kept_record
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
    # Its document; of a retake that was not passed either, the statement of the first attempt.
    issued: Document | None = None
    # What it takes the place of: the statement of the first attempt after a retake, or, where the commission has
    # decided on the result once more, the document of the earlier result.
    replaces: Document | None = None
    # The certificate that such a decision takes out of force: the statement is issued in the same act.
    revokes: Document | None = None
    warnings: list[str] = field(default_factory=list)

    @property
    def person(self) -> Person:
        return self.enrolment.person

    @property
    def printed_name(self) -> str:
        """Of two records of one human the name on the one that is kept."""
        return kept_record(self.person).full_name

    @property
    def name_is_confirmed(self) -> bool:
        """What they confirmed is what is printed."""
        is_same = self.person.merged_into_id is None or self.enrolment.confirmed_name == self.printed_name
        return is_same and self.enrolment.name_is_confirmed

    @property
    def is_done(self) -> bool:
        """The result has its document."""
        return self.issued is not None and not self.obstacle

    @property
    def decided(self) -> Result:
        """The result of a line that gets a paper."""
        if self.result is None:
            raise LookupError(f"Enrolment {self.enrolment.pk} has no result.")
        return self.result

    @property
    def kind_label(self) -> str:
        return str(Kind(self.kind).label) if self.kind else ""


def dry_run(cohort: Cohort) -> list[Line]:
    """A line for every enrolment, in the alphabetical order of the list; four queries whatever its length."""
    return dry_runs([cohort])[cohort.pk]


def dry_runs(cohorts: Collection[Cohort]) -> dict[int, list[Line]]:
    """The same for several cohorts at once, by the cohort's key, for as many queries."""
    people = Prefetch("person", Person.objects.with_shared_email().select_related("merged_into"))
    enrolments = Enrolment.objects.filter(cohort__in=cohorts).select_related("organisation").prefetch_related(people)
    results = _current_results(cohorts)
    papers: dict[int, list[Document]] = {}
    issued = Document.objects.of_results().filter(result__attempt__enrolment__cohort__in=cohorts)
    for document in issued.select_related("standing", "result__attempt"):
        papers.setdefault(document.result.attempt.enrolment_id, []).append(document)
    lines: dict[int, list[Line]] = {cohort.pk: [] for cohort in cohorts}
    for enrolment in enrolments.order_by("person__name_key", "pk"):
        lines[enrolment.cohort_id].append(_line(enrolment, results.get(enrolment.pk), papers))
    return lines


def _current_results(cohorts: Collection[Cohort]) -> dict[int, Result]:
    """The result that counts for each enrolment: of the latest attempt, not superseded by an appeal."""
    rows = Result.objects.filter(attempt__enrolment__cohort__in=cohorts).current()
    found = rows.select_related("attempt", "defence__day").order_by("attempt__number")
    return {result.attempt.enrolment_id: result for result in found}


def _line(enrolment: Enrolment, result: Result | None, papers: dict[int, list[Document]]) -> Line:
    if enrolment.status not in DECIDED or result is None:
        return Line(enrolment, obstacle=_why_none(enrolment))
    of_enrolment = papers.get(enrolment.pk, [])
    documents = [document for document in of_enrolment if document.result.attempt_id == result.attempt_id]
    if issued := next((document for document in documents if document.result_id == result.pk), None):
        return Line(enrolment, result, issued=issued)
    if result.defence is not None and result.defence.day.finalised_at is None:
        return Line(enrolment, result, obstacle=_("The defence day is still open: its protocol comes first."))
    kind = Kind.CERTIFICATE if result.passed else Kind.STATEMENT
    if standing := next((document for document in documents if document.standing.state == "in_force"), None):
        return _different(enrolment, result, kind, standing)
    earlier = next((each for each in of_enrolment if _is_statement_in_force(each)), None)
    if earlier is not None and kind == Kind.STATEMENT and result.supersedes_id is None:
        return Line(enrolment, result, issued=earlier)
    return Line(enrolment, result, kind=kind, replaces=earlier, warnings=_warnings(enrolment))


def _different(enrolment: Enrolment, result: Result, kind: str, standing: Document) -> Line:
    """The commission has decided once more: a document in force says something else than the result."""
    if kind == Kind.STATEMENT and standing.kind != Kind.STATEMENT:
        return Line(enrolment, result, kind=kind, revokes=standing, warnings=_warnings(enrolment))
    return Line(enrolment, result, kind=kind, replaces=standing, warnings=_warnings(enrolment))


def _is_statement_in_force(document: Document) -> bool:
    return document.kind == Kind.STATEMENT and document.standing.state == "in_force"


def _why_none(enrolment: Enrolment) -> str:
    if enrolment.status in (*DECIDED, Enrolment.Status.ADMITTED):
        return _("No result yet.")
    return enrolment.get_status_display()


def _warnings(enrolment: Enrolment) -> list[str]:
    found: list[str] = []
    person = enrolment.person
    if enrolment.name_objection:
        found.append(
            _("The participant says that the name is misspelt: “%(text)s”") % {"text": enrolment.name_objection}
        )
    elif not Line(enrolment).name_is_confirmed:
        found.append(_("The spelling of the name is not confirmed."))
    if letters := unprintable(kept_record(person).full_name):
        found.append(_("The paper's font has no letter “%(letters)s”.") % {"letters": letters})
    if not person.email:
        found.append(_("No e-mail: the organiser hands over the paper."))
    elif getattr(person, "email_is_shared", False):
        found.append(_("The e-mail is shared with others: the organiser hands over the paper."))
    return found
