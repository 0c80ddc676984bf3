"""Which kinds of messages may wait, and for what. A kind that is not named here goes out at once.

Never here: whatever somebody waits for at their screen, invitations and cancellations (they change a calendar today),
and what the law has a day for.
"""

from __future__ import annotations

from enum import Enum


class Patience(Enum):
    # Through the quiet hours.
    NIGHT = "night"
    # That, and for the next day once a person has had so many; several that wait become one message.
    DAY = "day"


DIGEST = "digest"
KINDS: dict[str, Patience] = {
    "document-issued": Patience.NIGHT,
    "review-decided": Patience.NIGHT,
    "forgery-answer": Patience.NIGHT,
    "retake-admitted": Patience.NIGHT,
    "renewal-school": Patience.NIGHT,
    "implementation-analysis": Patience.NIGHT,
    "webinar-invitation": Patience.NIGHT,
    "network-digest": Patience.NIGHT,
    "practice-published": Patience.NIGHT,
    "practice-returned": Patience.NIGHT,
    "practice-hidden": Patience.NIGHT,
    DIGEST: Patience.NIGHT,
    "confirm_name": Patience.DAY,
    "feedback": Patience.DAY,
    "survey-invitation": Patience.DAY,
    "retake-reminder": Patience.DAY,
    "renewal-reminder": Patience.DAY,
    "webinar-recording": Patience.DAY,
    "discussion-announced": Patience.DAY,
    "implementation-reminder": Patience.DAY,
    "implementation-feedback": Patience.DAY,
}
WAIT = tuple(KINDS)
GATHERED = tuple(kind for kind, patience in KINDS.items() if patience is Patience.DAY)
# What counts among the messages of a day.
COUNTED = (*GATHERED, DIGEST)
