"""Certificates from a compiled design beside one WeasyPrint call each: CPU, memory, size, the same page, the QR code.

`python -m benchmarks.papers`; `benchmarks.run` runs it. CPU time of this process alone, the two sides taking turns;
every paper that a design could not hold is laid out whole within the time that is told, and counted. The first figure
is of people one in a hundred of whom has a letter that no design holds, or the longest topic that the product takes.
The QR codes are read by zxing-cpp, as the product itself reads papers: zbar comes in no wheel that is kept up.
"""

from __future__ import annotations

import argparse
import io
import os
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PIL import Image

if TYPE_CHECKING:
    from certificates.snapshot import Snapshot

BASE = Path(__file__).resolve().parent.parent
ROUNDS, COHORT = 10, 30
DESIGNS: list[dict[str, Any]] = [{}, {"language": "ru"}, {"language": "en"}, {"language": "tri"}, {"specimen": True}]
AWKWARD_EVERY = 100  # of those whose speed is told, one in so many is as a design can hardly hold them
LONGEST_EVERY = 20  # of those that are held against WeasyPrint, so many have the longest names


def main() -> None:
    asked = _arguments()
    with tempfile.TemporaryDirectory(prefix="basqaru-papers-") as folder:
        os.environ.update(DATA_DIR=folder, DJANGO_SETTINGS_MODULE="benchmarks.settings", LOG_LEVEL="ERROR")
        sys.path.insert(0, str(BASE))
        import django

        django.setup()
        speed(asked.people, asked.slow)
        cold_cohort(asked.slow // 2)
        memory(asked.memory)
        sizes_and_codes(asked.codes)
        same_page(asked.oracle)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    for name, count in (("people", 5_000), ("slow", 40), ("memory", 10_000), ("codes", 50), ("oracle", 500)):
        parser.add_argument(f"--{name}", type=int, default=count)
    return parser.parse_args()


def speed(people: int, slow: int) -> None:
    """So many people as in life, and as many who all fit, fewer by one call each; all share one design."""
    from certificates import design
    from certificates.compiling import counting
    from tests.certificates.many_people import many

    everybody, plain = list(many(people, awkward_every=AWKWARD_EVERY)), list(many(people))
    design.render(everybody[0])
    alone(everybody[0])
    whole, ours, fitting, bare, reused = Counter[str](), [], [], [], []
    share, few = people // ROUNDS, max(1, slow // ROUNDS)
    for n in range(ROUNDS):
        before = counting.counted()
        ours.append(_milliseconds(design.render, everybody[n * share : (n + 1) * share]))
        whole += counting.counted() - before
        fitting.append(_milliseconds(design.render, plain[n * share : (n + 1) * share]))
        bare.append(_milliseconds(alone, everybody[n * share : n * share + few]))
        reused.append(_milliseconds(design.render_whole, everybody[n * share : n * share + 1]))
    filled = whole.pop(counting.FILLED, 0)
    a, b = statistics.median(ours), statistics.median(bare)
    _say(f"CPU a certificate: design ({share * ROUNDS:,}), one call each ({few * ROUNDS}), ms", a, b)
    _say(f"CPU a certificate: design, one call with fonts and styles kept ({ROUNDS}), ms", a, statistics.median(reused))
    _say("the same people without one who does not fit, ms", statistics.median(fitting), b)
    total = sum(ours) / ROUNDS
    _say("the same, means instead of medians, ms", total, sum(bare) / ROUNDS)
    count = whole.total()
    print(f"    laid out whole: {count} of {count + filled:,} ({count / (count + filled):.2%}) {dict(whole)}")


def cold_cohort(slow: int) -> None:
    """A cohort of a design that nobody has compiled: layout, fonts, QR patterns and all."""
    from certificates import design, qr
    from certificates.compiling import cache
    from tests.certificates.many_people import many

    ours, bare = [], []
    for n in range(3):
        cohort = list(many(COHORT, seed=n, issued_on=f"2026-11-{n + 1:02d}"))
        cache.forget()
        qr.forget()
        ours.append(COHORT * _milliseconds(design.render, cohort))
        bare.append(COHORT * _milliseconds(alone, cohort[: max(1, slow // 3)]))
    told = f"CPU of a cold cohort of {COHORT}, one call each (from {3 * max(1, slow // 3)}), ms"
    _say(told, statistics.median(ours), statistics.median(bare))


def memory(papers: int) -> None:
    """Resident memory of this process while it makes so many, after the first tenth."""
    from certificates import design
    from tests.certificates.many_people import many

    seen = []
    for n, snapshot in enumerate(many(papers, seed=3), 1):
        design.render(snapshot)
        if n >= papers // 10 and n % max(1, papers // 100) == 0:
            seen.append(_resident())
    print(f"resident memory over {papers:,}: {seen[0]:.1f} MB, then {min(seen):.1f} to {max(seen):.1f} MB", flush=True)


def sizes_and_codes(papers: int) -> None:
    """What a camera makes of the QR codes on both pages, and how large a file is."""
    import zxingcpp

    from certificates import design
    from certificates.qr import modules, qr_text
    from tests.certificates.many_people import many
    from tests.paper_reading import Paper

    sizes: list[int] = []
    read: dict[str, int] = dict.fromkeys(PICTURES, 0)
    for snapshot in many(papers, seed=4):
        pdf = design.render(snapshot)
        sizes.append(len(pdf))
        text = qr_text(snapshot["site"], str(snapshot["code"]))
        pages = Paper(pdf).pages
        for name, taken in PICTURES.items():
            seen = [[str(code.text) for code in zxingcpp.read_barcodes(taken(page))] for page in pages]
            read[name] += seen == [[text]] * 2
    side = len(modules(text))
    print(f"size of a PDF: {statistics.median(sizes):,.0f} bytes; QR version {(side - 17) // 4}, {side} modules of "
          f"{design.QR_MILLIMETRES / side:.2f} mm")  # fmt: skip
    for name, count in read.items():
        print(f"    read {name}: {count} of {papers}", flush=True)


def same_page(people: int) -> None:
    """Each held against WeasyPrint's own render: words, order, places and the picture of the page."""
    from certificates import design
    from certificates.compiling import counting
    from tests.certificates.many_people import LONGEST, many
    from tests.certificates.oracle import differences, distance, words
    from tests.paper_reading import Paper

    before, wrong, furthest, count = counting.counted(), 0, 0.0, 0
    for n, changes in enumerate(DESIGNS):
        for snapshot in many(people // len(DESIGNS), seed=20 + n, **changes):
            count += 1
            asked: Snapshot = {**snapshot, "name": LONGEST} if count % LONGEST_EVERY == 0 else snapshot  # type: ignore[typeddict-item]
            made, wanted = Paper(design.render(asked)), Paper(design.render_whole(asked))
            told = differences(made, wanted)
            wrong += bool(told)
            for page in range(len(wanted) if not told else 0):
                pairs = zip(words(made, page), words(wanted, page), strict=True)
                furthest = max(furthest, *(distance(one, other) for one, other in pairs))
            if told:
                print(f"    {asked['number']}: {told[:3]}")
    counted = counting.counted() - before
    print(f"held against WeasyPrint: {count} people, {counted[counting.FILLED]} from a design, {wrong} differ; "
          f"furthest word {furthest:.4f} pt")  # fmt: skip


def alone(snapshot: Snapshot) -> bytes:
    """One call with a font configuration and parsed styles of its own."""
    from certificates import design
    from people import paper

    paper.forget_press()
    return design.render_whole(snapshot)


def _picture(page: Any, dpi: int) -> Image.Image:
    picture: Image.Image = page.render(scale=dpi / 72, grayscale=True).to_pil()
    return picture


def _rotated(page: Any) -> Image.Image:
    return _picture(page, 150).rotate(5, Image.Resampling.BILINEAR, expand=True, fillcolor=255)


def _photograph(page: Any) -> Image.Image:
    stored = io.BytesIO()
    _picture(page, 150).save(stored, "JPEG", quality=40)
    return Image.open(stored)


PICTURES: dict[str, Callable[[Any], Image.Image]] = {
    "at 150 dpi": lambda page: _picture(page, 150),
    "at 100 dpi, grey": lambda page: _picture(page, 100),
    "rotated by 5 degrees": _rotated,
    "after JPEG at quality 40": _photograph,
}


def _milliseconds(act: Callable[[Snapshot], bytes], snapshots: Iterable[Snapshot]) -> float:
    """CPU time for each."""
    begin, count = time.process_time(), 0
    for snapshot in snapshots:
        act(snapshot)
        count += 1
    return 1000 * (time.process_time() - begin) / count


def _resident() -> float:
    """Megabytes."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def _say(what: str, ours: float, bare: float) -> None:
    print(f"{what:76}{ours:9.2f}{bare:9.1f}{bare / ours:8.1f}x", flush=True)


if __name__ == "__main__":
    main()
