"""How the graduates of the finished cohort put their projects into practice: through the rules, as they would."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from django.core.files.base import ContentFile

from people.models import User
from postcourse import (
    expert_feedback,
    goal_confirming,
    goal_setting,
    implementing,
    progress_reporting,
    result_analysing,
    status_judging,
)
from postcourse.defended_project import drafts_of, works_of
from postcourse.models import CriterionFeedback, Goal, GoalOutcome, Implementation, Plan, Standing

if TYPE_CHECKING:
    from config.demo.story import Storyteller

Criterion, Level = CriterionFeedback.Criterion, CriterionFeedback.Level


@dataclass(frozen=True)
class Aim:
    """What a principal wants to change, from where to where, within so many days; and what was reported since."""

    title: str
    indicator: str
    unit: str
    baseline: int
    target: int
    days: int
    reported: tuple[int, ...] = ()


LESSONS = ("Сабаққа ену тұрақты жүргізіледі", "Айына қатысылған сабақ саны", "сабақ")
TEACHERS = ("Педагогтер бірін-бірі оқытады", "Тәлімгері бар педагогтер үлесі", "%")
PAPERS = ("Есеп пен қағаз азаяды", "Педагогтің аптасына қағазға жұмсайтын уақыты", "сағат")
PARENTS = ("Ата-аналармен байланыс нығаяды", "Жиналысқа қатысқан ата-аналар үлесі", "%")
WAYS: list[list[Aim]] = [
    [Aim(*LESSONS, 4, 12, 20, (8, 12)), Aim(*PAPERS, 6, 3, 25, (4, 3))],
    [Aim(*LESSONS, 3, 10, 18, (7, 10)), Aim(*TEACHERS, 20, 60, 22, (45, 64))],
    [Aim(*LESSONS, 2, 10, 200, (4, 6)), Aim(*TEACHERS, 15, 50, 250, (22, 30)), Aim(*PARENTS, 35, 60, 230, (44,))],
    [Aim(*TEACHERS, 10, 40, 180, (20,)), Aim(*PAPERS, 7, 4, 150, (6,))],
    [Aim(*PARENTS, 40, 70, 30, (48,)), Aim(*LESSONS, 5, 12, 160, (6,))],
    [Aim(*TEACHERS, 25, 55, 120, ()), Aim(*PAPERS, 8, 5, 200, ())],
    [Aim(*LESSONS, 4, 9, 140, (6,))],
    [Aim(*PARENTS, 30, 65, 210, (41,)), Aim(*TEACHERS, 12, 36, 190, (20,))],
]
SAID = [
    "Сабаққа ену кестесі бекітілді. Әр енуден кейін әңгіме жүргізіледі, қорытындысы қысқа парақта қалады.",
    "Команда екі аптада бір рет жиналады. Кедергі: екінші ауысымда уақыт табу қиын.",
]
WORDS = {
    Criterion.GOALS: "Көрсеткіш анық, деректі қайдан алатыныңыз көрініп тұр.",
    Criterion.EVIDENCE: "Кестеге қоса бір-екі талданған сабақты тіркеңіз.",
}
NEXT = "Жақсы қарқын. Келесі есепке дейін жауапкершілікті орынбасарларға бөліңіз."
STUCK = "Мектеп күрделі жөндеуде: жоба көктемге дейін тоқтап тұр, жаңа мерзімді бірге белгілейміз."
EFFECT = "Сабақтан кейінгі әңгіме үйреншікті іске айналды. Педагогтер бір-бірінің сабағына өздері сұранып кіреді."
LASTING = "Кестені енді орынбасар жүргізеді, үлгі парақ мектептің ішкі қағидаларына енді."
REFLECTION = "Бәрін өзім бақылағым келетін. Енді сенім мен айқын көрсеткіш бақылаудан күштірек екенін білдім."


def practise(story: Storyteller) -> None:
    """The best first: two are done, the third – who signs in – is well on the way, others are late, stuck, or begin."""
    plans = Plan.objects.filter(kind=Plan.Kind.SUPPORT, attempt__enrolment__cohort__name="Қыркүйек-1")
    for place, plan in enumerate(plans.order_by("-result__total", "attempt__enrolment__person")):
        row = implementing.begin(plan, now=story.at(-53, 9))
        if row is not None and place % 11 < len(WAYS):
            _practise(story, row, WAYS[place % 11], place)


def _practise(story: Storyteller, row: Implementation, aims: list[Aim], place: int) -> None:
    trainer, begun = story.chair, story.at(-50, 12)
    said = {draft.title: draft.words for draft in drafts_of(row, works_of(row))}
    goals = [_goal(row, aim, said.get(aim.title, ""), begun) for aim in aims]
    if place % len(WAYS) != 5:  # whose goals the trainer has still to compare
        goal_confirming.confirm(row, by=trainer, seen=goal_confirming.newest_change(row), now=story.at(-49, 12))
    for turn in range(max(len(aim.reported) for aim in aims)):
        values = {goal.pk: Decimal(aim.reported[turn]) for goal, aim in zip(goals, aims, strict=True)
                  if turn < len(aim.reported)}  # fmt: skip
        at = story.at(-26 + 16 * turn, 15)
        files = [ContentFile(_evidence(turn), "Сабаққа ену кестесі.pdf")] if place < len(WAYS) else []
        progress_reporting.report(row, values=values, words=SAID[turn], files=files, by=None, now=at)
        if place % 3 != 2 or turn == 0:
            _answer(row, by=trainer, now=at + timedelta(days=1))
    if place in (0, 1):
        _analyse(story, row, goals, accepted=place == 0)
    elif place == 6:
        status_judging.judge(row, Standing.STUCK, why=STUCK, by=trainer, now=story.at(-5, 10))


def _goal(row: Implementation, aim: Aim, words: str, at: datetime) -> Goal:
    goal = Goal(
        implementation=row, origin=Goal.Origin.PROJECT, passage=words, title=aim.title, indicator=aim.indicator,
        unit=aim.unit, baseline=Decimal(aim.baseline),
        target=Decimal(aim.target), due_on=(at + timedelta(days=aim.days)).date(),
    )  # fmt: skip
    return goal_setting.set_goal(goal, by=None, now=at)


def _answer(row: Implementation, *, by: User, now: datetime) -> None:
    criteria = {each: (Level.MOSTLY, WORDS.get(each, "")) for each in Criterion}
    criteria[Criterion.EVIDENCE] = (Level.PARTLY, WORDS[Criterion.EVIDENCE])
    expert_feedback.give(row, criteria=criteria, words=NEXT, by=by, now=now)


def _analyse(story: Storyteller, row: Implementation, goals: list[Goal], *, accepted: bool) -> None:
    outcomes = {
        goal.pk: result_analysing.Outcome(GoalOutcome.Reached.FULLY, goal.values.latest("pk").value) for goal in goals
    }
    result_analysing.hand_in(
        row, outcomes=outcomes, effect=EFFECT, lasting=LASTING, reflection=REFLECTION, by=None,
        now=story.at(-4, 18),
    )  # fmt: skip
    if accepted:
        result_analysing.accept(row, by=story.chair, now=story.at(-3, 9))


def _evidence(turn: int) -> bytes:
    """A page that is a PDF by its content, small enough for a first start."""
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n" + bytes(turn)
    )
