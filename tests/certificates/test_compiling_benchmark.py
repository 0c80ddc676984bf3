"""What the benchmark of papers measures still works, each subject at a small size; and no paper stays in memory."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import pytest

from benchmarks import papers
from certificates import design
from tests.certificates.many_people import many


def test_each_subject_is_measured_and_told(
    capsys: pytest.CaptureFixture[str], own_designs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(papers, "ROUNDS", 1)
    monkeypatch.setattr(papers, "DESIGNS", papers.DESIGNS[:2])
    monkeypatch.setattr(papers, "AWKWARD_EVERY", 5)
    papers.speed(10, 1)
    papers.memory(10)
    papers.sizes_and_codes(2)
    papers.same_page(2)
    said = capsys.readouterr().out
    assert "laid out whole: 1 of 10 (10.00%) {'letter': 1}" in said
    assert "QR version 3, 29 modules of 1.03 mm" in said
    assert said.count(": 2 of 2\n") == len(papers.PICTURES)
    assert "2 people, 2 from a design, 0 differ" in said


def test_a_paper_that_was_made_is_forgotten() -> None:
    """What is remembered are words and designs, and not without end."""
    people = list(many(250, seed=2))
    for snapshot in people[:150]:
        design.render(snapshot)
    tracemalloc.start()
    for snapshot in people[150:]:
        design.render(snapshot)
    grown, _peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert grown < 2_000_000  # a hundred papers are twelve million bytes
