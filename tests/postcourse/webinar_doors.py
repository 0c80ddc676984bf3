"""Knocking at the pages of webinars: as whom, when, with what."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import time_machine
from django.test import Client
from django.urls import reverse

from people.models import User
from people.roles import Role
from tests.cast import aigul, bolat, daulet, make_cohort, make_user, marat
from tests.postcourse.webinar_scenes import (
    ANNOUNCED,
    OVER,
    a_cohort,
    make_announced,
    make_graduate,
    make_place,
    signs_in,
)


def asked(user: User | None, name: str, *args: int, now: datetime = ANNOUNCED, query: str = "") -> tuple[int, str]:
    client = Client()
    if user:
        client.force_login(user)
    with time_machine.travel(now, tick=True):
        answer = client.get(reverse(f"postcourse:{name}", args=args) + f"?lang=en{query}")
    return answer.status_code, b"".join(answer).decode(errors="replace")


def pressed(user: User, name: str, *args: int, now: datetime = ANNOUNCED, **data: Any) -> int:
    client = Client()
    client.force_login(user)
    with time_machine.travel(now, tick=True):
        return client.post(reverse(f"postcourse:{name}", args=args), data).status_code


def home_of(user: User, now: datetime = OVER) -> str:
    client = Client()
    client.force_login(user)
    with time_machine.travel(now, tick=True):
        return client.get(reverse("home") + "?lang=en").content.decode()


class Cast:
    """A webinar with a guest who has a place, and everybody who may try its doors."""

    def __init__(self) -> None:
        self.organiser, self.host = aigul(), daulet()
        self.cohort, [self.person, other] = a_cohort(self.host, people=2)
        self.webinar = make_announced(self.host, self.cohort, by=self.organiser)
        self.guest = make_place(self.webinar, self.person, by=self.organiser)
        self.graduate = signs_in(self.person)
        self.users: dict[str, User | None] = {
            "organiser": self.organiser, "host": self.host, "guest": self.graduate, "invited": signs_in(other),
            "another trainer": make_user("t@institute.example", Role.TRAINER),
            "another graduate": signs_in(make_graduate(make_cohort())), "stranger": marat(), "head": bolat(),
            "nobody": None,
        }  # fmt: skip
