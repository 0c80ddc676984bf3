"""A signed-in member's phone without its browser: one kept connection that sends what the scoring page sends."""

from __future__ import annotations

import http.client
import json
from typing import Any

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.urls import reverse
from django.utils import timezone

from assessment.rounds import milliseconds
from people.models import User

TOKEN = "a" * 32


class Phone:
    """Any answer but 200 ends the run with what was answered."""

    def __init__(self, netloc: str, user: User) -> None:
        self.user = user
        self.connection = http.client.HTTPConnection(netloc, timeout=60)
        self.headers = {
            "Content-Type": "application/json",
            "Accept": "application/json",
            "Cookie": f"sessionid={session_key(user)}; csrftoken={TOKEN}",
            "X-CSRFToken": TOKEN,
        }

    def mark(self, defence: int, criterion: int, halves: int) -> dict[str, Any]:
        at = milliseconds(timezone.now())
        body = {"criterion": criterion, "halves": halves, "at": at}
        return self._send(reverse("assessment:mark", args=[defence]), body)

    def submit(self, defence: int, marks: dict[int, int]) -> dict[str, Any]:
        return self._send(reverse("assessment:submit", args=[defence]), {"marks": marks})

    def _send(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        self.connection.request("POST", path, json.dumps({"user": self.user.pk, **body}), self.headers)
        answer = self.connection.getresponse()
        text = answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{path} answered {answer.status}: {text[:300]!r}")
        return dict(json.loads(text))


def session_key(user: User) -> str:
    """A session of this user's, as it begins when the sign-in form is through."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return str(session.session_key)
