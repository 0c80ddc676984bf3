"""Nobody is woken at night and nobody gets ten letters a day: what may wait waits, and goes out together."""

from __future__ import annotations

import ast
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings as django_settings
from django.core import mail
from django.core.exceptions import ImproperlyConfigured
from pytest_django import Settings

from config.settings import _at_least_one, _hours
from people import delivering, outbox, quiet, refusals
from people.delivering import Outcome
from people.kinds import KINDS
from people.models import OutboxMessage, Person, RefusedAddress
from people.registering import amend_person
from tests.at_once import at_once
from tests.cast import aigul, make_organisation, make_person, make_provider
from tests.mail_server import MailServer, mail_server

ALMATY = ZoneInfo("Asia/Almaty")
State = OutboxMessage.State
WAITS, AT_ONCE = "feedback", "consultation-invitation"


@pytest.fixture(autouse=True)
def rules(settings: Settings) -> None:
    settings.QUIET_HOURS, settings.DAILY_MESSAGES = (21, 8), 3


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ALMATY)


NOON, EVENING, NIGHT, MORNING = (at(f"2026-11-{text}") for text in ("23T12:00", "23T21:00", "24T03:10", "24T08:00"))


def post(person: Person, n: int = 1, kind: str = WAITS, *, due: datetime = NOON, **fields: object) -> OutboxMessage:
    values = {"kind": kind, "language": "kk", "subject": f"Хат {n}", "text": f"Сәлем!\n\nМәтін {n}.", **fields}
    message = outbox.post(cause=f"{person.pk}:{n}", person=person, **values)  # type: ignore[arg-type]
    OutboxMessage.objects.filter(pk=message.pk).update(due_at=due, created_at=due)
    message.refresh_from_db()
    return message


def states() -> dict[str, int]:
    found = list(OutboxMessage.objects.values_list("state", flat=True))
    return {state: found.count(state) for state in sorted(set(found))}


@pytest.mark.parametrize(
    ("moment", "until"),
    [
        ("2026-11-23T20:59", None), ("2026-11-23T21:00", "2026-11-24T08:00"), ("2026-11-24T00:00", "2026-11-24T08:00"),
        ("2026-11-24T07:59", "2026-11-24T08:00"), ("2026-11-24T08:00", None),
    ],
)  # fmt: skip
def test_quiet_hours_begin_and_end_on_the_hour(moment: str, until: str | None) -> None:
    assert quiet.quiet_until(at(moment), (21, 8)) == (at(until) if until else None)


def test_another_morning_is_never_today() -> None:
    assert [quiet.next_morning(each, (21, 8)) for each in (NOON, NIGHT)] == [MORNING, MORNING + timedelta(days=1)]


def test_the_setting_is_two_hours_or_nothing() -> None:
    assert [_hours("Q", text) for text in ("21-8", " 0-6", "")] == [(21, 8), (0, 6), None]
    for text in ("21", "21-24", "8-8", "a-b", "-1-5"):
        with pytest.raises(ImproperlyConfigured):
            _hours("Q", text)


def test_nobody_waits_for_ever_because_a_day_has_no_messages() -> None:
    assert _at_least_one("D", 1) == 1
    for number in (0, -3):
        with pytest.raises(ImproperlyConfigured):
            _at_least_one("D", number)


def test_the_table_names_only_kinds_that_somebody_writes_and_no_invitation() -> None:
    root = Path(django_settings.BASE_DIR)
    said = {
        node.value
        for app in ("people", "courses", "assessment", "certificates", "postcourse")
        for path in (root / app).rglob("*.py")
        if path.name != "kinds.py"
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert set(KINDS) - said == set()
    assert not [kind for kind in KINDS if kind.startswith(("consultation", "defence"))]
    assert {kind for kind in KINDS if kind.startswith("webinar")} == {"webinar-invitation", "webinar-recording"}


@pytest.mark.django_db
def test_what_a_dead_worker_left_behind_by_day_does_not_go_out_at_night() -> None:
    message = post(make_person(), kind=WAITS)
    OutboxMessage.objects.filter(pk=message.pk).update(
        state="sending", attempts=1, claimed_at=NIGHT - timedelta(minutes=20)
    )
    assert (delivering.deliver(message.pk, now=NIGHT), delivering.send_due(now=NIGHT)) == (Outcome.NOTHING_TO_DO, 0)
    message.refresh_from_db()
    assert (message.state, message.error, message.due_at) == ("failed", "InterruptedError", MORNING)
    assert delivering.send_due(now=MORNING) == 1
    assert (states(), len(mail.outbox)) == ({"sent": 1}, 1)


@pytest.mark.django_db
@pytest.mark.parametrize(("kind", "outcome"), [(WAITS, Outcome.NOTHING_TO_DO), (AT_ONCE, Outcome.SENT)])
def test_at_night_only_what_cannot_wait_goes_out(kind: str, outcome: Outcome) -> None:
    message = post(make_person(), kind=kind)
    assert delivering.deliver(message.pk, now=NIGHT) is outcome
    message.refresh_from_db()
    assert (message.due_at == MORNING, message.attempts) == ((True, 0) if kind == WAITS else (False, 1))
    delivering.send_due(now=MORNING)
    assert states() == {"sent": 1}


@pytest.mark.django_db
def test_a_night_of_messages_is_held_in_one_statement_and_lost_by_none() -> None:
    people = [make_person() for _each in range(4)]
    for person in people:
        post(person, due=NIGHT)
    assert delivering.send_due(now=NIGHT) == 0
    assert set(OutboxMessage.objects.values_list("due_at", flat=True)) == {MORNING}
    assert delivering.send_due(now=MORNING) == 4


@pytest.mark.django_db
def test_after_the_third_of_a_day_the_others_come_the_next_morning_as_one(settings: Settings) -> None:
    make_provider()
    person = make_person()
    for n in range(1, 7):
        delivering.deliver(post(person, n).pk, now=NOON + timedelta(minutes=n))
    assert states() == {"queued": 3, "sent": 3}
    assert delivering.deliver(post(person, 7, AT_ONCE).pk, now=NOON) is Outcome.SENT
    with mail_server() as server:
        through(server, settings)
        assert delivering.send_due(now=MORNING) == 1
    [letter] = server.letters
    digest = OutboxMessage.objects.get(kind="digest")
    assert set(digest.gathered.values_list("cause", flat=True)) == {f"{person.pk}:{n}" for n in (4, 5, 6)}
    assert (letter["Message-ID"], digest.state) == (digest.message_id, State.SENT)
    assert [digest.text.count(words) for words in ("Сәлем!", "Мәтін 4.", "Мәтін 5.", "Мәтін 6.", "\n-- \n")] == [1] * 5
    assert states() == {"gathered": 3, "sent": 5}
    assert delivering.send_due(now=MORNING + timedelta(days=2)) == 0


def through(server: MailServer, settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port


@pytest.mark.django_db
def test_what_may_have_arrived_already_and_what_is_another_s_is_not_gathered() -> None:
    person, other = make_person(), make_person()
    tried, calendar, first, second = (post(person, n) for n in range(4))
    OutboxMessage.objects.filter(pk=tried.pk).update(state=State.FAILED, claimed_at=NOON - timedelta(hours=1))
    OutboxMessage.objects.filter(pk=calendar.pk).update(calendar="BEGIN:VCALENDAR")
    post(other, 1)
    delivering.send_due(now=NOON)
    assert set(OutboxMessage.objects.exclude(digest=None).values_list("pk", flat=True)) == {first.pk, second.pk}
    assert states() == {"gathered": 2, "sent": 4}


@pytest.mark.django_db
def test_several_in_one_message_have_no_button_that_would_end_but_one_of_them() -> None:
    person = make_person()
    for n in range(2):
        post(person, n, unsubscribe=f"https://basqaru.example.kz/out/{n}/")
    alone = post(make_person(), unsubscribe="https://basqaru.example.kz/out/3/")
    delivering.send_due(now=NOON)
    together, one = sorted(mail.outbox, key=lambda letter: letter.to != [person.email])
    assert "List-Unsubscribe" not in together.extra_headers
    assert one.extra_headers["List-Unsubscribe"] == f"<{alone.unsubscribe}>"
    assert [OutboxMessage.objects.get(kind="digest").unsubscribe, states()] == ["", {"gathered": 2, "sent": 2}]


@pytest.mark.django_db
def test_a_school_is_no_person_and_has_no_limit_of_a_day() -> None:
    school = make_organisation(email="school@mektep.example")
    for n in range(5):
        message = outbox.post(
            cause=f"s:{n}", kind="renewal-school", language="kk", subject="с", text="т", organisation=school
        )
        assert delivering.deliver(message.pk, now=max(NOON, message.due_at)) is Outcome.SENT


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_send_nobody_more_than_the_day_allows(settings: Settings) -> None:
    settings.DAILY_MESSAGES = 1
    person = make_person()
    first, second = post(person, 1, language="kk"), post(person, 2, language="ru")
    at_once(*[lambda pk=row.pk: delivering.deliver(pk, now=NOON) for row in (first, second)])
    assert states() == {"queued": 1, "sent": 1}


@pytest.mark.django_db(transaction=True)
def test_two_records_of_one_human_have_one_day(settings: Settings) -> None:
    settings.DAILY_MESSAGES = 1
    kept = make_person(email="saule@mektep.example")
    merged = make_person(email="saule@mektep.example", merged_into=kept)
    rows = [post(kept), post(merged)]
    at_once(*[lambda pk=row.pk: delivering.deliver(pk, now=NOON) for row in rows])
    assert states() == {"queued": 1, "sent": 1}


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_gather_a_person_s_messages_once() -> None:
    person = make_person()
    rows = [post(person, n) for n in range(4)]
    at_once(*[lambda pk=row.pk: delivering.deliver(pk, now=NOON) for row in rows[:2]])
    assert states() == {"gathered": 4, "sent": 1}


# ---- addresses that are refused --------------------------------------------------------------------------------------
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("answer", "marked"),
    [
        ("550 no such user", True), ("550 5.1.1 no such user", True), ("553 not allowed", True),
        ("550 5.7.1 blocked, see our list", False), ("552 5.2.2 full", False), ("451 greylisted", False),
        ("554 relay denied", False),
    ],
)  # fmt: skip
def test_an_address_that_is_refused_for_good_is_marked_on_the_record(
    settings: Settings, answer: str, marked: bool
) -> None:
    person = make_person(email="gone@mektep.example")
    with mail_server() as server:
        through(server, settings)
        server.answer = lambda verb, line: answer if verb == "RCPT" else None
        delivering.deliver(post(person).pk, now=NOON)
        assert refusals.refused([person.email]) == ({"gone@mektep.example"} if marked else set())
        assert not RefusedAddress.objects.filter(error__contains="gone@").exists()
        server.answer = lambda verb, line: None
        delivering.deliver(post(person, 2).pk, now=NOON)
    assert not RefusedAddress.objects.exists(), "a letter that arrives clears it"


@pytest.mark.django_db
def test_the_mark_goes_with_the_address() -> None:
    person, organiser = make_person(email="gone@mektep.example"), aigul()
    refusals.mark(person.email, "SMTPRecipientsRefused 550", now=NOON)
    assert refusals.refused([person.email, "", "other@x.example"]) == {"gone@mektep.example"}
    amend_person(person, by=organiser, phone="+7 701")
    assert refusals.refused(["gone@mektep.example"])
    amend_person(person, by=organiser, email="new@mektep.example")
    assert not refusals.refused(["gone@mektep.example"])
