"""A mail server of forty lines that a test can make refuse, stall and hang up."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import cast

HANG_UP = "hang up"
POLITE = {"DATA": "354 go on", "QUIT": "221 bye"}


class MailServer(socketserver.ThreadingTCPServer):
    """`answer` is asked first, with the verb (EHLO, MAIL, RCPT, DATA, ".") and its line; None: the usual answer."""

    allow_reuse_address = daemon_threads = True

    def __init__(self, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), _Talk)
        self.taken: list[tuple[str, bytes]] = []
        self.answer: Callable[[str, str], str | None] = lambda verb, line: None

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    @property
    def letters(self) -> list[EmailMessage]:
        return [message_from_bytes(raw, policy=policy.default) for _to, raw in self.taken]

    @property
    def message_ids(self) -> list[str]:
        return [str(letter["Message-ID"]) for letter in self.letters]


class _Talk(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        server = cast(MailServer, self.server)
        self._say("220 mail.example")
        to = ""
        while line := self.rfile.readline():
            words = line.decode().strip()
            verb = words.split(" ")[0].upper()
            answer = server.answer(verb, words) or POLITE.get(verb, "250 ok")
            if answer is HANG_UP:
                return
            self._say(answer)
            if verb == "RCPT":
                to = words.partition("<")[2].partition(">")[0]
            if verb == "DATA" and answer.startswith("354"):
                if (raw := self._letter()) is None:
                    return
                verdict = server.answer(".", "") or "250 taken"
                if verdict.startswith("250"):
                    server.taken.append((to, raw.replace(b"\r\n..", b"\r\n.")))
                if verdict is HANG_UP:
                    return
                self._say(verdict)

    def _letter(self) -> bytes | None:
        """Up to the dot on a line of its own; nothing where the line is cut before it, as when the sender is killed."""
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            if not line:
                return None
            lines.append(line)
        return b"".join(lines)

    def _say(self, answer: str) -> None:
        self.wfile.write(f"{answer}\r\n".encode())


@contextmanager
def mail_server() -> Iterator[MailServer]:
    with MailServer() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
