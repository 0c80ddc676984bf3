"""Materials: a file or a link, renewed, withdrawn, brought back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone, translation

from courses import handing_out
from courses.access_study import shown_to_participants
from courses.models import Cohort, Material, MaterialVersion
from people.history import changes
from people.models import Upload
from tests.cast import make_version
from tests.courses.study_scenes import Scene, make_scene, pdf

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english() -> Any:
    with translation.override("en"):
        yield


@pytest.fixture
def scene() -> Scene:
    return make_scene()


def test_a_material_begins_with_its_first_version(scene: Scene) -> None:
    material = scene.material()
    version = material.versions.get()
    assert (version.number, version.by, version.link) == (1, scene.organiser, "")
    assert version.upload is not None
    assert version.upload.name == "zan.pdf"
    assert material.history.get().history_user == scene.organiser


def test_a_link_is_a_material_too(scene: Scene) -> None:
    material = scene.material(file=None, link="https://adilet.zan.kz/kaz/docs/Z070000319")
    assert material.newest.link == "https://adilet.zan.kz/kaz/docs/Z070000319"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ({"file": None}, "Choose a file or give a link."),
        ({"link": "https://example.kz"}, "Give a file or a link, not both: two materials are easier to find."),
        ({"file": None, "link": "javascript:alert(1)"}, "Give the whole address of the page: https://…"),
        ({"file": None, "link": "ftp://example.kz/a"}, "Give the whole address of the page: https://…"),
        (
            {"file": SimpleUploadedFile("law.pdf", b"<html><script>alert(1)</script></html>")},
            "“law.pdf” is not a file of a kind that is taken: PDF, Word, Excel, PowerPoint, ODF, PNG or JPEG.",
        ),
        ({"file": SimpleUploadedFile("law.svg", b"<svg/>")},
         "“law.svg” is not a file of a kind that is taken: PDF, Word, Excel, PowerPoint, ODF, PNG or JPEG."),
        ({"file": SimpleUploadedFile("law.pdf", b"")}, "“law.pdf” is empty."),
    ],
)  # fmt: skip
def test_what_is_no_content_is_refused_and_leaves_nothing(scene: Scene, content: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        scene.material(**content)
    assert refusal.value.messages == [sentence]
    assert (Material.objects.count(), Upload.objects.count()) == (0, 0)


def test_a_rule_that_refuses_at_last_takes_the_bytes_away_again(scene: Scene) -> None:
    material = scene.material()
    kept = default_storage.listdir("uploads")[1]
    handing_out.withdraw(material, by=scene.trainer)
    with pytest.raises(ValidationError, match="withdrawn: bring it back first"):
        handing_out.renew(material, file=pdf("new.pdf"), note="жаңа", by=scene.trainer)
    assert (default_storage.listdir("uploads")[1], Upload.objects.count()) == (kept, 1)


def test_a_version_is_added_and_none_is_changed(scene: Scene) -> None:
    material = scene.material()
    handing_out.renew(material, file=pdf("zan-2.pdf"), note="Қаңтардағы өзгерістер", by=scene.trainer)
    handing_out.renew(material, link="https://example.kz/zan", note="Сілтеме", by=scene.organiser)
    seen = [(v.number, v.note, v.by, bool(v.upload_id)) for v in material.versions.all()]
    assert seen == [
        (3, "Сілтеме", scene.organiser, False),
        (2, "Қаңтардағы өзгерістер", scene.trainer, True),
        (1, "", scene.organiser, True),
    ]


def test_a_withdrawn_material_is_hidden_and_comes_back_as_it_was(scene: Scene) -> None:
    material = scene.material()
    everything = Material.objects.all()
    handing_out.withdraw(material, by=scene.trainer)
    assert not shown_to_participants(everything).exists()
    handing_out.bring_back(material, by=scene.organiser)
    assert list(shown_to_participants(everything)) == [material]
    said = [(change.by, change.old == "–") for change in changes(material, ["withdrawn_at"])]
    assert said == [(scene.organiser, False), (scene.trainer, True)]


@pytest.mark.parametrize(("days", "shown"), [(None, True), (-1, True), (0, True), (1, False)])
def test_it_is_shown_from_its_day_on(scene: Scene, days: int | None, shown: bool) -> None:
    scene.material(visible_from=None if days is None else timezone.localdate() + timedelta(days=days))
    assert shown_to_participants(Material.objects.all()).exists() is shown


def test_only_a_module_of_the_own_version_is_taken(scene: Scene) -> None:
    with pytest.raises(ValidationError, match="another version of the programme"):
        scene.material(module=make_version().modules.get(order=1))


@pytest.mark.parametrize("status", [Cohort.Status.CLOSED, Cohort.Status.CANCELLED])
def test_nothing_changes_in_a_cohort_that_is_over(scene: Scene, status: str) -> None:
    material = scene.material()
    Cohort.objects.update(status=status)
    scene.cohort.refresh_from_db()
    material = Material.objects.select_related("cohort").get()
    acts: list[Callable[[], object]] = [
        lambda: scene.material(),
        lambda: handing_out.renew(material, link="https://example.kz", note="x", by=scene.trainer),
        lambda: handing_out.amend(material, by=scene.trainer),
        lambda: handing_out.withdraw(material, by=scene.trainer),
        lambda: handing_out.bring_back(material, by=scene.trainer),
    ]
    for act in acts:
        with pytest.raises(ValidationError, match="The cohort is over"):
            act()
    assert MaterialVersion.objects.count() == 1
