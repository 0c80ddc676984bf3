"""What the demo shows of verification: who looked how often, a name that is hidden, and two reports of a forgery."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from random import Random

from django.utils import timezone

from certificates import hiding, reporting
from certificates.models import CheckCount, Document, ForgeryReport
from courses.models import Cohort
from people.models import User
from people.signing_in import ensure_user

SEEN = "Мектепке жұмысқа орналасу кезінде осы қағаздың көшірмесі көрсетілді: QR-коды басқа бетке апарады."
CHECKED = "Тізіліммен салыстырдық: мұндай нөмірлі құжат берілмеген, QR-код біздің бетке апармайды."
SOLD = "Хабарламалар тобында «курсқа қатыспай-ақ сертификат жасап береміз» деген хабарландыру бар, суретін жібердім."
Wrong = ForgeryReport.Wrong


def tell(cohort: Cohort, *, today: date, by: User) -> None:
    """Of the cohort whose graduates have had their certificates for weeks; the best are asked for most."""
    documents = list(
        Document.objects.filter(result__attempt__enrolment__cohort=cohort, standing__state="in_force")
        .exclude(kind=Document.Kind.STATEMENT)
        .select_related("person")
        .order_by("-result__total", "pk")
    )
    _count(documents[:8], today)
    _hide(documents)
    _report(documents[1], today=today, by=by)


def _count(documents: list[Document], today: date) -> None:
    """More looks in the weeks after the issue, none on most week-ends."""
    random = Random(28)  # noqa: S311 - the same looks each time
    rows = []
    for document in documents:
        days = (today - document.issued_on).days
        for back in random.sample(range(days), min(days, random.randint(6, 22))):
            day = today - timedelta(days=back)
            if day.weekday() < 5:
                rows.append(CheckCount(document=document, day=day, n=random.choice((1, 1, 1, 2, 2, 3, 5))))
    CheckCount.objects.bulk_create(rows)


def _hide(documents: list[Document]) -> None:
    """The last of those who can sign in."""
    for document in reversed(documents):
        if holder := ensure_user(document.person.email):
            hiding.hide_name(document, by=holder)
            return


def _report(document: Document, *, today: date, by: User) -> None:
    reporter = reporting.Reporter("№ 12 мектеп, кадр бөлімі", "kadr@mektep12.example", agrees=True)
    answered = reporting.report(
        code=document.code, wrong=Wrong.LOOKS, text=SEEN, reporter=reporter, language="kk", now=_at(today, -9)
    )
    reporting.move(answered, "checking", by=by, now=_at(today, -8))
    reporting.move(answered, "forgery", by=by, said=CHECKED, now=_at(today, -7))
    reporting.report(
        code="", wrong=Wrong.SOLD, text=SOLD, reporter=reporting.Reporter(), language="kk", now=_at(today, -1)
    )


def _at(today: date, days: int) -> datetime:
    return timezone.make_aware(datetime.combine(today + timedelta(days=days), time(11, 20)))
