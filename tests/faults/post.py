"""A mail server that is killed and comes back, and that is in a bad mood now and then; it notes when it took what."""

from __future__ import annotations

import socket
import threading
import time
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from random import Random

from django.utils import timezone

from tests.faults.waiting import within
from tests.mail_server import HANG_UP, MailServer

# How often, of a hundred answers at each place.
MOODS: dict[str, tuple[tuple[int, str], ...]] = {
    "EHLO": ((1, HANG_UP), (1, "hang")),
    "MAIL": ((1, "421 too busy"),),
    "RCPT": ((2, "451 greylisted"),),
    "DATA": ((1, "452 no space"), (1, HANG_UP)),
    ".": ((1, "421 closing"), (1, "451 try again")),
}
HANGS = 1.6  # seconds: longer than we wait for it
TAKES = 0.02  # to think about a letter
TO_CLOSE = 20
NOBODY = "gone"  # an address that begins so is refused for good


@dataclass(frozen=True)
class Taken:
    """A letter that it said yes to, or would have if it had lived."""

    to: str
    message_id: str
    text: str
    at: datetime  # of the story
    tick: float  # of the machine


class Post:
    def __init__(self, random: Random) -> None:
        self.random, self.moody = random, False
        self.noted: list[Taken] = []
        self.faults = 0
        self.server = self._open(0)
        self.port = self.server.port

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def _open(self, port: int) -> MailServer:
        server = Noting(self, port)
        server.answer = self._answer
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        return server

    def kill(self) -> None:
        """Nobody listens any more, and whoever is in the middle of a letter is cut off."""
        with within(TO_CLOSE, "the mail server to stop listening"):
            self.server.shutdown()
            self.server.server_close()
        for talk in list(self.server.talks):  # type: ignore[attr-defined]
            try:
                talk.shutdown(socket.SHUT_RDWR)
            except OSError:
                """It hung up by itself."""

    def start(self) -> None:
        self.server = self._open(self.port)

    def note(self, to: str, raw: bytes) -> None:
        letter = message_from_bytes(raw, policy=policy.default)
        body = letter.get_body(("plain",))
        text = f"{letter['Subject']}\n{body.get_content() if body else ''}"
        self.noted.append(Taken(to, str(letter["Message-ID"]), text, timezone.now(), time.monotonic()))

    def _answer(self, verb: str, line: str) -> str | None:
        if verb == "RCPT" and f"<{NOBODY}" in line:
            return "550 5.1.1 no such user"
        if not self.moody:
            return None
        if verb == ".":
            time.sleep(TAKES)
        drawn = self.random.randrange(100)
        for often, answer in MOODS.get(verb, ()):
            drawn -= often
            if drawn < 0:
                self.faults += 1
                if answer != "hang":
                    return answer
                time.sleep(HANGS)
                return None
        return None


class Noting(MailServer):
    """Its letters go to the post's own list, which outlives it."""

    def __init__(self, post: Post, port: int) -> None:
        super().__init__(port)
        self.taken = _Notes(post)
        self.talks: set[socket.socket] = set()

    def handle_error(self, request: object, client_address: object) -> None:
        """Whoever talked to it was killed, or it was itself: that is the story."""

    def process_request(self, request: object, client_address: object) -> None:
        assert isinstance(request, socket.socket)
        self.talks.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: object) -> None:
        self.talks.discard(request)
        super().shutdown_request(request)  # type: ignore[arg-type]


class _Notes(list[tuple[str, bytes]]):
    def __init__(self, post: Post) -> None:
        super().__init__()
        self.post = post

    def append(self, item: tuple[str, bytes]) -> None:
        self.post.note(*item)
