"""What of one cohort is the same thing in another: the lines of the plan that hours belong to, and the tasks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from courses.comparing import pair
from courses.hours_due import Line
from courses.models import Task

# Place of a module in its version, and whether the named line that is held beside it is meant.
Place = tuple[int, bool]
# For each line of one plan the line of the other that is the same.
Likes = Mapping[Place, Line]


def place_of(line: Line) -> Place:
    return (line.module.order, line.is_extra)


def like_lines(plan: Sequence[Line], other: Sequence[Line]) -> dict[Place, Line]:
    """Lines of the same kind, by their titles: a new version may have renamed them or put them elsewhere."""
    ours, theirs = [_content(line) for line in plan], [_content(line) for line in other]
    pairs = list(range(len(plan))) if ours == theirs else pair(ours, theirs)
    return {place_of(plan[before]): other[after] for after, before in enumerate(pairs) if before is not None}


def like_tasks(tasks: Iterable[Task], others: Iterable[Task], lines: Likes) -> dict[Task, Task]:
    """For each task its like, each of the others once: copies of one task, then those that the programme itself names,
    whatever they are called by now, then those of one kind, line and title."""
    waiting, free, found = list(tasks), list(others), dict[Task, Task]()
    for is_same in (_of_one_root, _of_the_set, _of_one_title):
        for task in [each for each in waiting if each not in found]:
            if like := next((other for other in free if is_same(task, other, lines)), None):
                found[task] = like
                free.remove(like)
    return found


def _of_one_root(task: Task, other: Task, lines: Likes) -> bool:
    return (task.root_id or task.pk) == (other.root_id or other.pk)


def _of_the_set(task: Task, other: Task, lines: Likes) -> bool:
    """The set has one practical task a module, and one of each other kind."""
    if not (task.is_of_set and other.is_of_set and task.kind == other.kind):
        return False
    return task.kind != Task.Kind.PRACTICAL or _on_one_line(task, other, lines)


def _of_one_title(task: Task, other: Task, lines: Likes) -> bool:
    return (task.kind, task.title) == (other.kind, other.title) and _on_one_line(task, other, lines)


def _on_one_line(task: Task, other: Task, lines: Likes) -> bool:
    like = lines.get((task.module.order, False))
    return like is not None and not like.is_extra and like.module.pk == other.module_id


def _content(line: Line) -> dict[str, Any]:
    """The line as `comparing` reads one of a programme's content."""
    return {
        "title": line.words,
        "attestation": line.module.is_attestation and not line.is_extra,
        "extra": line.is_extra or line.module.is_extra,
    }
