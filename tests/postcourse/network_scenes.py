"""Scenes of the network of principals: graduates who sign in, what they share, what is said of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from assessment.models import Result
from courses.models import Cohort
from people.models import User
from postcourse import network, practice_writing, practices
from postcourse.models import Practice
from postcourse.practice_writing import Words
from tests.cast import aigul, daulet, make_cohort, make_enrolment, make_person, make_result, make_user
from tests.postcourse.scenes import ISSUED, at

# A Wednesday.
NOW = at("2026-11-18", "15:00")
PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def url(name: str, *args: int) -> str:
    return reverse(f"postcourse:{name}", args=args)


def trainer() -> User:
    """Who has confirmed the results is there already."""
    return User.objects.filter(email="daulet@institute.example").first() or daulet()


def organiser() -> User:
    return User.objects.filter(email="aigul@institute.example").first() or aigul()


def make_graduate(cohort: Cohort | None = None, **person: Any) -> User:
    """Somebody whose result the head has confirmed and who signs in."""
    result = make_result(make_enrolment(cohort or make_cohort(), make_person(**person)))
    Result.objects.filter(pk=result.pk).update(confirmed_at=at(ISSUED))
    made = result.attempt.enrolment.person
    return make_user(made.email or f"{made.pk}@nowhere.example", name=made.full_name, person=made)


def words(user: User, *, module: int = 1, **said: Any) -> Words:
    topic = network.topics_of(user).get(order=module)
    values = {"kind": "practice", "title": "Апталық жиналыс", "text": "Не істедік, не шықты.", **said}
    return Words(module=topic, **values)


def pdf(name: str = "үлгі.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, PDF, content_type="application/pdf")


def make_draft(user: User, *, now: datetime = NOW, files: Any = (), **said: Any) -> Practice:
    return practice_writing.write(words(user, **said), by=user, files=files, now=now)


def make_published(user: User, by: User, *, now: datetime = NOW, **said: Any) -> Practice:
    """Submitted an hour before, published at that moment."""
    row = make_draft(user, now=now - timedelta(hours=2), **said)
    row = practices.submit(row, by=user, now=now - timedelta(hours=1))
    return practices.publish(row, by=by, now=now)
