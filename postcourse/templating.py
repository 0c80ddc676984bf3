"""A new version of a programme's template of support: written once, in force from then on, never changed."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.models import Programme
from people.models import User
from postcourse.models import PlanTemplate
from postcourse.template_content import TemplateContent
from postcourse.templates_of import content_of, newest


@transaction.atomic
def write(
    programme: Programme, content: TemplateContent, *, by: User, seen: int, note: str = "", now: datetime | None = None
) -> PlanTemplate:
    """The next version; `seen` is the number of the one that its author looked at, 0 where there was none.

    Plans that are made already keep theirs.
    """
    Programme.objects.select_for_update(no_key=True).get(pk=programme.pk)
    current = newest(programme.pk)
    number = current.number if current else 0
    if seen != number:
        raise _written_meanwhile()
    if current is not None and content_of(current) == content:
        raise ValidationError(_("Nothing is different from the version in force."), code="same")
    try:
        with transaction.atomic():
            return PlanTemplate.objects.create(
                programme=programme,
                number=number + 1,
                note=note,
                made_by=by,
                made_at=now or timezone.now(),
                **asdict(content),
            )
    except IntegrityError:
        raise _written_meanwhile() from None


def _written_meanwhile() -> ValidationError:
    return ValidationError(
        _("Somebody has written another version meanwhile: open the template again and look at it first."),
        code="newer",
    )
