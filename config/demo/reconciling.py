"""What the commissions of the demo decide: the mean where the members agree, else a consensus; they sign, and look at
a result once more."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from assessment.consensus import Consensus, offered
from assessment.finalising import finalise
from assessment.grading import HALVES, to_halves
from assessment.judging import judgement_of
from assessment.models import Defence, Protocol, Result, Review
from assessment.restating import starting_points
from assessment.reviewing import commission_of, request_review, uphold
from assessment.signing import digest_of, sign
from courses.models import Cohort
from people.models import User
from people.signing_in import ensure_user

if TYPE_CHECKING:
    from config.demo.story import Storyteller

APPEAL = "Жоба бойынша сұрақтарға толық жауап бердім деп ойлаймын. Төртінші критерийді қайта қарауыңызды сұраймын."
WRONG = "Соңғы критерийдің ұпайы парақтан қате көшірілген."
CORRECTED = "Парақтар салыстырылды: ұпай көшіру кезінде қате жазылған."
AGREED = "Комиссия талқылап, осы ұпайларға келісті: жоба енгізуге дайын, бірақ дерегі аз."


def decide(defence: Defence, *, by: User, now: datetime | None = None) -> Result:
    judgement = judgement_of(defence)
    consensus = None
    if judgement.is_flagged:
        consensus = Consensus(offered(judgement), {seat.member.pk for seat in judgement.counted}, AGREED)
    return finalise(defence, by=by, consensus=consensus, now=now)


def sign_all(cohort: Cohort, *, now: datetime | None = None, but: User | None = None) -> None:
    """The commission signs the cohort's protocols; all of it, unless somebody has still to."""
    for protocol in Protocol.objects.filter(cohort=cohort, signed_at=None):
        for signer in protocol.waits_for:
            if but is None or signer.user != but.pk:
                sign(protocol, by=User.objects.get(pk=signer.user), seen=digest_of(protocol), now=now)


def review(story: Storyteller) -> None:
    """Of two who passed narrowly, one has appealed and waits; of the other a wrongly copied mark was corrected, and
    the certificate in force says something else than the result.
    """
    cohort = Cohort.objects.get(name="Қыркүйек-1")
    narrow = Result.objects.current().of_cohort(cohort).filter(passed=True, defence__isnull=False)
    people = narrow.filter(documents__standing__state="in_force", attempt__number=1).exclude(
        attempt__enrolment__person__email=""
    )
    first, second = people.order_by("total", "pk")[:2]
    _correct(story, first)
    person = second.attempt.enrolment.person
    asking = ensure_user(person.email) or story.organiser
    request_review(second, kind=Review.Kind.APPEAL, text=APPEAL, by=asking, now=story.at(-1, 16))


def _correct(story: Storyteller, result: Result) -> None:
    now = story.at(-2, 11)
    asked = request_review(result, kind=Review.Kind.CORRECTION, text=WRONG, by=story.organiser, now=now)
    criterion, stands = next(row for row in reversed(starting_points(result)) if not row[0].is_coursework)
    highest = to_halves(criterion.maximum)
    halves = highest if stands * HALVES != highest else highest - 2
    uphold(
        asked,
        halves={criterion.pk: halves},
        reason=CORRECTED,
        took_part=[member for member in commission_of(asked) if not member.called],
        by=story.chair,
        now=story.at(-1, 12),
    )
