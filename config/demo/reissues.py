"""What became of some certificates of the finished cohort: one misspelt, one lost, one revoked, one damaged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certificates import registering, reissuing
from certificates.models import Batch, Document, DocumentEvent
from config.demo.staff import HEAD
from courses import confirming
from courses.models import Cohort, Enrolment
from people import registering as people_registering

if TYPE_CHECKING:
    from config.demo.story import Storyteller

Reason = Batch.Reason
# Their places among the certificates, the misspelt one aside.
LOST, REVOKED, DAMAGED = 6, 8, 9
DECISION = "Комиссия шешімі, № 18"
APPLICATION = "Сертификат иесінің өтініші, № 41"
IDENTITY = "Сертификат иесінің өтініші, № 37; жеке куәліктің көшірмесі"
ACT = "Бүлінген бланк туралы акт, № 3"
# A Russian keyboard has no other letters.
WITHOUT_KAZAKH = str.maketrans("қғұүіәөңһҚҒҰҮІӘӨҢҺ", "кгууиаонхКГУУИАОНХ")


def misspell(story: Storyteller, cohort: Cohort) -> tuple[Enrolment, str]:
    """A surname was typed on a Russian keyboard, and nobody noticed it in time; and how it is written in truth."""
    for enrolment in cohort.enrolments.filter(status=Enrolment.Status.PASSED).select_related("person").order_by("pk"):
        surname = enrolment.person.surname
        if (typed := surname.translate(WITHOUT_KAZAKH)) != surname:
            _name(story, enrolment, typed, days=-60)
            return enrolment, surname
    raise LookupError("Nobody of this cohort has a letter that only Kazakh has.")


def tell(story: Storyteller, documents: list[Document], misspelt: tuple[Enrolment, str]) -> None:
    """Two were issued anew, one was revoked, and one request waits for the head."""
    enrolment, surname = misspelt
    others = [document for document in documents if document.person_id != enrolment.person_id]
    [wrong] = [document for document in documents if document.person_id == enrolment.person_id]
    registering.revoke(
        others[REVOKED],
        by=story.staff[HEAD],
        reason=DECISION,
        reason_class=DocumentEvent.ReasonClass.MISTAKE,
        on=story.day(-12),
        now=story.at(-12, 11),
    )
    _name(story, enrolment, surname, days=-26)
    _sign(story, _ask(story, others[LOST], Reason.LOST, APPLICATION, days=-30), days=-30)
    _sign(story, _ask(story, wrong, Reason.NAME, IDENTITY, days=-25, tells_holder=True), days=-25)
    _ask(story, others[DAMAGED], Reason.DAMAGED, ACT, days=-1)


def _name(story: Storyteller, enrolment: Enrolment, surname: str, *, days: int) -> None:
    person = people_registering.amend_person(enrolment.person, by=story.organiser, surname=surname)
    enrolment.refresh_from_db()
    confirming.confirm_name(enrolment, name=person.full_name, by=story.organiser, now=story.at(days, 10))


def _ask(
    story: Storyteller, document: Document, reason: str, ground: str, *, days: int, tells_holder: bool = False
) -> Batch:
    return reissuing.request(
        Document.objects.get(pk=document.pk),
        reason=reason,
        ground=ground,
        issued_on=story.day(days),
        by=story.organiser,
        tells_holder=tells_holder,
        now=story.at(days, 10),
    )


def _sign(story: Storyteller, batch: Batch, *, days: int) -> None:
    reissuing.sign(batch, by=story.staff[HEAD], now=story.at(days, 16))
