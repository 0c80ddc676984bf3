"""The head signs over HTTP, as a browser does it; what the answer was, if there was one."""

from __future__ import annotations

import http.client
import re
import threading
from types import SimpleNamespace
from urllib.parse import urlencode

from allauth.account.internal.flows.login import record_authentication
from django.contrib.sessions.backends.db import SessionStore
from django.urls import reverse

from certificates.models import Batch
from people.models import User
from tests.phones import TOKEN, session_key

SEEN = re.compile(r'name="seen" value="(\w+)"')


class Signing(threading.Thread):
    """One press of the button; `acknowledged` once the server said that it is done."""

    def __init__(self, netloc: str, batch: Batch, user: User) -> None:
        super().__init__(daemon=True)
        self.path = reverse("certificates:sign", args=[batch.pk])
        self.connection = http.client.HTTPConnection(netloc, timeout=120)
        self.headers = {"Cookie": f"sessionid={confirmed(user)}; csrftoken={TOKEN}", "X-CSRFToken": TOKEN}
        self.acknowledged = False
        self.seen = self._seen()

    def run(self) -> None:
        form = {**self.headers, "Content-Type": "application/x-www-form-urlencoded"}
        try:
            self.connection.request("POST", self.path, urlencode({"seen": self.seen}), form)
            answer = self.connection.getresponse()
            self.acknowledged = (answer.status, answer.getheader("Location")) == (302, self.path)
        except (OSError, http.client.HTTPException):
            """Whoever answers was killed: whether it is signed, the register knows."""
        finally:
            self.connection.close()

    def _seen(self) -> str:
        """The digest of what is on the page; nothing where it is signed already."""
        self.connection.request("GET", self.path, headers=self.headers)
        page = self.connection.getresponse().read().decode()
        found = SEEN.search(page)
        return found[1] if found else ""


def confirmed(user: User) -> str:
    """A session whose user has just typed the password once more."""
    key = session_key(user)
    session = SessionStore(key)
    record_authentication(SimpleNamespace(session=session), user, "password", reauthenticated=True)
    session.save()
    return key
