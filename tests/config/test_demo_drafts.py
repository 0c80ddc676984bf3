"""The draft of the demonstration: its hours agree, and only the English of one result is still to be written."""

from __future__ import annotations

import pytest
from django.utils import translation

from config.demo.drafts import begin_next_version
from courses.draft_findings import findings
from courses.draft_hours import hours_agree
from tests.cast import aigul
from tests.courses.drafts import loaded

pytestmark = pytest.mark.django_db


def test_the_draft_of_the_demonstration_wants_one_english_text() -> None:
    draft = begin_next_version(loaded(), by=aigul())
    assert hours_agree(draft.content)
    with translation.override("en"):
        sentences = [each.sentence for each in findings(draft)]
    assert sentences == ["Module 5: Expected result: nothing is written in English."]
