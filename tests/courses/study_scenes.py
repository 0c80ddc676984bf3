"""A running cohort with its trainer, a participant and what they are given to read and to do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from courses.handing_out import hand_out
from courses.models import Cohort, Enrolment, Material, Module, Task
from courses.setting_tasks import set_task
from people.models import User
from tests.cast import aigul, daulet, make_cohort, make_enrolment, saule

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


@dataclass
class Scene:
    cohort: Cohort
    enrolment: Enrolment
    organiser: User
    trainer: User
    participant: User

    @property
    def module(self) -> Module:
        return self.cohort.version.modules.get(order=1)

    @property
    def today(self) -> date:
        return timezone.localdate()

    def day(self, days: int) -> date:
        return self.today + timedelta(days=days)

    def task(self, **fields: Any) -> Task:
        values: dict[str, Any] = {
            "cohort": self.cohort, "module": self.module, "kind": Task.Kind.PRACTICAL, "title": "Құқықтық талдау",
            "text": "Өз мектебіңіздің жарғысын талдаңыз.", "max_points": 10, "due_on": self.day(3),
        }  # fmt: skip
        return set_task(Task(**{**values, **fields}), by=self.trainer)

    def material(self, **fields: Any) -> Material:
        values: dict[str, Any] = {
            "module": self.module, "kind": Material.Kind.LAW, "title": "Білім туралы Заң",
            "file": pdf("zan.pdf"), "by": self.organiser,
        }  # fmt: skip
        return hand_out(self.cohort, **{**values, **fields})


def pdf(name: str = "essay.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, PDF, content_type="application/pdf")


def make_scene(**cohort: Any) -> Scene:
    trainer, participant = daulet(), saule()
    made = make_cohort(trainer=trainer, **cohort)
    made.version.modules.exclude(order=7).update(result_kk="Нәтиже", task_kk="Тапсырма")
    return Scene(made, make_enrolment(made, participant.person), aigul(), trainer, participant)
