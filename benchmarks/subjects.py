"""What is measured, each with its bare counterpart, in a database of its own."""

from __future__ import annotations

import io
import time
from datetime import time as clock
from random import Random

import xlsxwriter
from django.db import transaction
from django.utils import timezone, translation

from certificates import design, issuing, rendering
from certificates.models import Document, RenderJob
from config.demo import reconciling
from config.demo.names import Character, invent
from config.demo.staff import HEAD, hire, open_provider, take_office
from config.demo.story import QUALITY, Storyteller
from courses import generating, importing
from courses.clashes import seal_of
from courses.models import Cohort, Enrolment, ProgrammeVersion, Session
from people.models import Organisation, Person

HEADERS = ["№", "Тегі", "Аты", "Әкесінің аты", "ЖСН", "Ұйым", "Қала", "E-mail", "Телефон", "Туған күні"]
ROWS = 1000
PAPERS = 30
HOURS = 80


class Stage:
    """The provider and staff of the demonstration, with an open programme."""

    def __init__(self) -> None:
        translation.activate("kk")
        version = ProgrammeVersion.objects.get()
        open_provider()
        self.staff = hire("measured once")
        today = timezone.localdate()
        take_office(self.staff, today)
        self.story = Storyteller(self.staff, version, today, Random(1))
        self.story.decide()
        self.story.people = 5_000
        self.inserted = 3_000
        self.planned = 0

    def import_list(self) -> float:
        """A workbook of 1,000 rows through all checks: upload, preview, one admission."""
        cohort = self.story.enrol_for("Импорт", starts=10, ends=20)
        book = _workbook([invent(Random(n), n + 1) for n in range(ROWS)])
        today = timezone.localdate()
        begin = time.perf_counter()
        listed = importing.receive(cohort, book, name="list.xlsx", by=self.story.organiser)
        outcome = importing.admit(listed, agreement_date=today, order_date=today, by=self.story.organiser)
        spent = time.perf_counter() - begin
        if outcome.admitted != ROWS:
            raise RuntimeError(f"{outcome.admitted} of {ROWS} admitted")
        return spent

    def insert_rows(self) -> float:
        """The same three rows for each of 1,000 people, with no check, no history and no event."""
        cohort = self.story.enrol_for("Тек жазу", starts=10, ends=20)
        people = [invent(Random(n), self.inserted + n) for n in range(ROWS)]
        begin = time.perf_counter()
        with transaction.atomic():
            for who in people:
                _insert(who, cohort)
        return time.perf_counter() - begin

    def sign_batch(self) -> list[Document]:
        """30 papers, prepared and signed; no PDF is made yet."""
        batch = issuing.prepare(self._attested("Қол қою"), issued_on=timezone.localdate(), by=self.story.organiser)
        return issuing.sign(batch, by=self.staff[HEAD])

    def issue_batch(self) -> float:
        """30 papers end to end: prepare, sign, and every PDF made and stored."""
        cohort = self._attested("Беру")
        begin = time.perf_counter()
        batch = issuing.prepare(cohort, issued_on=timezone.localdate(), by=self.story.organiser)
        issuing.sign(batch, by=self.staff[HEAD])
        for pk in RenderJob.objects.filter(document__batch=batch).values_list("pk", flat=True):
            rendering.render(pk)
        spent = time.perf_counter() - begin
        if RenderJob.objects.filter(document__batch=batch, state=RenderJob.State.DONE).count() != PAPERS:
            raise RuntimeError("not every paper was made")
        return spent

    def render_cold(self) -> float:
        """The same 30 papers without their line work, each with a font configuration and parsed styles of its own."""
        from weasyprint import CSS, HTML
        from weasyprint.text.fonts import FontConfiguration

        snapshots = [document.snapshot for document in Document.objects.order_by("-pk")[:PAPERS]]
        begin = time.perf_counter()
        for snapshot in snapshots:
            fonts = FontConfiguration()
            css = CSS(string=design.stylesheet(), font_config=fonts)
            HTML(string=design.document_html(snapshot)).write_pdf(stylesheets=[css], font_config=fonts)
        return time.perf_counter() - begin

    def generate_timetable(self) -> float:
        """All 80 hours of the programme at once: proposed, the clashes confirmed, written with their history."""
        cohort, wishes = self._to_plan("Кесте")
        rival, _its = self._to_plan("Қатар")
        generating.generate(rival, wishes, by=self.story.organiser)
        begin = time.perf_counter()
        proposal = generating.draft(cohort, wishes)
        made = generating.generate(cohort, wishes, by=self.story.organiser, confirmed=seal_of(proposal.clashes))
        spent = time.perf_counter() - begin
        if (made.hours, len(made.clashes) > 0) != (HOURS, True):
            raise RuntimeError(f"{made.hours} hours planned, {len(made.clashes)} clashes")
        Session.objects.filter(cohort__in=[cohort, rival]).delete()
        return spent

    def insert_timetable(self) -> float:
        """The same sessions, with nothing reckoned, nothing asked and no history."""
        cohort, wishes = self._to_plan("Тек кесте")
        made = generating.draft(cohort, wishes).made
        begin = time.perf_counter()
        with transaction.atomic():
            Session.objects.bulk_create(made)
        spent = time.perf_counter() - begin
        cohort.sessions.all().delete()
        return spent

    def _to_plan(self, name: str) -> tuple[Cohort, generating.Wishes]:
        """A cohort with the reading of the programme that names all 80 hours; no two have one name."""
        self.planned += 1
        cohort = self.story.enrol_for(f"{name}-{self.planned}", starts=40, ends=75)
        readings = cohort.version.discrepancies.get(code="H").readings
        cohort.decisions["H"] = next(reading["key"] for reading in readings if reading.get("extra"))
        cohort.save(update_fields=["decisions"])
        days = (0, 1, 2, 3, 4)
        return cohort, generating.Wishes(cohort.starts_on, days, 6, clock(9), 10, self.story.chair, "101-кабинет")

    @transaction.atomic
    def _attested(self, name: str) -> Cohort:
        cohort = self.story.enrol_for(name, starts=-30, ends=-1)
        self.story.admit(cohort, PAPERS)
        self.story.attest(cohort, -1, (QUALITY * 2)[:PAPERS])
        reconciling.sign_all(cohort)
        return cohort


def _workbook(people: list[Character]) -> io.BytesIO:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, HEADERS)
    for n, who in enumerate(people, 1):
        born = f"{who.birth_date:%d.%m.%Y}"
        cells = [
            n,
            who.surname,
            who.given_name,
            who.patronymic,
            who.iin,
            who.school,
            who.locality,
            who.email,
            who.phone,
        ]
        sheet.write_row(n, 0, [*cells, born])
    book.close()
    stream.seek(0)
    return stream


def _insert(who: Character, cohort: Cohort) -> None:
    school = Organisation(name=f"{who.school} (тек жазу)", locality=who.locality, region=who.region)
    person = Person(
        iin=who.iin, surname=who.surname, given_name=who.given_name, patronymic=who.patronymic, organisation=school
    )
    enrolment = Enrolment(cohort=cohort, person=person, programme=cohort.version.programme, organisation=school)
    for row in (school, person, enrolment):
        setattr(row, "skip_history_when_saving", True)  # noqa: B010 - no field of the model
    school.save()
    person.organisation = school
    person.save()
    enrolment.person, enrolment.organisation = person, school
    enrolment.save()
