"""Who of the finished cohort did not pass: one has retaken and passed, one asks for the retake; and what the commission
said to everybody."""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING

from assessment import retaking
from assessment.commenting import write_feedback
from assessment.models import Defence
from assessment.planning import plan_day
from certificates import issuing
from config.demo import reconciling
from config.demo.staff import HEAD
from courses.models import Cohort, Enrolment
from people.signing_in import ensure_user
from postcourse import planning

if TYPE_CHECKING:
    from config.demo.story import Storyteller

# The retake was held so many days ago, and its certificate signed two days later.
HELD, SIGNED = -20, -18
# Of the maximum of the defence, in percent.
SECOND = 82
# Instead of the first three of the finished cohort: each of them goes another way.
FAILED = [44, 41, 46]
WISH = "Келесі айдың ортасына дейін дайын боламын, жұма күні ыңғайлы."
STRONG = (
    "Мәселе деректермен жақсы негізделген, шешімі мектептің мүмкіндігіне сай. Енгізу барысында жауаптылар мен аралық "
    "көрсеткіштерді нақтылаңыз."
)
GOOD = "Жоба құрылымды, қорғау сенімді өтті. Ресурстар есебін толықтырып, тәуекелдерге қосымша жоспар жасаңыз."
WEAK = (
    "Тақырып өзекті, бірақ талдау мен ұсынылған шешім арасындағы байланыс көрінбейді. Қайта қорғауға дейін деректерді "
    "жинап, қадамдарды мерзімімен жазып келіңіз: тренермен кеңескен дұрыс."
)


def comment(story: Storyteller, cohort: Cohort) -> None:
    """The chair's words to each participant whose result the head has not signed yet."""
    decided = Defence.objects.filter(attempt__enrolment__cohort=cohort, result__confirmed_at=None)
    for defence in decided.filter(outcome=Defence.Outcome.DEFENDED).select_related("result").order_by("pk"):
        total = defence.result.total
        words = STRONG if total >= 85 else GOOD if total >= 50 else WEAK
        write_feedback(defence, text=words, by=story.chair)


def take(story: Storyteller) -> None:
    """The first who failed went on with the next stream (`config.demo.ways`); the second retakes, the third asks."""
    cohort = Cohort.objects.get(name="Қыркүйек-1")
    failed = list(cohort.enrolments.filter(status=Enrolment.Status.NOT_PASSED, continued_by=None))
    if len(failed) < 2:
        return
    second, third = failed[:2]
    retaking.admit(second, by=story.organiser, now=story.at(HELD - 6, 11))
    day = plan_day(
        cohort=cohort,
        held_on=story.day(HELD),
        starts_at=time(10),
        slot_minutes=20,
        room="305-кабинет",
        chair=story.chair,
        members=[story.staff["saule"], story.staff["baqyt"]],
        enrolments=[second],
        by=story.organiser,
    )
    [defence] = day.defences.all()
    story.score(defence, SECOND)
    reconciling.decide(defence, by=story.chair, now=story.at(HELD, 11))
    comment(story, cohort)
    reconciling.sign_all(cohort, now=story.at(HELD, 12))
    batch = issuing.prepare(cohort, issued_on=story.day(SIGNED), by=story.organiser, now=story.at(SIGNED, 12))
    for document in issuing.sign(batch, by=story.staff[HEAD], now=story.at(SIGNED, 15)):
        planning.plan_for(document.result, now=story.at(SIGNED + 1, 9))
    if user := ensure_user(third.person.email):
        retaking.ask(third, wish=WISH, by=user)
