"""The whole journey in a browser: from an Excel list to a certificate that an employer scans, and a consultation."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings as django_settings
from django.core import mail
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from assessment import marking
from assessment.models import CourseworkMark, Defence, ProtocolSignature, Result
from assessment.rules import rules_of
from certificates.models import Document
from certificates.rendering import sweep as render_all
from courses import deciding
from courses.models import Cohort, Enrolment, ListImport, ProgrammeVersion
from people import tasks
from people.models import OutboxMessage, User
from people.signing_in import ensure_user
from postcourse.inviting import sweep_due
from postcourse.models import Consultation
from postcourse.planning import sweep as plan_all
from tests.accessible import flaws
from tests.browser import DESK, PHONE, open_page, sign_in
from tests.cast import aigul, bolat, daulet, make_provider
from tests.paper_reading import Paper

pytestmark = [pytest.mark.browser, pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]
PATIENCE = 90_000  # milliseconds: a loaded machine is slow, not wrong
SAMPLE = Path(django_settings.BASE_DIR) / "docs" / "samples" / "principals.xlsx"


@dataclass
class Walk:
    """One person's window; every page that is looked at is checked for accessibility on the way."""

    browser: Browser
    address: str
    found: list[str] = field(default_factory=list)

    def window(self, user: User | None, **options: object) -> Page:
        _context, page, complaints = open_page(self.browser, self.address, **options)
        page.set_default_timeout(PATIENCE)
        page.on("close", lambda _: self.found.extend(complaints))
        if user is not None:
            sign_in(page, user)
        return page

    def look(self, page: Page) -> None:
        self.found += flaws(page)


def press(page: Page, selector: str = "main form button.btn-primary, .act button.btn-primary") -> None:
    page.locator(selector).last.click()
    page.wait_for_load_state()


def open_a_cohort(walk: Walk, organiser: User) -> tuple[Page, Cohort]:
    page = walk.window(organiser, **DESK)
    page.goto("/")
    walk.look(page)
    page.goto("/cohorts/new/")
    walk.look(page)
    today = timezone.localdate()
    page.fill("[name=name]", "Қараша-1")
    page.fill("[name=starts_on]", str(today - timedelta(days=10)))
    page.fill("[name=ends_on]", str(today))
    press(page)
    cohort = Cohort.objects.get(name="Қараша-1")
    page.goto(f"/cohorts/{cohort.pk}/move/enrolling/")
    walk.look(page)
    press(page)
    return page, cohort


def admit_the_list(walk: Walk, page: Page, cohort: Cohort) -> None:
    """Cohort, choose the file, check, admit: the four clicks of an organiser."""
    page.goto(f"/cohorts/{cohort.pk}/import/")
    walk.look(page)
    page.set_input_files("input[type=file]", SAMPLE)
    if "/import/" in page.url and not re.search(r"/import/\d+/", page.url):
        press(page)
    page.wait_for_url(re.compile(r"/import/\d+/"))
    walk.look(page)
    page.fill("[name=agreement_date]", str(timezone.localdate()))
    page.fill("[name=order_date]", str(timezone.localdate()))
    press(page, ".act button.btn-primary")
    page.wait_for_load_state("networkidle")
    assert ListImport.objects.get().state == ListImport.State.ADMITTED
    page.goto(f"/cohorts/{cohort.pk}/")
    walk.look(page)
    page.goto(f"/cohorts/{cohort.pk}/move/running/")
    press(page)


def plan_the_day(walk: Walk, page: Page, cohort: Cohort, chair: User) -> None:
    page.goto(f"/cohorts/{cohort.pk}/defences/new/")
    walk.look(page)
    page.fill("[name=held_on]", str(timezone.localdate()))
    page.fill("[name=starts_at]", "10:00")
    page.fill("[name=room]", "305-кабинет")
    page.select_option("[name=chair]", str(chair.pk))
    press(page, "main form button.btn-primary")


def give_coursework(walk: Walk, cohort: Cohort, chair: User) -> None:
    """The trainer pastes the points of the course from Excel: the second of the list has done badly."""
    page = walk.window(chair, **DESK)
    page.goto(f"/cohorts/{cohort.pk}/coursework/")
    walk.look(page)
    places = page.locator("td[data-cell]")
    lines = ["5\t6,5\t4" if row == 1 else "18\t22,5\t13.5" for row in range(page.locator("tr[data-row]").count())]
    places.first.click()
    page.evaluate(
        "text => { const data = new DataTransfer(); data.setData('text/plain', text); document.activeElement"
        ".dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true})); }",
        "\n".join(lines),
    )
    expect(page.locator("td[data-cell][data-value='']")).to_have_count(0)
    walk.look(page)
    assert CourseworkMark.objects.count() == places.count() == 3 * len(lines)


def score_by_taps(walk: Walk, page: Page, defence: Defence, level: int) -> None:
    """A tap for each criterion of the defence and two to submit: level 0 is the lowest, 3 the best."""
    page.goto(f"/defences/{defence.pk}/score/")
    cards = page.locator(".crit")
    assert cards.count() == 2
    for number in range(cards.count()):
        with page.expect_response(re.compile("/mark/")):
            cards.nth(number).locator(".lv button").nth(level).click()
    walk.look(page)
    page.locator("[data-box=submit] summary").click()
    with page.expect_response(re.compile("/submit/")):
        page.locator("[data-box=submit] button").click()


def score_the_rest(chair: User) -> None:
    for defence in Defence.objects.pending().exclude(sheets__submitted_at__isnull=False):
        for criterion in rules_of(defence.attempt.enrolment.cohort).rubric.criteria.at_defence():
            halves = int(criterion.maximum * 2 * 4 / 5)
            marking.save_mark(defence, criterion=criterion.pk, halves=halves, by=chair, now=timezone.now())
        marking.submit(defence, by=chair)


def sign_the_issue(walk: Walk, head: User) -> None:
    page = walk.window(head, **PHONE)
    page.goto("/to-sign/")
    walk.look(page)
    page.locator('main a[href^="/to-sign/"]').first.click()
    page.wait_for_load_state()
    walk.look(page)
    put_the_signature(walk, page)


def sign_the_protocol(walk: Walk, page: Page, protocol: int) -> None:
    page.goto(f"/protocols/{protocol}/sign/")
    walk.look(page)
    put_the_signature(walk, page)
    assert ProtocolSignature.objects.count() == 1


def put_the_signature(walk: Walk, page: Page) -> None:
    press(page, ".act button.btn-primary")
    page.wait_for_load_state("networkidle")
    if "/reauthenticate/" in page.url:
        walk.look(page)
        page.fill("input[name=password]", "a long password 1")
        press(page, "main button.btn-primary")
        page.wait_for_load_state("networkidle")
        if page.locator(".act button.btn-primary").count():
            press(page, ".act button.btn-primary")
            page.wait_for_load_state("networkidle")


def test_the_whole_journey(browser: Browser, live_server: LiveServer, settings: Settings) -> None:
    settings.SITE_URL = live_server.url
    call_command("load_programme", verbosity=0)
    make_provider()
    organiser, chair, head = aigul(), daulet(), bolat()
    for discrepancy in ProgrammeVersion.objects.get().discrepancies.all():
        deciding.decide(discrepancy, discrepancy.proposed, by=organiser)
    walk = Walk(browser, live_server.url)

    office, cohort = open_a_cohort(walk, organiser)
    Cohort.objects.filter(pk=cohort.pk).update(trainer=chair)
    admit_the_list(walk, office, cohort)
    admitted = Enrolment.objects.filter(cohort=cohort, status=Enrolment.Status.ADMITTED).count()
    assert admitted >= 25
    plan_the_day(walk, office, cohort, chair)
    assert Defence.objects.count() == admitted
    give_coursework(walk, cohort, chair)

    phone = walk.window(chair, **PHONE)
    phone.goto("/defences/")
    walk.look(phone)
    best, worst = Defence.objects.order_by("order")[:2]
    score_by_taps(walk, phone, best, 3)
    score_by_taps(walk, phone, worst, 0)
    score_the_rest(chair)
    day = best.day
    phone.goto(f"/defences/days/{day.pk}/")
    walk.look(phone)
    press(phone, "form[action$='/finalise/'] button.btn-primary")
    assert Result.objects.count() == admitted
    day.refresh_from_db()
    assert day.finalised_at is not None
    protocol = Paper(office.request.get(f"/protocols/{day.protocols.get().pk}.pdf", timeout=PATIENCE).body())
    assert best.attempt.enrolment.person.surname in "".join(protocol.text(n) for n in range(len(protocol)))

    sign_the_protocol(walk, phone, day.protocols.get().pk)
    office.goto(f"/cohorts/{cohort.pk}/certificates/")
    walk.look(office)
    press(office, ".act button.btn-primary")
    sign_the_issue(walk, head)
    assert Document.objects.filter(kind="certificate").count() == admitted - 1
    assert Document.objects.get(kind="statement").result.attempt == worst.attempt
    render_all(seconds=600)
    tasks.send_outbox()
    office.goto("/register/")
    walk.look(office)

    document = Document.objects.get(result__attempt=best.attempt)
    letter = next(m for m in mail.outbox if m.to == [document.person.email])
    link = re.search(rf"{re.escape(live_server.url)}(\S+)", str(letter.body))
    assert link is not None
    graduate = ensure_user(document.person.email)
    assert graduate is not None
    mine = walk.window(graduate, **PHONE)
    mine.goto(link[1])
    walk.look(mine)
    mine.goto("/")
    walk.look(mine)
    paper = Paper(mine.request.get(f"/documents/{document.pk}/pdf/", timeout=PATIENCE).body())
    assert [paper.qr(0), paper.qr(1)] == [[f"{live_server.url}/V/{document.code}".upper()]] * 2

    employer = walk.window(None, **PHONE)
    employer.goto(urlsplit(paper.qr(0)[0]).path)
    walk.look(employer)
    assert document.person.full_name in employer.locator("main").inner_text()
    assert employer.context.cookies() == []

    plan_all()
    assert Consultation.objects.filter(plan__attempt=worst.attempt, kind="retake").exists()
    first = Consultation.objects.filter(plan__attempt=best.attempt).order_by("starts_at")[0]
    sweep_due(now=first.invite_at)
    assert OutboxMessage.objects.filter(person=document.person).exclude(calendar="").count() == 1
    mine.goto(f"/support/{first.plan_id}/")
    walk.look(mine)
    mine.locator(f"form[action='/consultations/{first.pk}/confirm/'] button").first.click()
    mine.wait_for_load_state("networkidle")
    first.refresh_from_db()
    assert first.status == Consultation.Status.CONFIRMED
    assert first.starts_at.date() > date.today()  # noqa: DTZ011 - a month away
    for context in list(browser.contexts):
        context.close()
    assert [line for line in walk.found if "Failed to load resource" not in line] == []
