"""What measures batches still works: one small batch by one process, with its phases."""

from __future__ import annotations

import pytest

from benchmarks import batches
from certificates.models import DocumentFile, RenderJob

pytestmark = pytest.mark.django_db


def test_a_batch_is_issued_and_made_and_each_part_of_it_is_timed(capsys: pytest.CaptureFixture[str]) -> None:
    with batches.phases() as spent:
        assert batches.issue(3, "by one process", work=batches.in_this_process, spent=spent) > 0
    assert DocumentFile.objects.count() == 3
    assert len(spent) == 8
    assert min(spent.values()) > 0
    said = capsys.readouterr().out
    assert all(f"    {name}" in said for name in spent)


def test_a_paper_that_failed_is_told_and_not_waited_for() -> None:
    def fail() -> None:
        RenderJob.objects.update(state="failed", reason="fault")

    with pytest.raises(AssertionError):
        batches.issue(3, "by one process", work=fail)
