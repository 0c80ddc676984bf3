"""The network of principals of the demonstration: what graduates share and say, what waits for a moderator."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.core.files.base import ContentFile

from config.demo.study import checklist_book
from courses.models import Cohort
from people.models import Person, User
from people.signing_in import ensure_user
from postcourse import network, practice_reports, practice_talking, practice_writing, practices
from postcourse.models import Practice
from postcourse.practice_writing import Words

if TYPE_CHECKING:
    from config.demo.story import Storyteller

PRACTICE, CASE = Practice.Kind.PRACTICE, Practice.Kind.CASE
# Days ago, what it is, the place of the module, title, text.
SHARED = [
    (26, PRACTICE, 3, "Педагогтердің апталық командалық жиналысы",
     "Бұрын жиналыстар есеп беруге ғана арналатын. Енді жұма сайын 40 минут бір ғана мәселені талқылаймыз: деректер, "
     "себебі, келесі аптадағы бір қадам.\n\nНәтижесі: екі айда сабаққа өзара қатысу үш есе көбейді, ал кешіккен "
     "есептер азайды.\n\nКеңесім: күн тәртібін бір сұрақпен шектеңіз және шешімді сол жерде жазып қойыңыз."),
    (19, CASE, 2, "Тәжірибелі педагог жаңа бағалау жүйесінен бас тартады",
     "Мектепте жиырма жыл істеген мұғалім критериалды бағалауға көшкісі келмейді. Ата-аналар оны құрметтейді, жас "
     "педагогтер оған қарап тұр.\n\nТәлімгерлік ұсындым, бірақ ол «қарауға» келіспеді. Сіз не істер едіңіз?"),
    (12, PRACTICE, 4, "Құжат айналымын екі қадамға қысқарту",
     "Ішкі бұйрықтардың тізімін жасап, қайталанатын жеті түрін бір үлгіге біріктірдік. Келісу енді екі адам арқылы "
     "өтеді.\n\nБір бұйрықты шығару үш күннен бір күнге дейін қысқарды. Үлгі қоса берілді."),
    (5, PRACTICE, 1, "Ата-аналармен ашық бюджет сағаты",
     "Тоқсанына бір рет бюджеттің негізгі баптарын қарапайым тілмен түсіндіреміз. Алғашқы кездесуге он екі ата-ана "
     "келді, үшіншісіне елуден астам.\n\nСұрақтарды алдын ала жинау пікірталасты тыныш әрі нақты етті."),
    (2, CASE, 6, "Шағын мектепте кабинет жетіспейді",
     "Екі ауысымда оқимыз, ал физика мен химияға бір ғана кабинет бар. Кестені қалай құрған дұрыс: кабинет бойынша "
     "ма, әлде сынып бойынша ма? Тәжірибелеріңізбен бөлісіңіздерші."),
]  # fmt: skip
WAITING = (
    PRACTICE, 5, "Жас мамандарға арналған «Алғашқы 90 күн» жоспары",
    "Жаңа келген әр педагогке тәлімгер, апталық қысқа кездесу және үш нақты мақсат белгіленді. Биыл келген бес маман "
    "да мектепте қалды.",
)  # fmt: skip
TALK = [
    "Бізде де осындай жиналыс бар, бірақ бір сағатқа созылып кетеді. 40 минутты қалай сақтайсыздар?",
    "Тамаша тәжірибе. Біз келесі аптадан бастап байқап көреміз.",
    "Сабағына өзіңіз қатысып, жақсы жағынан бастаған дұрыс деп ойлаймын.",
]
RUDE = "Мұндай мектепте істегенше, жұмыстан кеткен дұрыс!"


def share(story: Storyteller, cohort: Cohort) -> None:
    """By the graduates of the finished cohort, the best of them first; the trainer reads what is submitted."""
    people = list(
        network.graduates().filter(enrolments__cohort=cohort).exclude(email="").order_by("-enrolments__pk").distinct()
    )
    users = [user for person in people[: len(SHARED) + 2] if (user := _user(person))]
    if len(users) < len(SHARED) + 1:
        return
    rows = [_publish(story, user, *said) for user, said in zip(users, SHARED, strict=False)]
    waiting = _write(story, users[len(SHARED)], 0, *WAITING)
    practices.submit(waiting, by=users[len(SHARED)], now=story.at(-1, 16))
    for place, words in enumerate(TALK):
        about = rows[0] if place < 2 else rows[1]
        practice_talking.comment(about, text=words, by=users[place + 2], now=story.at(-3 + place, 17))
    practice_talking.comment(rows[1], text="Тәлімгерлікті бірге жоспарлайық.", by=story.chair, now=story.at(-1, 12))
    rude = practice_talking.comment(rows[1], text=RUDE, by=users[4], now=story.at(-1, 20))
    practice_reports.report(rows[1], rude, why="Орынсыз сөз", by=users[0])


def _user(person: Person) -> User | None:
    return ensure_user(person.email)


def _publish(story: Storyteller, user: User, days: int, kind: str, module: int, title: str, text: str) -> Practice:
    row = _write(story, user, days, kind, module, title, text)
    at = story.at(-days, 15)
    row = practices.submit(row, by=user, now=at - timedelta(hours=4))
    return practices.publish(row, by=story.chair, now=at)


def _write(story: Storyteller, user: User, days: int, kind: str, module: int, title: str, text: str) -> Practice:
    topic = network.topics_of(user).get(order=module)
    files = [ContentFile(_checklist_of(user), "Бұйрық үлгілері.xlsx")] if module == 4 else []
    words = Words(kind, topic, title, text)
    return practice_writing.write(words, by=user, files=files, now=story.at(-days - 1, 19))


def _checklist_of(user: User) -> bytes:
    result = network.passed().filter(attempt__enrolment__person__in=user.own_records).first()
    return checklist_book(result.attempt.enrolment.cohort) if result else b""
