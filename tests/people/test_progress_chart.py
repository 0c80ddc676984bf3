"""The picture of progress: bars and markers stay inside, statuses are to scale, and the table says it all."""

from __future__ import annotations

from django.template import Context, Template
from django.utils import translation

from people.charts import ProgressRow, StatusKind, status_strip

LATE, DONE = StatusKind("late", "Late", "warn", "clock", "late"), StatusKind("done", "Done", "ok", "check", "reached")


def test_statuses_are_to_scale_and_what_does_not_occur_is_not_drawn() -> None:
    pieces = status_strip([(LATE, 1), (StatusKind("x", "X", "bad", "x", "stuck"), 0), (DONE, 3)])
    assert [(piece.x, piece.width, piece.count) for piece in pieces] == [(0, 25, 1), (25, 75, 3)]
    assert status_strip([]) == []


def test_a_bar_never_leaves_its_track() -> None:
    row = ProgressRow("А", 140, -5, LATE)
    assert (row.width, row.marker) == (100, 0)
    assert ProgressRow("А", 50, None, LATE).marker is None


def test_the_picture_says_its_numbers_and_carries_its_table() -> None:
    rows = [ProgressRow("Абаева", 25, 60, LATE, "/a/"), ProgressRow("Яковлева", 100, None, DONE)]
    with translation.override("en"):
        template = Template("{% load look %}{% progress_rows rows counts 'Participant' label='Projects' %}")
        html = template.render(Context({"rows": rows, "counts": [(LATE, 1), (DONE, 1)]}))
    assert 'aria-label="Late: 1, Done: 1"' in html
    assert '<th scope="row">Абаева</th><td class="r num">25</td><td class="r num">60</td><td>Late</td>' in html
    assert '<td class="r num">100</td><td class="r num">–</td><td>Done</td>' in html
    assert "style=" not in html
