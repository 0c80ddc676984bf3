"""The commission's words to a participant: the chair's, as long as the head has not signed."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessment.commenting import write_feedback
from assessment.finalising import finalise
from assessment.models import DefenceFeedback, Result
from people.versions import CHANGED_MEANWHILE, newest_version
from tests.assessment.scenes import MARKS, Scene, make_day
from tests.cast import marat

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def decided(members: int = 1) -> Scene:
    scene = make_day(members=members)
    scene.all_hand_in(*[MARKS["70"]] * members)
    finalise(scene.first, by=scene.chair)
    return scene


def test_the_chair_writes_and_rewrites_and_the_history_keeps_what_was_written() -> None:
    scene = decided()
    for text in ("Strong analysis.", "Strong analysis, short on figures."):
        write_feedback(scene.first, text=text, by=scene.chair)
    row = DefenceFeedback.objects.get()
    assert (row.text, row.written_by, row.history.count()) == ("Strong analysis, short on figures.", scene.chair, 2)


def test_before_the_result_there_are_no_words_and_after_the_signature_they_stay() -> None:
    scene = make_day(members=1)
    with pytest.raises(ValidationError, match="has no result yet"):
        write_feedback(scene.first, text="…", by=scene.chair)
    scene.all_hand_in(MARKS["70"])
    finalise(scene.first, by=scene.chair)
    Result.objects.update(confirmed_at=timezone.now(), confirmed_by=scene.organiser)
    with pytest.raises(ValidationError, match="the participant reads these words, and they stay"):
        write_feedback(scene.first, text="…", by=scene.chair)


def test_only_the_chair_writes(client: Client) -> None:
    scene = decided(members=2)
    url = reverse("assessment:feedback", args=[scene.first.pk])
    for user, status in ((scene.members[1], 403), (scene.organiser, 403), (marat(), 404), (scene.chair, 200)):
        client.force_login(user)
        assert client.get(url).status_code == status
        if user != scene.chair:
            with pytest.raises(PermissionDenied):
                write_feedback(scene.first, text="…", by=user)


def test_two_devices_of_the_chair_are_told_of_each_other(client: Client) -> None:
    scene = decided()
    client.force_login(scene.chair)
    url = reverse("assessment:feedback", args=[scene.first.pk])
    assert client.post(url, {"text": "First.", "seen": "0"}).status_code == 302
    with pytest.raises(ValidationError) as refusal:
        write_feedback(scene.first, text="Other.", seen=0, by=scene.chair)
    assert refusal.value.error_list[0].code == CHANGED_MEANWHILE
    seen = newest_version(DefenceFeedback.objects.get())
    write_feedback(scene.first, text="Second.", seen=seen, by=scene.chair)
    page = client.post(url, {"text": "Third.", "seen": str(seen)})
    assert "“First.” became “Second.”" in page.content.decode()
    assert DefenceFeedback.objects.get().text == "Second."


def test_the_day_leads_to_the_words_for_the_chair_alone(client: Client) -> None:
    scene = decided(members=2)
    day, url = reverse("assessment:day", args=[scene.day.pk]), reverse("assessment:feedback", args=[scene.first.pk])
    for user, shown in ((scene.chair, True), (scene.members[1], False), (scene.organiser, False)):
        client.force_login(user)
        assert (url in client.get(day).content.decode()) is shown
