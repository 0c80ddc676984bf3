"""Scenes of what was handed in on the course as the project that was defended."""

from __future__ import annotations

from django.core.files.base import File

from courses.models import Enrolment, Submission
from people.uploading import store
from tests.courses.way_scenes import make_task

SAYS = """Мақсаты: педагогтердің бірін-бірі оқытуын жүйеге келтіру
Күтілетін нәтижелері:
• Педагогтер бірін-бірі оқытады: тәлімгері бар педагогтер үлесі, 20 %-дан 60 %-ға, 20.05.2027 дейін
• Есеп азаяды: аптасына қағазға кететін сағат, 6 → 3,5
Ресурстары: қосымша қаржы қажет емес"""


def hand_in_project(enrolment: Enrolment, text: str = SAYS, *files: File[bytes]) -> Submission:
    """The n-th time, for the one task of the project."""
    tasks = enrolment.cohort.tasks.filter(kind="project")
    task = tasks.first() or make_task(enrolment.cohort, kind="project", title="Жоба материалы")
    number = task.submissions.filter(enrolment=enrolment).count() + 1
    work = Submission.objects.create(task=task, enrolment=enrolment, number=number, text=text)
    work.uploads.set([store(file, by=None) for file in files])
    return work
