"""How fast a batch is issued and made, end to end, by two worker processes on PostgreSQL, and where the time goes.

`python -m benchmarks.batches --papers 10000 --register 2000000`: rows, numbers, letters, PDFs, digests and stored
bytes, over a new register and once more over a large one. PostgreSQL, Redis and the workers are its own.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

BASE = Path(__file__).resolve().parent.parent
# So many are made by one process alone, to see where the time goes.
LOOKED_AT = 512
KINDS = ("certificate", "statement")

if TYPE_CHECKING:
    from certificates.models import Batch


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.batches")
    parser.add_argument("--papers", type=int, default=10_000, help="papers of a batch (10000)")
    parser.add_argument("--register", type=int, default=0, help="and once more with so many documents in the register")
    chosen = parser.parse_args()
    sys.path.insert(0, str(BASE))
    from tests.faults.house import House

    with tempfile.TemporaryDirectory(prefix="basqaru-batches-") as folder:
        house = House(Path(folder), mail="dummymail://", careless=False)
        try:
            house.open()
            measure(house, chosen.papers, chosen.register)
        finally:
            house.stop()


def measure(house: Any, papers: int, register: int) -> None:
    from benchmarks.register import grow

    print(f"{'a batch of ' + format(papers, ',') + ' papers':50}{'seconds':>12}{'ms each':>12}{'per s':>9}", flush=True)
    issue(min(papers, LOOKED_AT), "by one process, that was not warm", work=in_this_process)
    with phases() as spent:
        issue(min(papers, LOOKED_AT), "by one process", work=in_this_process, spent=spent)
    house.start("worker")
    issue(LOOKED_AT, "by two workers, that were not warm")
    empty = issue(papers, "by two workers")
    if register:
        print(f"\n{f'the register grows to {grow(register):,} documents':50}", flush=True)
        full = issue(papers, "by two workers")
        print(f"{'a paper over the large register, against the new':50}{full / empty:33.2f}", flush=True)


def issue(papers: int, how: str, *, work: Callable[[], None] = lambda: None, spent: Spent | None = None) -> float:
    """From the head's signature until every PDF is stored and recorded; milliseconds a paper."""
    from django.utils import timezone

    from certificates import issuing
    from tests.certificates.issued import head, organiser
    from tests.crowd import ready_crowd

    wait_for_letters()
    batch = issuing.prepare(ready_crowd(papers), issued_on=timezone.localdate(), by=organiser())
    by, began = head(), time.perf_counter()
    issuing.sign(batch, by=by)
    signed = time.perf_counter()
    work()
    wait_for(batch)
    made = time.perf_counter()
    require_whole(batch, papers)
    report(f"{how}: signed", signed - began, papers)
    report(f"{how}: made", made - signed, papers)
    for name, seconds in (spent or {}).items():
        report(f"    {name}", seconds, papers)
    report(f"{how}: end to end", made - began, papers)
    return 1000 * (made - began) / papers


def in_this_process() -> None:
    from certificates import rendering

    while rendering.sweep():
        pass


def wait_for_letters() -> None:
    """Those of the batch before are on their way still; who began to send them goes on until all are sent."""
    from people.models import OutboxMessage
    from people.tasks import send_outbox

    while OutboxMessage.objects.filter(state=OutboxMessage.State.QUEUED).exists():
        send_outbox()


def wait_for(batch: Batch) -> None:
    """Until nothing is owed any more; the workers send letters meanwhile, as in life, and nobody waits for those.

    What failed for good is not owed: `require_whole` says that it is missing.
    """
    from certificates.models import RenderJob

    owing = (RenderJob.State.QUEUED, RenderJob.State.CLAIMED)
    owed = RenderJob.objects.filter(done_at=None, state__in=owing, document__batch=batch)
    while owed.exists():
        time.sleep(0.05)


def require_whole(batch: Batch, papers: int) -> None:
    """What was timed is what was asked for: as many numbers without a gap, letters, and files as recorded."""
    from certificates.models import DocumentFile
    from certificates.storing import read
    from people.models import OutboxMessage

    numbers = [sorted(batch.documents.filter(kind=kind).values_list("number", flat=True)) for kind in KINDS]
    assert sum(map(len, numbers)) == papers, numbers
    assert all(block == list(range(block[0], block[0] + len(block))) for block in numbers)
    files = DocumentFile.objects.filter(document__batch=batch)
    assert files.count() == papers
    assert all(read(file) for file in files.order_by("?")[:50])
    assert OutboxMessage.objects.filter(person__documents__batch=batch).count() == papers


def report(what: str, seconds: float, papers: int) -> None:
    print(f"{what:50}{seconds:12.2f}{1000 * seconds / papers:12.2f}{papers / seconds:9.0f}", flush=True)


Spent = dict[str, float]


@contextmanager
def phases() -> Iterator[Spent]:
    """Seconds in each part of the work, while it lasts: the parts are called through a clock."""
    from certificates import announcing, claiming, design, issuing, storing

    parts: list[tuple[str, Any, str]] = [
        ("signing: who gets what", issuing, "still_standing"),
        ("signing: what the papers say", issuing, "compose"),
        ("signing: numbers, codes and rows", issuing, "enter"),
        ("signing: letters", announcing, "announce"),
        ("making: claims", claiming, "claim"),
        ("making: PDFs", design, "render"),
        ("making: digests and bytes", storing, "store"),
        ("making: rows of the files", claiming, "record"),
    ]
    spent: Spent = {}
    plain = [getattr(module, name) for _label, module, name in parts]
    for (label, module, name), act in zip(parts, plain, strict=True):
        setattr(module, name, _clocked(act, label, spent))
    try:
        yield spent
    finally:
        for (_label, module, name), act in zip(parts, plain, strict=True):
            setattr(module, name, act)


def _clocked(act: Callable[..., Any], label: str, spent: Spent) -> Callable[..., Any]:
    def clocked(*args: Any, **kwargs: Any) -> Any:
        began = time.perf_counter()
        try:
            return act(*args, **kwargs)
        finally:
            spent[label] = spent.get(label, 0.0) + time.perf_counter() - began

    return clocked


if __name__ == "__main__":
    main()
