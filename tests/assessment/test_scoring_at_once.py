"""Three members score thirty participants at the same moment, over the network: nothing is lost, nobody waits for ever.

Each member is a thread with a session of its own that speaks HTTP to the running server, as a phone does.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from urllib.parse import urlsplit

import pytest
from django.db import connection
from pytest_django.live_server_helper import LiveServer

from assessment.grading import to_halves
from assessment.models import Mark, Sheet
from tests.assessment.scenes import Scene, make_day
from tests.phones import Phone

PARTICIPANTS = 30


def halves(place: int, member: int, number: int) -> int:
    """Another mark for everybody, so that one that lands in the wrong place is seen."""
    return (7 * place + 3 * member + number) % 20


def score(phone: Phone, start: Barrier, member: int, defences: Sequence[int], criteria: Sequence[int]) -> None:
    start.wait(timeout=60)
    for place, defence in enumerate(defences):
        marks = {key: halves(place, member, number) for number, key in enumerate(criteria)}
        for key, value in marks.items():
            told = phone.mark(defence, key, value)
            assert (told["halves"], told["older"]) == (value, False)
        phone.submit(defence, marks)


@pytest.fixture
def scene(transactional_db: None) -> Scene:
    return make_day(participants=PARTICIPANTS, members=3)


def test_three_members_score_thirty_participants_at_once(live_server: LiveServer, scene: Scene) -> None:
    # Two criteria are enough for every sheet to be written from three sides.
    scene.cohort.rules.rubric.criteria.filter(order__lte=3).update(stage="coursework")
    defences = [defence.pk for defence in scene.defences]
    criteria = [criterion.pk for criterion in scene.criteria if not criterion.is_coursework]
    phones = [Phone(urlsplit(live_server.url).netloc, user) for user in scene.members]
    start = Barrier(len(phones))

    def work(member: int) -> None:
        try:
            # Nobody begins with the same participant, and all meet again and again.
            order = defences[member:] + defences[:member]
            score(phones[member], start, member, order, criteria)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(phones)) as pool:
        list(pool.map(work, range(len(phones))))
    assert Sheet.objects.filter(submitted_at__isnull=False).count() == PARTICIPANTS * 3
    assert stands(scene) == expected(scene, defences, criteria)


def stands(scene: Scene) -> dict[tuple[int, int, int], int]:
    """Halves by member, defence and criterion, as the database has them."""
    return {
        (mark.sheet.member.user_id, mark.sheet.defence_id, mark.criterion_id): to_halves(mark.points)
        for mark in Mark.objects.filter(sheet__defence__day=scene.day).select_related("sheet__member")
    }


def expected(scene: Scene, defences: list[int], criteria: Sequence[int]) -> dict[tuple[int, int, int], int]:
    return {
        (user.pk, defence, key): halves(place, member, number)
        for member, user in enumerate(scene.members)
        for place, defence in enumerate(defences[member:] + defences[:member])
        for number, key in enumerate(criteria)
    }
