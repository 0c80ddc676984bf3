"""Codes as they were typed or listed, each with what the register says of it: the one way for lists and the shell.

What is unknown and what is withheld is the same: there is no standing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from certificates.codes import Flaw, explain, normalise
from certificates.mistyping import what_is_wrong
from certificates.models import Standing
from certificates.verifying import Verdict, judge, told

AT_ONCE = 500
IN_FORCE = {Verdict.VALID, Verdict.EXPIRES_SOON, Verdict.STATEMENT, Verdict.SUPPORT}


@dataclass(frozen=True)
class Answer:
    """What one code is worth. Of a mistyped one the register was not asked."""

    given: str
    flaw: Flaw | None
    standing: Standing | None

    def verdict(self, today: date) -> Verdict:
        if self.flaw is not None:
            return Verdict.MISTYPED
        return judge(self.standing, today) if self.standing else Verdict.UNKNOWN

    def is_in_force(self, today: date) -> bool:
        """A specimen confirms nothing, whatever its state."""
        return self.verdict(today) in IN_FORCE


def look_up(given: Sequence[str]) -> list[Answer]:
    """Each in its place; one query for every five hundred codes, however often one is repeated."""
    flaws = [explain(text) for text in given]
    codes = [normalise(text) for text in given]
    wanted = list(dict.fromkeys(code for code, flaw in zip(codes, flaws, strict=True) if flaw is None))
    found: dict[str, Standing] = {}
    for start in range(0, len(wanted), AT_ONCE):
        rows = Standing.objects.filter(answers_to__in=wanted[start : start + AT_ONCE])
        found |= {row.code: row for row in rows}
    return [
        Answer(text, flaw, None if flaw else found.get(code))
        for text, code, flaw in zip(given, codes, flaws, strict=True)
    ]


def as_data(answer: Answer, now: datetime) -> dict[str, Any]:
    """The answer as `/v/<CODE>.json` gives it."""
    if answer.flaw is not None:
        return {"verdict": Verdict.MISTYPED, "why": what_is_wrong(answer.flaw)}
    return told(answer.standing, now)
