"""A programme comes into being in every app that keeps a part of it: from its file, or from a draft that is ready."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from assessment.loading import load_rubrics
from courses import authoring
from courses.loading import load_version
from courses.models import ProgrammeDraft, ProgrammeVersion
from courses.overtaking import refuse_if_overtaken
from courses.programme_content import Programme
from people.models import User


@transaction.atomic
def bring_in(
    programme: Programme,
    *,
    by: User | None = None,
    based_on: ProgrammeVersion | None = None,
    is_new: bool = False,
) -> tuple[ProgrammeVersion, bool]:
    """The version with its rubrics, and whether it is a new one: all of it or nothing."""
    version, made = load_version(programme, by=by, based_on=based_on, is_new=is_new)
    if made:
        load_rubrics(version, programme)
    return version, made


@transaction.atomic
def publish(draft: ProgrammeDraft, *, by: User, seen: int | None = None, over: int | None = None) -> ProgrammeVersion:
    """The draft becomes a version, for good: cohorts that open from now on follow it, the others stay on theirs.

    `seen` is the revision that was looked through; what was saved after it is not published unseen. `over` is the
    number of a newer version than the copied one, where it was ticked that its changes are taken back.
    """
    row = authoring.locked(draft)
    if seen is not None and seen != row.revision:
        who = ", ".join(str(user) for user in authoring.others_since(row, seen, by)) or by
        raise ValidationError(
            _("The draft was changed meanwhile: %(who)s. Look through the changes again, then publish."),
            code="changed_meanwhile",
            params={"who": who},
        )
    checked = authoring.ready(row)
    refuse_if_overtaken(row, over=over)
    version, _made = bring_in(checked, by=by, based_on=row.based_on, is_new=row.programme_id is None)
    authoring.remove(row, by=by, version=version)
    return version
