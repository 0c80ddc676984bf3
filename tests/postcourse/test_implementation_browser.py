"""A project in practice on a phone: from home to a goal and a report with a photo, and nobody is shut out."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from people.models import User
from people.roles import Role
from postcourse import expert_feedback, implementing, planning, status_judging
from postcourse.expert_feedback import Criterion, Level
from postcourse.models import Standing
from tests.accessible import flaws, flaws_in_both_windows
from tests.browser import sign_in
from tests.cast import make_user
from tests.certificates.issued import issued
from tests.postcourse.implementation_scenes import PDF

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_graduate_writes_a_goal_and_reports_with_a_file_on_a_phone(phone_page: Page, tmp_path: Path) -> None:
    (document,) = issued("89.5")
    row = implementing.begin(planning.plan_for(document.result, now=timezone.now()), now=timezone.now())
    assert row is not None
    today, trainer = timezone.localdate(), make_user("t@institute.example", Role.TRAINER, name="Дәулет Оспанов")
    graduate = make_user("holder@mektep.example", person=row.person, language="en")
    page = phone_page
    sign_in(page, graduate)
    page.goto("/?lang=en")
    page.get_by_role("link", name="Write the goals").click()
    page.locator("#id_title").fill("Сабаққа ену тұрақты жүргізіледі")
    page.get_by_label("Indicator").fill("Айына қатысылған сабақ саны")
    page.get_by_label("Value now").fill("4")
    page.get_by_label("Target value").fill("12,5")
    page.get_by_label("To be reached by").fill(f"{today + timedelta(days=60):%Y-%m-%d}")
    page.get_by_role("button", name="Save the goal").click()
    page.get_by_role("link", name="Report progress").click()
    file = tmp_path / "кесте.pdf"
    file.write_bytes(PDF)
    page.get_by_label("1. Айына қатысылған сабақ саны").fill("8,5")
    page.locator("input[type=file]").set_input_files(str(file))
    page.get_by_role("button", name="Send the progress report").click()
    expect(page.get_by_role("link", name="кесте.pdf")).to_be_visible()
    report = row.reports.get()
    assert (report.values.get().value, report.uploads.get().name, report.by) == (Decimal("8.5"), "кесте.pdf", graduate)
    expert_feedback.give(row, criteria={Criterion.TEAM: (Level.PARTLY, "Аз")}, words="Жақсы", by=trainer)
    status_judging.judge(row, Standing.STUCK, why="Жөндеу", by=trainer)
    page.set_viewport_size({"width": 320, "height": 844})
    page.goto(f"/implementations/{row.pk}/?lang=kk")
    assert flaws(page) == []
    sign_in(page, User.objects.get(email="aigul@institute.example"))
    page.goto(f"/cohorts/{row.plan.attempt.enrolment.cohort_id}/implementation/?lang=kk")
    assert flaws_in_both_windows(page) == []
