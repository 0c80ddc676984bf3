"""Each pile as a strip: from its first number to its last, what lies there and what has become of the rest."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from certificates.blanks.stock import PileCount, State
from people import charts

# The darker, the further on its way; red is what somebody has to see to.
LOOKS = {
    State.CARRIES: "m1", State.ON_PRESS: "m3", State.IN_STOCK: "m6", State.SET_ASIDE: "m5", State.SPOILED: "over",
    State.WRITTEN_OFF: "gone", State.TAKEN_BACK: "gone",
}  # fmt: skip
STAGES = [
    charts.StripKind(state.value, state.label, look) for state, look in LOOKS.items() if state != State.TAKEN_BACK
]


def strips(piles: Iterable[PileCount]) -> list[charts.StripRow]:
    return [
        charts.StripRow(
            label=f"{each.pile.series} №\xa0{each.pile.written(each.pile.first)}–{each.pile.written(each.pile.last)}",
            note=_("%(n)s left") % {"n": each.left},
            url=reverse("certificates:pile", args=[each.pile.pk]),
            stretches=[(run.state, run.first, run.last) for run in each.runs],
            write=each.pile.written,
        )
        for each in piles
    ]
