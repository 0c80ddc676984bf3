"""The judge of the two months: silent where all was told once, and with a sentence for each thing that can be wrong."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from people import outbox
from people.models import OutboxMessage, Person
from tests.cast import make_organisation, make_person
from tests.faults.post import Taken
from tests.faults.telling import Oracle, contradictions, repeats
from tests.faults.two_months import Kill
from tests.faults.waiting import Watch
from tests.mail_server import MailServer, mail_server
from tests.services import wait_until

State = OutboxMessage.State
NOON = datetime(2029, 3, 5, 12, tzinfo=ZoneInfo("Asia/Almaty"))


@dataclass
class Story:
    """Saule is reminded of one certificate, her school too; two more messages go out as one."""

    saule: Person = field(default_factory=lambda: make_person(organisation=make_organisation(email="s@mektep.example")))
    oracle: Oracle = field(default_factory=Oracle)
    noted: list[Taken] = field(default_factory=list)
    kills: list[Kill] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.oracle.last_days, self.oracle.holders = {7: date(2029, 3, 12)}, {7: self.saule.pk}
        self.oracle.agreed = {self.saule.pk}
        self.oracle.day(NOON.date())
        self.write("renewal:7:7", kind="renewal-reminder")
        self.write("renewal:7:7:school", kind="renewal-school", person=None, organisation=self.saule.organisation)
        both = [self.write(f"burst:1:{n}", kind="feedback", sent=False) for n in (0, 1)]
        digest = self.write("digest:1", kind="digest", text="\n".join(row.subject for row in both))
        OutboxMessage.objects.filter(pk__in=[row.pk for row in both]).update(state=State.GATHERED, digest=digest)
        for row in both:
            self.oracle.expect(row.cause, row.subject)

    def write(self, cause: str, *, kind: str, text: str = "", sent: bool = True, **fields: object) -> OutboxMessage:
        values: dict[str, object] = {"person": self.saule, "language": "kk", "subject": f"Хат {cause}", **fields}
        row = outbox.post(cause=cause, kind=kind, text=text or cause, **values)  # type: ignore[arg-type]
        if sent:
            OutboxMessage.objects.filter(pk=row.pk).update(state=State.SENT, sent_at=NOON)
            self.take(row)
        return row

    def take(self, row: OutboxMessage, *, at: datetime = NOON, message_id: str = "", text: str = "") -> None:
        text = text or f"{row.subject}\n{row.text}"
        self.noted.append(Taken(row.to_email, message_id or row.message_id, text, at, 10.0 * len(self.noted)))

    def row(self, cause: str) -> OutboxMessage:
        return OutboxMessage.objects.get(cause=cause)

    def wrong(self) -> list[str]:
        said = contradictions(self.oracle, self.noted, self.kills)
        return [sentence.partition(" ")[2].partition(":")[0] for sentence in said]


def nobody_wrote(story: Story) -> None:
    story.oracle.expect("renewal:8:90", "сегіз")


def nobody_expected(story: Story) -> None:
    story.write("renewal:7:30", kind="renewal-school")


def lost(story: Story) -> None:
    del story.noted[0]


def withdrawn_though_nobody_wanted_it(story: Story) -> None:
    story.noted = [each for each in story.noted if each.to != "s@mektep.example"]
    OutboxMessage.objects.filter(cause__endswith="school").update(state=State.WITHDRAWN, sent_at=None)


def given_up_though_the_address_is_right(story: Story) -> None:
    del story.noted[0]
    OutboxMessage.objects.filter(cause="renewal:7:7").update(state=State.GIVEN_UP, sent_at=None)


def alone_and_in_the_digest(story: Story) -> None:
    story.take(story.row("burst:1:0"))


def in_two_digests(story: Story) -> None:
    other = story.write("digest:2", kind="digest", text=story.row("burst:1:0").subject)
    assert other.message_id in {each.message_id for each in story.noted}


def another_message_id(story: Story) -> None:
    story.take(story.row("renewal:7:7"), message_id="<new@x>")


def after_an_erasure(story: Story) -> None:
    story.oracle.silence(story.saule, story.noted)
    story.take(story.row("renewal:7:7"))


def after_the_consent_was_taken_back(story: Story) -> None:
    story.oracle.silence_school(story.saule, story.noted)
    story.take(story.row("renewal:7:7:school"))


def at_night(story: Story) -> None:
    story.noted[0] = replace(story.noted[0], at=NOON + timedelta(hours=9))


def four_on_a_day(story: Story) -> None:
    for n in range(2, 4):
        story.oracle.expect(f"burst:1:{n}", f"Хат burst:1:{n}")
        story.write(f"burst:1:{n}", kind="feedback")


def left_out_of_the_digest(story: Story) -> None:
    story.noted = [replace(each, text=each.text.replace("burst:1:1", "")) for each in story.noted]


CASES: list[tuple[Callable[[Story], None], str]] = [
    (nobody_wrote, "causes that nobody wrote"),
    (nobody_expected, "causes that nobody expected"),
    (lost, "causes that did not arrive"),
    (withdrawn_though_nobody_wanted_it, "causes that did not arrive"),
    (given_up_though_the_address_is_right, "causes that did not arrive"),
    (alone_and_in_the_digest, "causes that arrived under two Message-IDs"),
    (in_two_digests, "causes that arrived under two Message-IDs"),
    (another_message_id, "Message-IDs of nobody"),
    (after_an_erasure, "letters after somebody opted out"),
    (after_the_consent_was_taken_back, "letters after somebody opted out"),
    (at_night, "letters in the quiet hours"),
    (four_on_a_day, "people who had too many on one day"),
    (left_out_of_the_digest, "messages that are not in the one they went with"),
]


@pytest.mark.django_db
def test_of_a_story_in_which_all_is_told_once_nothing_is_wrong() -> None:
    assert Story().wrong() == []


@pytest.mark.django_db
@pytest.mark.parametrize(("happens", "said"), CASES)
def test_whatever_goes_wrong_is_said(happens: Callable[[Story], None], said: str) -> None:
    story = Story()
    happens(story)
    assert said in story.wrong()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("part", "seconds", "unsettled", "excused"),
    [
        ("worker2", 0.1, True, True), ("worker", 0.1, False, False), ("worker", 5, True, False),
        ("mail", -0.1, True, True), ("postgres", -2, True, True), ("redis", 0.1, True, False),
    ],
)  # fmt: skip
def test_a_letter_comes_twice_only_where_a_kill_kept_us_from_noting_it(
    part: str, seconds: float, unsettled: bool, excused: bool
) -> None:
    story = Story()
    first = story.noted[0]
    story.kills.append(Kill(part, first.tick + seconds, set(), {first.message_id} if unsettled else set()))
    story.take(story.row("renewal:7:7"))
    assert repeats(story.noted, story.kills) == [excused]


def test_whatever_is_waited_for_too_long_is_named() -> None:
    said, over = list[str](), threading.Event()

    def end(sentence: str) -> None:
        said.append(sentence)
        over.set()

    watch = Watch(end)
    with watch.within(60, "what comes in time"), watch.within(0.01, "the tide"):
        assert over.wait(10)
    assert said == ["Waited 0.01 seconds for the tide."]


def test_a_sender_that_dies_in_the_middle_of_a_letter_leaves_no_letter_and_nobody_waiting() -> None:
    with mail_server() as server:
        before = threading.active_count()
        _begin_and_die(server)
        wait_until(lambda: threading.active_count() == before, seconds=10)
        assert server.taken == []


def _begin_and_die(server: MailServer) -> None:
    with socket.create_connection(("127.0.0.1", server.port), timeout=5) as line:
        for said in ("", "MAIL FROM:<a@x>", "RCPT TO:<b@x>", "DATA"):
            line.sendall(f"{said}\r\n".encode() if said else b"")
            line.recv(100)
        line.sendall(b"Subject: half of it\r\n")
