"""A programme loaded from its file, drafts of it, and their pages filled in as a browser would send them."""

from __future__ import annotations

from typing import Any

from django.forms import Form

from config.publishing import bring_in
from courses import authoring, programme_file
from courses.models import ProgrammeDraft, ProgrammeVersion
from people.models import User
from tests.cast import aigul


def loaded() -> ProgrammeVersion:
    """The programme as its file has it, with its rubrics."""
    return bring_in(programme_file.load())[0]


def make_draft(version: ProgrammeVersion | None = None, by: User | None = None, **fields: Any) -> ProgrammeDraft:
    who = by or User.objects.filter(email="aigul@institute.example").first() or aigul()
    return authoring.start(version or ProgrammeVersion.objects.first() or loaded(), by=who, **fields)


def filled(form: Form, **changes: Any) -> dict[str, Any]:
    """What the browser would post for the form as it stands on the page, with these fields changed."""
    data = {name: form[name].value() for name in form.fields}
    return {name: "" if value is None else value for name, value in {**data, **changes}.items()}
