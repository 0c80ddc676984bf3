"""The rubrics of a programme version, taken from the programme file: every reading of the table of criteria."""

from __future__ import annotations

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from assessment.models import Band, Criterion, Rubric
from courses.models import ProgrammeVersion
from courses.programme_content import Programme as ProgrammeFile
from courses.programme_content import Rubric as Reading
from courses.programme_content import Text

HALF_A_POINT = Decimal("0.5")


@transaction.atomic
def load_rubrics(version: ProgrammeVersion, programme: ProgrammeFile) -> list[Rubric]:
    """Write the rubrics of a version once, one for each reading; those that are there are never touched again."""
    if programme.step != HALF_A_POINT:
        raise ValidationError(
            _("Marks are given in half points; a step of %(step)s cannot be used."),
            code="step",
            params={"step": programme.step},
        )
    present = {rubric.reading: rubric for rubric in version.rubrics.all()}
    return [present.get(each.reading) or _write(version, programme, each) for each in programme.rubrics]


def _write(version: ProgrammeVersion, programme: ProgrammeFile, reading: Reading) -> Rubric:
    rubric = Rubric.objects.create(version=version, reading=reading.reading, levels=_levels(programme))
    Criterion.objects.bulk_create(
        Criterion(
            rubric=rubric,
            order=place,
            maximum=criterion.maximum,
            step=programme.step,
            stage=criterion.stage,
            task_kinds=list(criterion.tasks),
            **_in_three("label", criterion.label),
            **_in_three("short", criterion.short),
        )
        for place, criterion in enumerate(reading.criteria, start=1)
    )
    Band.objects.bulk_create(
        Band(rubric=rubric, key=band.key, floor=band.floor, passed=band.passed, **_in_three("label", band.label))
        for band in programme.bands
    )
    return rubric


def _levels(programme: ProgrammeFile) -> list[dict[str, object]]:
    return [
        {"key": level.key, "floor": level.floor_percent, **_in_three("label", level.label)}
        for level in programme.levels
    ]


def _in_three(name: str, text: Text) -> dict[str, str]:
    return {f"{name}_kk": text.kk, f"{name}_ru": text.ru, f"{name}_en": text.en}
