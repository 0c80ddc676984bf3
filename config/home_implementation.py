"""What projects in practice ask of people: reports to answer, analyses to accept, milestones that passed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, Min, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from config.home_task import Task
from courses.models import Enrolment
from people.models import User
from people.roles import Role
from postcourse.implementation_reading import Line, for_reading, line_of
from postcourse.models import ExpertFeedback, Goal, Implementation, Milestone, ProgressReport
from postcourse.models.implementation import ImplementationQuerySet

State = Implementation.State
# The graduate has been reminded by then: from now on somebody calls.
GRACE = timedelta(days=14)
# Of one implementation, inside a question about many.
GOALS = Goal.objects.filter(implementation=OuterRef("pk"), dropped_at=None)
TO_COMPARE = Q(goals_confirmed_at=None)
REPORTS = ProgressReport.objects.filter(implementation=OuterRef("pk")).order_by("-number")
ANSWERED = ExpertFeedback.objects.filter(implementation=OuterRef("pk"), report=OuterRef("newest"))


def projects_of_trainer(user: User, now: datetime) -> Iterator[Task]:
    rows = Implementation.objects.held_by(user)
    yield from goals_to_compare(rows)
    yield from reports_to_answer(rows)
    yield from analyses_to_read(rows)


def projects_without_trainer(now: datetime) -> Iterator[Task]:
    """What would wait on the home of a trainer, where the plan has none, or one who has left; one query for all."""
    teaching = User.objects.filter(is_active=True, role_grants__role=Role.TRAINER)
    rows = _with_newest(Implementation.objects.exclude(plan__trainer__in=teaching))
    running = Q(TO_COMPARE, Exists(GOALS)) | Q(~Exists(ANSWERED), newest__isnull=False)
    waiting = rows.filter(Q(running, state=State.RUNNING) | Q(state=State.ANALYSED)).order_by("created_at", "pk")
    if found := list(waiting.values_list("pk", flat=True)):
        title = ngettext(
            "%(n)s project waits for a trainer, and its plan has none",
            "%(n)s projects wait for a trainer, and their plans have none", len(found),
        ) % {"n": len(found)}  # fmt: skip
        note = _("Read it yourself, or give the plan a trainer")
        yield Task("warn", "user", title, note, reverse("postcourse:implementation", args=[found[0]]), _("Look"))


def goals_to_compare(rows: ImplementationQuerySet) -> Iterator[Task]:
    """Whether the goals are those of the defended project, somebody says who can read it."""
    running = rows.filter(TO_COMPARE, Exists(GOALS), state=State.RUNNING)
    waiting = list(running.order_by("pk").values_list("pk", flat=True))
    if waiting:
        title = ngettext(
            "%(n)s project: compare its goals with those defended",
            "%(n)s projects: compare their goals with those defended", len(waiting),
        ) % {"n": len(waiting)}  # fmt: skip
        url = reverse("postcourse:implementation", args=[waiting[0]])
        yield Task("info", "scale", title, _("Goals are taken from the defended project"), url, _("Compare"))


def reports_to_answer(rows: ImplementationQuerySet) -> Iterator[Task]:
    """One line for all, and from it to the one that has waited longest."""
    newest = _with_newest(rows).filter(state=State.RUNNING)
    waiting = list(newest.filter(~Exists(ANSWERED), newest__isnull=False).order_by("since").values_list("pk", "since"))
    if waiting:
        n, (first, since) = len(waiting), waiting[0]
        title = ngettext("%(n)s report on a project to answer", "%(n)s reports on projects to answer", n) % {"n": n}
        note = _("Since %(day)s") % {"day": f"{timezone.localdate(since):%d.%m.%Y}"}
        yield Task("info", "message", title, note, reverse("postcourse:implementation", args=[first]), _("Read"))


def _with_newest(rows: ImplementationQuerySet) -> Any:
    """`newest` report, and `since` when; of who is erased none."""
    living = rows.filter(plan__attempt__enrolment__person__erased_at=None)
    return living.annotate(newest=Subquery(REPORTS.values("pk")[:1]), since=Subquery(REPORTS.values("at")[:1]))


def analyses_to_read(rows: ImplementationQuerySet) -> Iterator[Task]:
    waiting = list(rows.filter(state=State.ANALYSED).order_by("pk").values_list("pk", flat=True))
    if waiting:
        title = ngettext(
            "%(n)s analysis of a project to accept", "%(n)s analyses of projects to accept", len(waiting)
        ) % {"n": len(waiting)}
        url = reverse("postcourse:implementation", args=[waiting[0]])
        yield Task("info", "award", title, _("A year of putting the project into practice"), url, _("Read"))


def overdue_projects(now: datetime) -> Iterator[Task]:
    """One line for each cohort with milestones that passed two weeks ago: their people have been reminded already."""
    last = timezone.localdate(now) - GRACE
    passed = Milestone.objects.filter(met_at=None, due_on__lt=last, implementation__state=State.RUNNING)
    cohort = "implementation__plan__attempt__enrolment__cohort"
    rows = passed.order_by().values(cohort, f"{cohort}__name")
    rows = rows.annotate(n=Count("implementation", distinct=True), since=Min("due_on"))
    for row in rows.order_by("since"):
        title = ngettext("%(n)s project is overdue", "%(n)s projects are overdue", row["n"]) % {"n": row["n"]}
        note = _("%(cohort)s, since %(day)s") % {"cohort": row[f"{cohort}__name"], "day": f"{row['since']:%d.%m.%Y}"}
        url = reverse("postcourse:cohort_implementation", args=[row[cohort]])
        yield Task("warn", "flag", title, note, url, _("Look"))


@dataclass(frozen=True)
class OwnProject:
    """What the graduate's home says of their project."""

    line: Line

    @property
    def url(self) -> str:
        return reverse("postcourse:implementation", args=[self.line.implementation.pk])

    @property
    def act(self) -> tuple[str, str]:
        """The one thing to do next, and its page."""
        pk = self.line.implementation.pk
        if self.line.implementation.is_running and not self.line.goals:
            return _("Write the goals"), reverse("postcourse:goal_new", args=[pk])
        if self.line.may_be_analysed:
            return _("Analyse the results"), reverse("postcourse:analysis", args=[pk])
        if self.line.implementation.is_running:
            return _("Report progress"), reverse("postcourse:progress_report", args=[pk])
        return _("Open"), self.url


def project_of(enrolment: Enrolment, now: datetime) -> OwnProject | None:
    rows = Implementation.objects.filter(plan__attempt__enrolment=enrolment).exclude(state=State.ENDED)
    found = for_reading(rows).order_by("-plan__attempt__number").first()
    return OwnProject(line_of(found, today=timezone.localdate(now))) if found else None
