"""How many blanks there are, where they went, and whether new ones have to be ordered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.conf import settings
from django.db.models import F, Max, Q, Window
from django.db.models.functions import Lag
from django.utils import timezone

from certificates.models import Blank, BlankPile

State = Blank.State
# Words that nobody has received or printed for so long are not missed when their blanks run out.
REMEMBERED = timedelta(days=365)


@dataclass(frozen=True)
class Run:
    """Neighbours in one state, both ends included."""

    state: str
    first: int
    last: int

    @property
    def size(self) -> int:
        return self.last - self.first + 1


@dataclass(frozen=True)
class PileCount:
    """A pile and what has become of its blanks; received − carried − written off = left."""

    pile: BlankPile
    counts: dict[str, int]
    next_number: str
    runs: list[Run] = field(default_factory=list)

    @property
    def left(self) -> int:
        return self.received - self.counts[State.CARRIES] - self.counts[State.WRITTEN_OFF]

    @property
    def received(self) -> int:
        """None of a pile that was entered by mistake."""
        return self.pile.size - self.counts[State.TAKEN_BACK]

    @property
    def ready(self) -> int:
        """Can be printed on as they lie."""
        return self.counts[State.IN_STOCK]


@dataclass(frozen=True)
class Kind:
    """Blanks that can stand in for each other: the same words, all protected or all for trying out."""

    language: str
    is_specimen: bool
    ready: int
    is_missed: bool

    @property
    def label(self) -> str:
        return str(BlankPile.Words(self.language).label)

    @property
    def is_low(self) -> bool:
        return self.is_missed and self.ready < settings.BLANKS_LOW


def piles(rows: Iterable[BlankPile] | None = None, *, with_runs: bool = False) -> list[PileCount]:
    """Every pile with its counts, the oldest delivery first: one question, and one more for where the runs lie."""
    found = list(BlankPile.objects.with_counts().select_related("received_by") if rows is None else rows)
    runs = _runs(found) if with_runs else {}
    return [_counted(pile, runs.get(pile.pk, [])) for pile in found]


def _counted(pile: BlankPile, runs: list[Run]) -> PileCount:
    counts = {state: getattr(pile, f"n_{state}") for state in State.values}
    next_value = pile.next_value  # type: ignore[attr-defined]  # annotated, as the counts are
    return PileCount(pile, counts, "" if next_value is None else pile.written(next_value), runs)


def _runs(found: list[BlankPile]) -> dict[int, list[Run]]:
    """Read from the rows at which a new run begins: as many as there are runs, however many blanks."""
    before = Window(Lag("state"), partition_by="pile", order_by="value")
    begins = Blank.objects.filter(pile__in=found).annotate(before=before).filter(Q(before=None) | ~Q(before=F("state")))
    starts: dict[int, list[tuple[int, str]]] = {}
    for pile, value, state in begins.order_by("pile", "value").values_list("pile", "value", "state"):
        starts.setdefault(pile, []).append((value, state))
    return {pile.pk: _between(starts.get(pile.pk, []), pile.last) for pile in found}


def _between(starts: list[tuple[int, str]], last: int) -> list[Run]:
    ends = [value - 1 for value, _state in starts[1:]] + [last]
    return [Run(state, value, end) for (value, state), end in zip(starts, ends, strict=True)]


def kinds(today: date, counted: list[PileCount] | None = None) -> list[Kind]:
    """What is left of each kind, and whether it is missed: it was received or used within a year."""
    ready: dict[tuple[bool, str], int] = {}
    for pile, count in _ready() if counted is None else [(each.pile, each.ready) for each in counted if each.received]:
        key = pile.is_specimen, pile.language
        ready[key] = ready.get(key, 0) + count
    if not ready:
        return []
    seen = BlankPile.objects.counted().order_by().values("is_specimen", "language")
    dates = {
        (row["is_specimen"], row["language"]): max(
            filter(None, (row["received"], row["printed"] and timezone.localtime(row["printed"]).date()))
        )
        for row in seen.annotate(received=Max("received_on"), printed=Max("jobs__at"))
    }
    return [
        Kind(language, is_specimen, count, dates[is_specimen, language] >= today - REMEMBERED)
        for (is_specimen, language), count in sorted(ready.items())
    ]


def _ready() -> list[tuple[BlankPile, int]]:
    """Reads the blanks that lie ready and no others: of millions most have gone their way."""
    return [(pile, pile.n_in_stock) for pile in BlankPile.objects.counted().with_count_of(State.IN_STOCK)]  # type: ignore[attr-defined]


def spoiled() -> int:
    """How many blanks wait for an act."""
    rows = BlankPile.objects.with_count_of(State.SPOILED)
    return sum(pile.n_spoiled for pile in rows)  # type: ignore[attr-defined]


@dataclass(frozen=True)
class SeriesCount:
    """The balance of a series over all its piles."""

    series: str
    piles: int
    received: int
    carried: int
    written_off: int

    @property
    def left(self) -> int:
        return self.received - self.carried - self.written_off


def by_series(counted: Iterable[PileCount]) -> list[SeriesCount]:
    groups: dict[str, list[PileCount]] = {}
    for each in counted:
        groups.setdefault(each.pile.series, []).append(each)
    return [
        SeriesCount(
            series,
            len(piles),
            sum(each.received for each in piles),
            sum(each.counts[State.CARRIES] for each in piles),
            sum(each.counts[State.WRITTEN_OFF] for each in piles),
        )
        for series, piles in groups.items()
    ]


def next_blanks(pile: BlankPile, count: int) -> list[Blank]:
    """So many from the top of the pile, or as many as there are."""
    return list(Blank.objects.filter(pile=pile, state=State.IN_STOCK).order_by("value")[:count])
