"""The content of a programme becomes a version in the database; a version is never changed once it is there."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from courses import programme_content as content
from courses.models import Discrepancy, Module, Programme, ProgrammeVersion
from people.models import User


@transaction.atomic
def load_version(
    programme: content.Programme,
    *,
    by: User | None = None,
    based_on: ProgrammeVersion | None = None,
    is_new: bool = False,
) -> tuple[ProgrammeVersion, bool]:
    """The version that holds this content, and whether it is a new one.

    A file that nobody has changed is loaded again and again: it is compared with every version, or it would push
    aside what was written since. What a person publishes is compared with the newest only: they may go back.
    A programme that `is_new` never becomes a version of another one that has just taken its code.
    """
    if is_new:
        _begin(programme.code)
    Programme.objects.get_or_create(code=programme.code)
    owner = Programme.objects.select_for_update().get(code=programme.code)
    known = owner.versions.order_by("-number")
    same = known.filter(digest=programme.digest).first() if by is None else known.first()
    if same is not None and same.digest == programme.digest:
        return same, False
    version = ProgrammeVersion.objects.create(
        programme=owner,
        number=(owner.versions.aggregate(last=Max("number"))["last"] or 0) + 1,
        digest=programme.digest,
        declared_hours=programme.declared_hours,
        validity_years=programme.validity_years,
        source=dict(programme.data),
        published_by=by,
        based_on=based_on,
        **_said("title", programme.title),
    )
    Module.objects.bulk_create(_module(version, order, each) for order, each in enumerate(programme.modules, start=1))
    Discrepancy.objects.bulk_create(
        _discrepancy(version, order, each) for order, each in enumerate(programme.discrepancies, start=1)
    )
    return version, True


def _begin(code: str) -> None:
    try:
        with transaction.atomic():
            Programme.objects.create(code=code)
    except IntegrityError:
        sentence = _("There is a programme with this code already: choose another.")
        raise ValidationError(sentence, code="code_taken") from None


def _module(version: ProgrammeVersion, order: int, module: content.Module) -> Module:
    return Module(
        version=version,
        order=order,
        is_attestation=module.is_attestation,
        is_extra=module.is_extra,
        **_said("title", module.title),
        **_said("task", module.task),
        **_said("result", module.result),
        **_hours(module.hours),
    )


def _discrepancy(version: ProgrammeVersion, order: int, discrepancy: content.Discrepancy) -> Discrepancy:
    return Discrepancy(
        version=version,
        order=order,
        code=discrepancy.code,
        readings=[_reading(each) for each in discrepancy.readings],
        proposed=discrepancy.proposed,
        **_said("title", discrepancy.title),
        **_said("printed", discrepancy.printed),
        **_said("true", discrepancy.true),
    )


def _reading(reading: content.Reading) -> dict[str, Any]:
    kept: dict[str, Any] = {"key": reading.key, **_said("text", reading.text)}
    if reading.extra:
        kept["extra"] = {**_said("title", reading.extra.title), **_hours(reading.extra.hours)}
    return kept


def _said(name: str, text: content.Text | None) -> dict[str, Any]:
    return {f"{name}_{language}": getattr(text, language, "") for language in ("kk", "ru", "en")}


def _hours(hours: content.Hours) -> dict[str, Any]:
    return {kind: getattr(hours, kind) for kind in content.HOUR_KINDS}
