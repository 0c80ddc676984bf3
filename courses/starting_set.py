"""The tasks that a programme names in its own words (Programme §5, §7), spread over the days of a cohort."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import accumulate
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from courses.models import Cohort, Module, Task
from people.languages import in_language

Kind = Task.Kind
# In which lists of the programme a kind of task is named, and by which words of the Kazakh text it is known.
NAMED: dict[str, str] = {
    Kind.CASE: "кейс",
    Kind.ANALYTICAL: "аналитикалық тапсырма",
    Kind.REFLECTION: "рефлексия",
    Kind.PROJECT: "қорытынды жоба",
}
LISTS = ("practice", "self_study", "self_assessment")
# Handed in at the end of the studies; the others fall into the middle of them.
LAST = frozenset({Kind.REFLECTION, Kind.PROJECT})


def drafts_for(cohort: Cohort) -> list[Task]:
    """Unsaved tasks in the language of the cohort: one practical task a module, then one of each other kind named."""
    modules = list(cohort.version.modules.order_by("order"))
    studied = [module for module in modules if not module.is_attestation]
    if not studied:
        return []
    days = spread(cohort.starts_on, cohort.ends_on, [module.total for module in studied])
    with override(cohort.language):
        tasks = [
            _practical(cohort, module, *span) for module, span in zip(studied, days, strict=True) if _task_of(module)
        ]
        for kind, title in named_tasks(cohort.version.source, cohort.language):
            place = len(studied) - 1 if kind in LAST else len(studied) // 2
            module = modules[-1] if kind in LAST else studied[place]
            opens, due = days[place]
            tasks.append(
                Task(
                    cohort=cohort, module=module, kind=kind, title=title[:200], text=_text(title, _expected(kind)),
                    opens_on=opens, due_on=cohort.ends_on if kind in LAST else due,
                )
            )  # fmt: skip
    return tasks


def named_tasks(source: Mapping[str, Any], language: str) -> Iterator[tuple[str, str]]:
    """Kind and wording of each further task that the lists of the programme name; each kind once."""
    sections = [section for key in LISTS for section in source.get("sections", []) if section.get("key") == key]
    items = [item for section in sections for item in section.get("items", [])]
    for kind, words in NAMED.items():
        item = next((item for item in items if words in str(item.get("kk", "")).lower()), None)
        if item is not None:
            yield kind, in_language(item, language=language)


def spread(first: date, last: date, hours: Sequence[int]) -> list[tuple[date, date]]:
    """First and last day of each module when the hours are laid evenly over the calendar.

    >>> [(a.day, b.day) for a, b in spread(date(2026, 11, 2), date(2026, 11, 21), [10, 10])]
    [(2, 11), (12, 21)]
    """
    days, whole = (last - first).days + 1, sum(hours) or 1
    ends = [first + timedelta(days=max(round(days * behind / whole), 1) - 1) for behind in accumulate(hours)]
    starts = [first, *(min(end + timedelta(days=1), last) for end in ends[:-1])]
    return [(start, max(start, end)) for start, end in zip(starts, ends, strict=True)]


def _practical(cohort: Cohort, module: Module, opens: date, due: date) -> Task:
    title, result = _task_of(module), in_language(module, "result")
    hint = _("Expected result of the module: %(result)s") % {"result": result} if result else ""
    text = _text(title, _expected(Kind.PRACTICAL), hint)
    return Task(
        cohort=cohort, module=module, kind=Kind.PRACTICAL, title=title[:200], text=text,
        opens_on=opens, due_on=due,
    )  # fmt: skip


def _text(title: str, *parts: str) -> str:
    """What to do; a wording that is too long for a title stands here whole."""
    return "\n\n".join(part for part in (title if len(title) > 200 else "", *parts) if part)


def _task_of(module: Module) -> str:
    return in_language(module, "task")


def _expected(kind: str) -> str:
    """What to hand in, in a sentence the trainer may sharpen."""
    return {
        Kind.PRACTICAL: _(
            "Work it out on the example of your own organisation: a text or a file of one to three pages."
        ),
        Kind.CASE: _("Describe the situation, the decision you would take and its grounds in the law and in the data."),
        Kind.ANALYTICAL: _("Take data of your own organisation, say what they show and what you conclude from them."),
        Kind.REFLECTION: _(
            "What have you changed in your own way of leading, what has worked and what has not, and why?"
        ),
        Kind.PROJECT: _(
            "Hand in the draft of the project that you will defend: aim, steps, resources, expected results."
        ),
    }[Kind(kind)]
