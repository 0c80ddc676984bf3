"""Webinars of the finished cohort: one held, with its recording; two to come; a draft."""

from __future__ import annotations

import io
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

import xlsxwriter
from django.core.files.base import ContentFile
from django.utils import timezone

from certificates.models import Document
from courses.models import Cohort
from people.models import Person
from postcourse import webinar_guests, webinar_materials, webinar_telling, webinar_writing, webinars
from postcourse.calendar import ALMATY, working_days
from postcourse.expecting import busy
from postcourse.holding import places_touched
from postcourse.models import Webinar, WebinarGuest

if TYPE_CHECKING:
    from config.demo.story import Storyteller

FINISHED = "Қыркүйек-1"
# Working days' afternoons, when schools are through with their lessons.
HOUR, MINUTES = 16, 90
ROOM = "https://meet.example.org/basqaru-webinar"
RECORDING = "https://video.example.org/basqaru/alghashqy-90-kun"
FIRST = (
    "Жобаны мектепке енгізу: алғашқы 90 күн",
    "Қорғалған жобаны нақты іске қалай айналдырамыз: команда құру, бірінші айдың жоспары, қарсылықпен жұмыс.\n\n"
    "Екі мектептің басшысы өз тәжірибесімен бөліседі.",
)
SECOND = (
    "Индикаторлар мен дәлелдер: жобаның нәтижесін қалай көрсетеміз",
    "Базалық көрсеткіш, мақсатты мән және дәлел. Әр қатысушы өз жобасының бір мақсатын вебинарда нақтылайды.",
)
THIRD = (
    "Аттестаттау және ішкі бақылау: заңдағы өзгерістер",
    "2026 жылғы өзгерістерге шолу және сұрақ-жауап. Сұрақтарыңызды алдын ала жіберуге болады.",
)
PLAN = [
    ("1–30 күн", "Команда жиналды, жауаптылар бекітілді"),
    ("31–60 күн", "Алғашқы қадамдар жасалды, деректер жиналды"),
    ("61–90 күн", "Аралық нәтиже педагогикалық кеңесте талқыланды"),
]
FOURTH = ("Педагогтермен кері байланыс: қиын әңгімені қалай жүргіземіз", "")


def hold(story: Storyteller) -> None:
    cohort = Cohort.objects.get(name=FINISHED)
    best = [document.person for document in _best(cohort)]
    _was_held(story, cohort, best)
    soon = _draft(story, cohort, SECOND, days=5, link=ROOM, capacity=30)
    later = _draft(story, cohort, THIRD, days=12)
    for webinar in (soon, later):
        webinars.announce(webinar, by=story.organiser)
        webinar_telling.tell(webinar.pk, now=timezone.now())
    for person in best[:11]:
        webinar_guests.register(soon, person, by=story.organiser)
    _draft(story, cohort, FOURTH, days=20)


def _best(cohort: Cohort) -> list[Document]:
    rows = Document.objects.filter(
        result__attempt__enrolment__cohort=cohort, kind=Document.Kind.CERTIFICATE, standing__state="in_force"
    )
    return list(rows.select_related("person").order_by("-result__total", "pk"))


def _afternoon(story: Storyteller, days: int) -> tuple[datetime, datetime]:
    """On the first working day from then on at whose afternoon nobody is expected at the chair's."""
    taken = busy(story.chair)
    for day in working_days(story.day(days)):
        starts = datetime.combine(day, time(HOUR), ALMATY)
        ends = starts + timedelta(minutes=MINUTES)
        if not taken.intersection(places_touched(starts, ends)):
            return starts, ends
    raise AssertionError("working days do not end")


def _draft(
    story: Storyteller, cohort: Cohort, said: tuple[str, str], *, days: int, link: str = "", capacity: int | None = None
) -> Webinar:
    starts, ends = _afternoon(story, days)
    webinar = Webinar(
        title=said[0], about=said[1], host=story.chair, starts_at=starts, ends_at=ends, link=link, capacity=capacity
    )
    return webinar_writing.draft(webinar, cohorts=[cohort], programmes=[], by=story.organiser)


def _was_held(story: Storyteller, cohort: Cohort, best: list[Person]) -> None:
    """The rows as they lie there afterwards: letters of weeks ago would only now go out."""
    webinar = _draft(story, cohort, FIRST, days=-9, link=ROOM)
    webinar = webinars.move(webinar, webinars.Status.ANNOUNCED, by=story.organiser, announced_at=story.at(-25, 10))
    registered = story.at(-20, 12)
    WebinarGuest.objects.bulk_create(
        WebinarGuest(
            webinar=webinar, person=person, informed_at=registered, registered_at=registered if place < 17 else None,
            status=WebinarGuest.Status.REGISTERED if place < 17 else WebinarGuest.Status.INVITED,
        )
        for place, person in enumerate(best)
    )  # fmt: skip
    guests = webinar.guests.registered().order_by("pk")
    keys = list(guests.values_list("pk", flat=True))
    came = [key for place, key in enumerate(keys) if place % 6 != 3]
    webinar_guests.tick(webinar, shown=keys, came=came, by=story.chair, now=webinar.ends_at)
    webinars.move(webinar, webinars.Status.HELD, by=story.chair, why=RECORDING, recording=RECORDING)
    plan = ContentFile(_plan(), "90 күн жоспары.xlsx")
    webinar_materials.add(webinar, title="90 күнге арналған жоспар үлгісі", file=plan, by=story.chair)
    webinar_materials.add(
        webinar, title="«Білім туралы» Заң", link="https://adilet.zan.kz/kaz/docs/Z070000319", by=story.chair
    )


def _plan() -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet, bold = book.add_worksheet("90 күн"), book.add_format({"bold": True})
        sheet.set_column(0, 2, 34)
        sheet.write_row(0, 0, ["Мерзімі", "Не дайын болуы керек", "Жауапты"], bold)
        for line, row in enumerate(PLAN, start=1):
            sheet.write_row(line, 0, row)
    return stream.getvalue()
