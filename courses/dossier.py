"""What the pages of a person and of a school say of the courses, and what of them stands against a merge."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from courses.models import Application, Cohort, Enrolment
from people.dossier import Section
from people.listing import Filter, Narrowing
from people.models import Merge, Organisation, Person, User
from people.models.person import PersonQuerySet

SHOWN = 100
NOWHERE = "nowhere"


def enrolments_of(person: Person, user: User) -> Section:
    """Also those of the records that were merged into this one."""
    records = Person.objects.records_of(person).order_by().values("pk")
    rows = Enrolment.objects.visible_to(user).filter(person__in=records)
    shown = rows.select_related("cohort__version", "organisation", "person").order_by("-cohort__starts_on", "-pk")
    return Section("courses/_enrolments_of_person.html", {"enrolments": shown, "person": person})


def participants_from(organisation: Organisation, user: User) -> Section:
    """Who was sent to which cohort by this school, as the enrolment says, wherever they work today."""
    rows = Enrolment.objects.visible_to(user).filter(organisation=organisation).select_related("cohort", "person")
    ordered = rows.order_by("-cohort__starts_on", "cohort", "person__name_key", "pk")
    return Section(
        "courses/_participants_from_school.html", {"enrolments": list(ordered[:SHOWN]), "total": rows.count()}
    )


def courses_held(person: Person) -> tuple[str, int]:
    """With those of the records that were merged into this one, as all that is counted for a merge."""
    records = Person.objects.records_of(person).order_by().values("pk")
    return _("Courses"), Enrolment.objects.filter(person__in=records).count()


def both_study(kept: Person, merged: Person) -> Iterator[str]:
    """A person is in one active enrolment of a programme at a time (design §3.1): so two records with one each wait."""
    active = Enrolment.objects.filter(status__in=Enrolment.ACTIVE).select_related("cohort")
    theirs = {row.programme_id: row.cohort for row in active.filter(person=merged)}
    records = Person.objects.records_of(kept).order_by().values("pk")
    for row in active.filter(person__in=records, programme__in=theirs):
        yield _(
            "Both records study on one programme, in “%(one)s” and in “%(other)s”: end one of the two enrolments first."
        ) % {"one": row.cohort, "other": theirs[row.programme_id]}


def go_on_across(row: Merge) -> Iterator[str]:
    """What one of the two records began and the other continues is one course of one human: it is not torn in two."""
    kept = Person.objects.records_of(row.kept_id).exclude(pk=row.merged_id).order_by().values("pk")
    across = Q(person=row.merged_id, continues__person__in=kept) | Q(person__in=kept, continues__person=row.merged_id)
    for each in Enrolment.objects.filter(across).select_related("cohort", "continues__cohort"):
        yield _(
            "What began in “%(old)s” on one of the two records goes on in “%(new)s” on the other: these are one course "
            "of one human, and the merge stays."
        ) % {"old": each.continues.cohort if each.continues else "", "new": each.cohort}


def begun_since(row: Merge) -> Iterator[str]:
    """Each enrolment that was made while they were one human, and the record that it stays on."""
    records = Person.objects.records_of(row.kept_id).order_by().values("pk")
    rows = Enrolment.objects.filter(person__in=records, created_at__gte=row.at).select_related("cohort", "person")
    for each in rows.order_by("created_at", "pk"):
        yield _("“%(cohort)s” was begun since the merge: it stays on the record with IIN %(iin)s.") % {
            "cohort": each.cohort, "iin": each.person.shown_iin or "–",
        }  # fmt: skip


def claimed_addresses(kept: Person, merged: Person) -> Iterator[str]:
    """A merge moves what is on record; what only a visitor of the public page wrote is not (`courses.applying`)."""
    on_record = {kept.email, merged.email}
    for row in Application.objects.open().filter(person__in=[kept, merged]):
        if row.said["email"] not in on_record:
            yield _(
                "The address %(email)s stands in an application alone, and the merge does not take it: whether it is "
                "this person's is decided on the page of the application."
            ) % {"email": row.said["email"]}


def _by_study(people: PersonQuerySet, chosen: Mapping[str, str]) -> PersonQuerySet:
    study, stage = chosen.get("study", ""), chosen.get("stage", "")
    rows = Enrolment.objects.all()
    if study and study != NOWHERE:
        rows = rows.filter(status=study)
    if stage and study != NOWHERE:
        rows = rows.filter(cohort__status=stage)
    # Each of the two by an index of its own: the person's rows, and those of records that were merged into theirs.
    theirs = Exists(rows.filter(person=OuterRef("pk"))) | Exists(rows.filter(person__merged_into=OuterRef("pk")))
    if study == NOWHERE:
        return people.filter(~theirs)
    return people.filter(theirs) if study or stage else people


STUDY = Filter(
    "study",
    lambda: _("Status in the cohort"),
    lambda: [*((value, str(label)) for value, label in Enrolment.Status.choices), (NOWHERE, _("In no cohort"))],
)
STAGE = Filter(
    "stage",
    lambda: _("Status of the cohort"),
    lambda: [(value, str(label)) for value, label in Cohort.Status.choices],
)
BY_STUDY = Narrowing((STUDY, STAGE), _by_study)
