"""Materials and tasks of another cohort, taken over once, with their days moved."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import translation

from courses import copying, handing_out
from courses.models import Cohort, Material, Programme, Task
from people.models import Upload
from people.uploading import erase
from tests.cast import make_cohort, make_version, marat
from tests.courses.study_scenes import Scene, make_scene, pdf

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english() -> Any:
    with translation.override("en"):
        yield


@pytest.fixture
def scene() -> Scene:
    scene = make_scene()
    scene.task(opens_on=scene.day(1), due_on=scene.day(3))
    material = scene.material(visible_from=scene.day(2))
    handing_out.renew(material, file=pdf("zan-2.pdf"), note="жаңа", by=scene.trainer)
    handing_out.withdraw(scene.material(title="Ескі"), by=scene.trainer)
    return scene


@pytest.fixture
def target(scene: Scene) -> Cohort:
    return make_cohort(
        version=scene.cohort.version, trainer=scene.trainer, starts_on=scene.cohort.starts_on + timedelta(days=30),
        ends_on=scene.cohort.ends_on + timedelta(days=30),
    )  # fmt: skip


def test_everything_comes_with_its_days_moved(scene: Scene, target: Cohort) -> None:
    shown = copying.what_comes(scene.cohort, target)
    assert (Task.objects.filter(cohort=target).count(), Material.objects.filter(cohort=target).count()) == (0, 0)
    files = Upload.objects.count()
    copying.take_over(scene.cohort, target, by=scene.organiser)
    task, material = Task.objects.get(cohort=target), Material.objects.get(cohort=target)
    original = scene.cohort.tasks.get()
    assert (task.opens_on, task.due_on, task.root, task.title, task.max_points) == (
        scene.day(31), scene.day(33), original, original.title, original.max_points,
    )  # fmt: skip
    assert (material.visible_from, material.title) == (scene.day(32), "Білім туралы Заң")
    version = material.versions.get()
    assert (version.number, version.by) == (1, scene.organiser)
    assert version.upload is not None
    assert version.upload.name == "zan-2.pdf"
    assert Upload.objects.count() == files  # the same bytes serve both
    assert [task.history.get().history_user, material.history.get().history_user] == [scene.organiser] * 2
    # What was shown beforehand is what came.
    assert [(t.title, t.opens_on, t.due_on) for t in shown.tasks] == [(task.title, task.opens_on, task.due_on)]
    assert [(m.title, m.visible_from) for m in shown.materials] == [(material.title, material.visible_from)]


@pytest.mark.usefixtures("in_english")
def test_a_material_whose_file_was_erased_stays_behind_and_is_named(
    scene: Scene, target: Cohort, client: Client
) -> None:
    upload = scene.cohort.materials.get(withdrawn_at=None).versions.all()[0].upload
    assert upload is not None
    erase(upload)
    client.force_login(scene.organiser)
    address = reverse("courses:study_copy", args=[target.pk], query={"source": scene.cohort.pk})
    page = client.get(address).content.decode()
    assert "Left out, because the file was erased: Білім туралы Заң" in page
    copying.take_over(scene.cohort, target, by=scene.organiser)
    assert (target.tasks.count(), target.materials.count()) == (1, 0)


def test_it_comes_once(scene: Scene, target: Cohort) -> None:
    copying.take_over(scene.cohort, target, by=scene.organiser)
    again = copying.what_comes(scene.cohort, target)
    assert (again.tasks, again.materials) == ([], [])
    assert sorted(again.known) == ["Білім туралы Заң", "Құқықтық талдау"]
    with pytest.raises(ValidationError, match="nothing new to take over"):
        copying.take_over(scene.cohort, target, by=scene.organiser)


def test_a_copy_of_a_copy_is_known_by_the_first_of_its_line(scene: Scene, target: Cohort) -> None:
    third = make_cohort(version=scene.cohort.version)
    copying.take_over(scene.cohort, target, by=None)
    copying.take_over(target, third, by=None)
    assert third.tasks.get().root == scene.cohort.tasks.get()
    assert copying.what_comes(scene.cohort, third).tasks == []


def test_another_version_gets_what_it_has_a_module_for(scene: Scene) -> None:
    scene.task(title="Қорғау", module=scene.cohort.version.modules.get(order=7))
    version = make_version()
    version.modules.get(order=7).delete()
    target = make_cohort(version=version)
    parcel = copying.take_over(scene.cohort, target, by=None)
    assert parcel.homeless == ["Қорғау"]
    assert target.tasks.get().module == version.modules.get(order=1)


def test_sources_are_other_cohorts_of_the_programme_that_one_sees(scene: Scene, target: Cohort) -> None:
    make_cohort(version=scene.cohort.version)
    assert list(copying.sources_for(target, scene.organiser)) == [scene.cohort]
    assert list(copying.sources_for(target, scene.trainer)) == [scene.cohort]
    assert list(copying.sources_for(target, marat())) == []


def test_another_programme_gives_nothing(scene: Scene) -> None:
    version = make_version()
    version.programme = Programme.objects.create(code="other")
    version.save()
    target = make_cohort(version=version)
    assert list(copying.sources_for(target, scene.organiser)) == []
    with pytest.raises(ValidationError, match="different programmes"):
        copying.take_over(scene.cohort, target, by=None)


def test_a_cohort_that_is_over_takes_nothing_over(scene: Scene, target: Cohort) -> None:
    Cohort.objects.filter(pk=target.pk).update(status=Cohort.Status.CLOSED)
    with pytest.raises(ValidationError, match="The cohort is over"):
        copying.take_over(scene.cohort, target, by=None)
