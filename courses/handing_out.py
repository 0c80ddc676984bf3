"""Materials of a cohort: each a file or a link, renewed by a further version, withdrawn and brought back."""

from __future__ import annotations

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.core.validators import URLValidator
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.models import Cohort, Material, MaterialVersion, Module
from people import uploading
from people.models import Upload, User
from people.versions import refuse_if_changed

OVER = frozenset({Cohort.Status.CLOSED, Cohort.Status.CANCELLED})
web_address = URLValidator(schemes=["https", "http"])


def hand_out(
    cohort: Cohort,
    *,
    module: Module,
    kind: str,
    title: str,
    visible_from: date | None = None,
    file: File[bytes] | None = None,
    link: str = "",
    by: User | None,
) -> Material:
    """A new material with its first version; without a day it is shown at once."""
    refuse_if_over(cohort)
    refuse_foreign_module(cohort, module)
    _refuse_content(file, link)
    material = Material(cohort=cohort, module=module, kind=kind, title=title, visible_from=visible_from)
    material.full_clean()
    with uploading.kept_with([file] if file else [], by=by) as uploads:
        _save(material, by=by)
        _add_version(material, upload=uploads[0] if uploads else None, link=link, by=by)
    return material


def renew(
    material: Material, *, file: File[bytes] | None = None, link: str = "", note: str, by: User | None
) -> MaterialVersion:
    """A further version; the earlier ones stay on record for the staff."""
    refuse_if_over(material.cohort)
    _refuse_content(file, link)
    with uploading.kept_with([file] if file else [], by=by) as uploads:
        row = _locked(material)
        if row.withdrawn_at:
            raise ValidationError(_("The material is withdrawn: bring it back first."), code="withdrawn")
        return _add_version(row, upload=uploads[0] if uploads else None, link=link, note=note, by=by)


@transaction.atomic
def amend(material: Material, *, by: User | None, seen: int | None = None) -> Material:
    """Another title, kind, module or day, as the form has set them; `seen`: the version that the form showed."""
    stored = _locked(material)
    refuse_if_over(stored.cohort)
    refuse_if_changed(stored, seen)
    refuse_foreign_module(stored.cohort, material.module)
    for name in ("module", "kind", "title", "visible_from"):
        setattr(stored, name, getattr(material, name))
    stored.full_clean()
    return _save(stored, by=by)


@transaction.atomic
def withdraw(material: Material, *, by: User | None, now: datetime | None = None) -> Material:
    """Participants no longer see it; nothing of it is deleted."""
    row = _locked(material)
    refuse_if_over(row.cohort)
    if row.withdrawn_at is None:
        row.withdrawn_at = now or timezone.now()
        _save(row, by=by)
    return row


@transaction.atomic
def bring_back(material: Material, *, by: User | None) -> Material:
    row = _locked(material)
    refuse_if_over(row.cohort)
    if row.withdrawn_at is not None:
        row.withdrawn_at = None
        _save(row, by=by)
    return row


def refuse_if_over(cohort: Cohort) -> None:
    if cohort.status in OVER:
        raise ValidationError(_("The cohort is over and can no longer be changed."), code="over")


def refuse_foreign_module(cohort: Cohort, module: Module) -> None:
    if module.version_id != cohort.version_id:
        raise ValidationError({"module": _("The module belongs to another version of the programme.")})


def _refuse_content(file: File[bytes] | None, link: str) -> None:
    if file and link:
        raise ValidationError(_("Give a file or a link, not both: two materials are easier to find."), code="both")
    if not (file or link):
        raise ValidationError(_("Choose a file or give a link."), code="neither")
    if link:
        try:
            web_address(link)
        except ValidationError as error:
            raise ValidationError({"link": _("Give the whole address of the page: https://…")}) from error


def _add_version(
    material: Material, *, upload: Upload | None, link: str, note: str = "", by: User | None
) -> MaterialVersion:
    last = material.versions.aggregate(last=Max("number"))["last"] or 0
    return MaterialVersion.objects.create(
        material=material, number=last + 1, upload=upload, link=link, note=note.strip(), by=by
    )


def _locked(material: Material) -> Material:
    return Material.objects.select_for_update(of=("self",)).select_related("cohort").get(pk=material.pk)


def _save(material: Material, *, by: User | None) -> Material:
    material._history_user = by  # type: ignore[attr-defined]
    material.save()
    return material
