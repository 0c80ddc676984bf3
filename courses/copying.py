"""Materials and tasks of another cohort taken over in one step, with their days moved to the new one's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _
from simple_history.utils import bulk_create_with_history

from courses.handing_out import refuse_if_over
from courses.models import Cohort, Material, MaterialVersion, Module, Task
from people.models import User


@dataclass(frozen=True)
class Parcel:
    """What comes, with the days it will have; what is there already, finds no module in this version, or was erased."""

    days: int
    materials: list[Material] = field(default_factory=list)
    tasks: list[Task] = field(default_factory=list)
    known: list[str] = field(default_factory=list)
    homeless: list[str] = field(default_factory=list)
    erased: list[str] = field(default_factory=list)


def sources_for(cohort: Cohort, user: User) -> QuerySet[Cohort]:
    """Cohorts of the same programme that the user sees and that have something to take over."""
    others = Cohort.objects.visible_to(user).filter(version__programme=cohort.version.programme_id)
    materials = Material.objects.filter(cohort=OuterRef("pk"), withdrawn_at=None)
    tasks = Task.objects.filter(cohort=OuterRef("pk"))
    return others.exclude(pk=cohort.pk).filter(Exists(materials) | Exists(tasks))


def what_comes(source: Cohort, target: Cohort) -> Parcel:
    """The parcel as unsaved rows of the target; each keeps the row it comes from as `copied_from`."""
    days = (target.starts_on - source.starts_on).days
    parcel, modules = Parcel(days), {module.order: module for module in target.version.modules.all()}
    there = {(m.module.order, m.kind, m.title) for m in target.materials.select_related("module")}
    given = source.materials.filter(withdrawn_at=None).select_related("module")
    for material in given.prefetch_related("versions__upload"):
        place = material.module.order
        if (place, material.kind, material.title) in there:
            parcel.known.append(material.title)
        elif place not in modules:
            parcel.homeless.append(material.title)
        elif _is_erased(material):
            parcel.erased.append(material.title)
        else:
            parcel.materials.append(_material(material, target, modules[place], days))
    roots = {task.root_id or task.pk for task in target.tasks.all()}
    for task in source.tasks.select_related("module"):
        if (task.root_id or task.pk) in roots:
            parcel.known.append(task.title)
        elif task.module.order not in modules:
            parcel.homeless.append(task.title)
        else:
            parcel.tasks.append(_task(task, target, modules[task.module.order], days))
    return parcel


@transaction.atomic
def take_over(source: Cohort, target: Cohort, *, by: User | None) -> Parcel:
    """Everything that is not there yet; pressed twice it comes once."""
    row = Cohort.objects.select_for_update(of=("self",)).select_related("version").get(pk=target.pk)
    refuse_if_over(row)
    if row.version.programme_id != source.version.programme_id:
        raise ValidationError(_("The cohorts study different programmes."), code="other_programme")
    parcel = what_comes(source, row)
    if not (parcel.materials or parcel.tasks):
        raise ValidationError(_("There is nothing new to take over."), code="nothing_new")
    bulk_create_with_history(parcel.tasks, Task, default_user=by)
    made: Sequence[Material] = bulk_create_with_history(parcel.materials, Material, default_user=by)
    MaterialVersion.objects.bulk_create(_first_version(material, by=by) for material in made)
    return parcel


def _first_version(material: Material, *, by: User | None) -> MaterialVersion:
    """The newest file or link of the original; the same bytes serve both."""
    newest = _original(material).versions.all()[0]
    return MaterialVersion(material=material, number=1, upload_id=newest.upload_id, link=newest.link, by=by)


def _is_erased(material: Material) -> bool:
    upload = material.versions.all()[0].upload
    return upload is not None and upload.erased_at is not None


def _material(material: Material, target: Cohort, module: Module, days: int) -> Material:
    copy = Material(
        cohort=target, module=module, kind=material.kind, title=material.title,
        visible_from=_moved(material.visible_from, days),
    )  # fmt: skip
    copy.copied_from = material  # type: ignore[attr-defined]
    return copy


def _original(copy: Material) -> Material:
    original: Material = copy.copied_from  # type: ignore[attr-defined]
    return original


def _task(task: Task, target: Cohort, module: Module, days: int) -> Task:
    return Task(
        cohort=target, module=module, kind=task.kind, title=task.title, text=task.text, max_points=task.max_points,
        opens_on=_moved(task.opens_on, days), due_on=task.due_on + timedelta(days=days),
        root_id=task.root_id or task.pk, is_of_set=task.is_of_set,
    )  # fmt: skip


def _moved(day: date | None, days: int) -> date | None:
    return day + timedelta(days=days) if day else None
