"""What is due of the project in practice, on the timeline: its goals, the reports and the analysis of the results."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from people.models import User
from postcourse.models import Implementation, Milestone, Plan
from postcourse.timeline_entry import DONE, MISSED, PLANNED, Entry

State = Implementation.State


def milestone_entries(plan: Plan, reader: User | None) -> Iterator[Entry]:
    """On the day each is due; of a project that is completed, only what was done, of one that ended, nothing."""
    rows, today = Milestone.objects.filter(implementation__plan=plan), timezone.localdate()
    for milestone in rows.exclude(implementation__state=State.ENDED).select_related("implementation"):
        if milestone.met_at or milestone.implementation.is_running:
            yield _entry(milestone, reader, today)


def _entry(milestone: Milestone, reader: User | None, today: date) -> Entry:
    tone, icon, word, state = _stands(milestone, today)
    done = timezone.localdate(milestone.met_at) if milestone.met_at else None
    return Entry(
        when=milestone.due_on,
        kind="milestone",
        title=f"{_('Project in practice')}: {milestone.get_kind_display()}",
        tone=tone,
        icon=icon,
        word=word,
        url=reverse("postcourse:implementation", args=[milestone.implementation_id]) if reader else "",
        said=(_("Done on %(day)s.") % {"day": date_format(done, "SHORT_DATE_FORMAT")},) if done else (),
        state=state,
    )


def _stands(milestone: Milestone, today: date) -> tuple[str, str, str, str]:
    if milestone.met_at:
        return "ok", "check", _("Done"), DONE
    if milestone.due_on < today:
        return "bad", "alert", _("Overdue"), MISSED
    return "mute", "clock", _("Ahead"), PLANNED
