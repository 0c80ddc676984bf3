"""What the commissions of the demo decide: the mean where the members agree, else a consensus; and they sign."""

from __future__ import annotations

from datetime import datetime

from assessment.consensus import Consensus, offered
from assessment.finalising import finalise
from assessment.judging import judgement_of
from assessment.models import Defence, Protocol, Result
from assessment.signing import digest_of, sign
from courses.models import Cohort
from people.models import User

AGREED = "Комиссия талқылап, осы ұпайларға келісті: жоба енгізуге дайын, бірақ дерегі аз."


def decide(defence: Defence, *, by: User, now: datetime | None = None) -> Result:
    judgement = judgement_of(defence)
    consensus = None
    if judgement.is_flagged:
        consensus = Consensus(offered(judgement), {seat.member.pk for seat in judgement.counted}, AGREED)
    return finalise(defence, by=by, consensus=consensus, now=now)


def sign_all(cohort: Cohort, *, now: datetime | None = None) -> None:
    """The whole commission signs the cohort's protocols."""
    for protocol in Protocol.objects.filter(cohort=cohort, signed_at=None):
        for signer in protocol.waits_for:
            sign(protocol, by=User.objects.get(pk=signer.user), seen=digest_of(protocol), now=now)
