"""Two tabs press at the same moment: one consensus, one signature, one decision on an appeal."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest

from assessment.finalising import finalise
from assessment.models import Addendum, Protocol, ProtocolSignature, Resolution, Result, Review, ThirdCall
from assessment.reviewing import reject, request_review, uphold
from assessment.signing import digest_of, sign
from tests.assessment.scenes import MARKS, Scene, agreed, make_day, serik
from tests.at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def apart() -> Scene:
    scene = make_day()
    scene.all_hand_in(MARKS["85"], MARKS["70"])
    return scene


def test_two_presses_make_one_consensus_or_ask_one_third_member() -> None:
    scene = apart()
    consensus, third = agreed(scene.first), serik()
    codes = at_once(
        partial(finalise, scene.first, by=scene.chair, consensus=consensus),
        partial(finalise, scene.first, by=scene.chair, consensus=consensus),
        partial(scene.ask, third),
    )
    # Whichever came first stands: a result, after which the day is closed, or the call, after which a sheet is due.
    made = (Result.objects.count(), Resolution.objects.count(), ThirdCall.objects.count())
    assert made in {(1, 1, 0), (0, 0, 1)}
    assert codes.count("") == 1
    assert set(codes) <= {"", "day_closed", "decided", "not_submitted"}


def test_two_presses_put_one_signature() -> None:
    scene = apart()
    finalise(scene.first, by=scene.chair, consensus=agreed(scene.first))
    protocol = Protocol.objects.get()
    assert at_once(*[partial(sign, protocol, by=scene.chair, seen=digest_of(protocol))] * 3) == ["", "", ""]
    assert ProtocolSignature.objects.count() == 1


def test_two_tabs_decide_on_one_appeal_once() -> None:
    scene = apart()
    result = finalise(scene.first, by=scene.chair, consensus=agreed(scene.first))
    ask = partial(request_review, result, kind="appeal", text="Қайта қараңыздар", by=scene.organiser)
    assert sorted(at_once(ask, ask)) == ["", "no_review"]
    words: dict[str, Any] = {
        "reason": "Қаралды",
        "took_part": [scene.seat(user) for user in scene.members],
        "by": scene.chair,
    }
    codes = at_once(
        partial(uphold, Review.objects.get(), halves={scene.criteria[0].pk: 40}, **words),
        partial(reject, Review.objects.get(), **words),
    )
    assert sorted(codes) == ["", "decided"]
    assert Addendum.objects.count() == 1
    assert Result.objects.count() == (2 if Review.objects.get().new_result_id else 1)
