"""Pages of the support after the course, asked for by somebody at a moment."""

from __future__ import annotations

from datetime import timedelta

import time_machine
from django.test import Client
from django.urls import reverse

from people.models import User
from postcourse.models import Plan
from tests.postcourse.scenes import ISSUED, at

NOW = at(ISSUED) + timedelta(days=3)


def ask(user: User | None, address: str, data: dict[str, str] | None = None) -> tuple[int, str]:
    """Status and text in English at that moment; with data it is sent."""
    with time_machine.travel(NOW, tick=True):
        client = Client()
        client.cookies["django_language"] = "en"
        if user:
            User.objects.filter(pk=user.pk).update(language="en")
            client.force_login(user)
        answer = client.get(address) if data is None else client.post(address, data)
    return answer.status_code, answer.content.decode()


def templates(plan: Plan, name: str = "plan_templates") -> str:
    return reverse(name, args=[plan.attempt.enrolment.cohort.version_id])
