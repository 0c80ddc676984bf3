"""Handing in: again and again until the task is closed; whatever fails leaves no row and no file."""

from __future__ import annotations

import socket
from datetime import datetime, time, timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from pytest_django.live_server_helper import LiveServer

from courses.handing_in import LONGEST, hand_in
from courses.models import Cohort, Enrolment, Submission, Task
from courses.own_tasks import tasks_of
from courses.setting_tasks import close_task, reopen_task
from courses.task_states import State, is_late
from people.models import Upload
from tests.courses.study_scenes import PDF, Scene, make_scene, pdf

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english() -> Any:
    with translation.override("en"):
        yield


@pytest.fixture
def scene() -> Scene:
    return make_scene()


def noon(scene: Scene, days: int) -> datetime:
    return timezone.make_aware(datetime.combine(scene.day(days), time(12)))


def nothing_is_kept() -> bool:
    stored = default_storage.listdir("uploads")[1] if default_storage.exists("uploads") else []
    return (Submission.objects.count(), Upload.objects.count(), stored) == (0, 0, [])


def test_each_time_is_a_row_of_its_own(scene: Scene) -> None:
    task = scene.task()
    hand_in(task, scene.enrolment, text="Бірінші", by=scene.participant)
    hand_in(task, scene.enrolment, text="Екінші", files=[pdf()], by=scene.participant)
    rows = [(row.number, row.text, row.uploads.count()) for row in Submission.objects.all()]
    assert rows == [(1, "Бірінші", 0), (2, "Екінші", 1)]


def test_the_same_page_sent_twice_hands_in_once(scene: Scene, client: Client) -> None:
    task = scene.task()
    client.force_login(scene.participant)
    address = reverse("courses:my_task", args=[task.pk])
    for _press in range(2):
        given = {"text": "Бірінші", "attached": [pdf()], "whole": "1", "seen": "0"}
        response = client.post(address, given)
    assert (Submission.objects.count(), Upload.objects.count()) == (1, 1)
    assert response.context["form"].errors.as_data()["__all__"][0].code == "newer"
    # What came meanwhile is on the page, which may be sent again on purpose.
    assert 'name="seen" value="1"' in response.content.decode()
    client.post(address, {"text": "Екінші", "whole": "1", "seen": "1"})
    assert [row.text for row in Submission.objects.order_by("number")] == ["Бірінші", "Екінші"]


def test_files_of_the_time_before_may_stay(scene: Scene) -> None:
    task = scene.task()
    first = hand_in(task, scene.enrolment, text="", files=[pdf("a.pdf"), pdf("b.pdf")], by=scene.participant)
    kept = first.uploads.get(name="b.pdf")
    second = hand_in(task, scene.enrolment, text="", files=[pdf("c.pdf")], keep=[kept], by=scene.participant)
    assert sorted(upload.name for upload in second.uploads.all()) == ["b.pdf", "c.pdf"]
    assert Upload.objects.count() == 3


def test_somebody_elses_file_is_never_handed_in(scene: Scene) -> None:
    task, other = scene.task(), scene.task(title="Басқа")
    foreign = hand_in(other, scene.enrolment, text="", files=[pdf()], by=None).uploads.get()
    assert not hand_in(task, scene.enrolment, text="x", keep=[foreign], by=None).uploads.exists()


@pytest.mark.parametrize(
    ("text", "files", "sentence"),
    [
        ("  \n ", 0, "Write something or choose a file."),
        ("", 6, "At most 5 files together with those that stay."),
        ("x" * (LONGEST + 1), 0, "At most 20000 characters: put a longer text into a file."),
    ],
)
def test_too_little_and_too_much_are_refused(scene: Scene, text: str, files: int, sentence: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        hand_in(scene.task(), scene.enrolment, text=text, files=[pdf() for _ in range(files)], by=None)
    assert refusal.value.messages == [sentence]
    assert nothing_is_kept()


@pytest.mark.parametrize("status", [Enrolment.Status.ON_HOLD, Enrolment.Status.PASSED, Enrolment.Status.APPLIED])
def test_who_is_not_studying_hands_nothing_in(scene: Scene, status: str) -> None:
    scene.enrolment.status = status
    with pytest.raises(ValidationError, match="nothing can be handed in now"):
        hand_in(scene.task(), scene.enrolment, text="x", by=None)


def test_a_task_takes_from_its_first_day_until_it_is_closed(scene: Scene) -> None:
    task = scene.task(opens_on=scene.day(1))
    with pytest.raises(ValidationError, match="The task opens on"):
        hand_in(task, scene.enrolment, text="x", by=None)
    hand_in(task, scene.enrolment, text="x", by=None, now=noon(scene, 1))
    task = close_task(task, by=scene.trainer)
    with pytest.raises(ValidationError, match="The task was closed on"):
        hand_in(task, scene.enrolment, text="y", by=None, now=noon(scene, 2))
    hand_in(reopen_task(task, by=scene.trainer), scene.enrolment, text="z", by=None, now=noon(scene, 2))
    assert [row.text for row in Submission.objects.all()] == ["x", "z"]


def test_a_task_that_is_closed_meanwhile_takes_nothing(scene: Scene) -> None:
    task = scene.task()
    seen = Task.objects.select_related("cohort").get()
    close_task(task, by=scene.trainer)
    with pytest.raises(ValidationError, match="The task was closed on"):
        hand_in(seen, scene.enrolment, text="x", files=[pdf()], by=None)
    assert nothing_is_kept()


def test_a_cohort_that_is_over_takes_nothing(scene: Scene) -> None:
    task = scene.task()
    Cohort.objects.update(status=Cohort.Status.CLOSED)
    with pytest.raises(ValidationError, match="nothing more can be handed in"):
        hand_in(Task.objects.select_related("cohort").get(pk=task.pk), scene.enrolment, text="x", by=None)


def test_late_is_after_the_day_it_was_due_by(scene: Scene) -> None:
    task = scene.task()
    minute = timezone.make_aware(datetime.combine(task.due_on, time(23, 59)))
    on_time = hand_in(task, scene.enrolment, text="x", by=None, now=minute)
    late = hand_in(task, scene.enrolment, text="y", by=None, now=minute + timedelta(minutes=1))
    assert (is_late(on_time, task), is_late(late, task)) == (False, True)


def test_a_task_stands_where_its_days_and_its_works_put_it(scene: Scene) -> None:
    for title, fields in {
        "upcoming": {"opens_on": scene.day(1)}, "to do": {}, "due today": {"due_on": scene.today},
        "overdue": {"due_on": scene.day(-1)}, "handed in": {"due_on": scene.day(-1)}, "closed": {},
    }.items():  # fmt: skip
        scene.task(title=title, **fields)
    hand_in(Task.objects.get(title="handed in"), scene.enrolment, text="x", by=None)
    for title in ("closed", "handed in"):
        close_task(Task.objects.get(title=title), by=scene.trainer)
    assert {each.task.title: each.state for each in tasks_of(scene.enrolment, scene.today)} == {
        "upcoming": State.UPCOMING, "to do": State.TO_DO, "due today": State.TO_DO, "overdue": State.OVERDUE,
        "handed in": State.HANDED_IN, "closed": State.CLOSED,
    }  # fmt: skip


# ---- through the page


def send(client: Client, task: Task, **data: Any) -> Any:
    return client.post(reverse("courses:my_task", args=[task.pk]), {"whole": "1", **data})


def test_a_bad_file_among_good_ones_leaves_nothing_and_keeps_the_text(scene: Scene, client: Client) -> None:
    client.force_login(scene.participant)
    wrong = SimpleUploadedFile("page.pdf", b"<html><script>alert(1)</script></html>", content_type="application/pdf")
    response = send(client, scene.task(), text="Ұзақ ойланған мәтін", attached=[pdf("a.pdf"), wrong])
    page = response.content.decode()
    assert response.status_code == 200
    assert "Ұзақ ойланған мәтін</textarea>" in page
    assert "page.pdf" in page
    assert nothing_is_kept()


def test_six_files_are_refused_by_the_page(scene: Scene, client: Client) -> None:
    client.force_login(scene.participant)
    response = send(client, scene.task(), text="x", attached=[pdf(f"{n}.pdf") for n in range(6)])
    assert response.status_code == 200
    assert nothing_is_kept()


def test_a_form_without_its_end_broke_off_half_way(scene: Scene, client: Client) -> None:
    client.force_login(scene.participant)
    task = scene.task()
    response = client.post(reverse("courses:my_task", args=[task.pk]), {"text": "Мәтін", "attached": [pdf()]})
    assert response.status_code == 200
    assert "Мәтін</textarea>" in response.content.decode()
    assert nothing_is_kept()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("share", [0.35, 0.6, 0.95])
def test_a_connection_that_breaks_leaves_no_row(live_server: LiveServer, share: float) -> None:
    """The wire itself is cut in the middle of the file, whose beginning alone would pass for a PDF."""
    scene = make_scene()
    task = scene.task()
    client = Client()
    client.force_login(scene.participant)
    address = urlsplit(live_server.url)
    token = "a" * 32
    body = b"".join(
        b'--cut\r\nContent-Disposition: form-data; name="%s"%s\r\n\r\n%s\r\n' % part
        for part in [
            (b"csrfmiddlewaretoken", b"", token.encode()),
            (b"text", b"", "Мәтін".encode()),
            (b"attached", b'; filename="essay.pdf"\r\nContent-Type: application/pdf', PDF + b"x" * 4000),
            (b"whole", b"", b"1"),
        ]
    )
    body += b"--cut--\r\n"
    head = (
        f"POST {reverse('courses:my_task', args=[task.pk])} HTTP/1.1\r\nHost: {address.netloc}\r\n"
        f"Cookie: sessionid={client.cookies['sessionid'].value}; csrftoken={token}\r\n"
        f"Content-Type: multipart/form-data; boundary=cut\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    ).encode()
    for sent in (body[: int(len(body) * share)], body):
        with socket.create_connection((address.hostname or "", address.port or 0), timeout=20) as wire:
            wire.sendall(head + sent)
            wire.shutdown(socket.SHUT_WR)
            while wire.recv(65536):
                pass
        if sent is not body:
            assert nothing_is_kept()
    # The same bytes, sent whole, are handed in: it was the cut that was refused.
    assert [row.uploads.get().size for row in Submission.objects.all()] == [len(PDF) + 4000]
