"""Writing a table of criteria: begun from a copy, changed by part, published or discarded; retired, offered again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from copy import deepcopy
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from assessment.grading import to_halves, to_points
from assessment.models import Band, Criterion, Rubric, RubricDraft
from assessment.recording import remove_by, save_by
from assessment.rubric_changes import refuse_if_changed, saves_of
from assessment.rubric_checks import problems
from assessment.rubric_content import bring_back, in_order
from assessment.rubric_words import sentence_of
from courses.draft_content import LANGUAGES, Content, Path, put
from people.models import User

Act = Callable[[Content], object]
Values = Mapping[Any, Any]
LONGEST_NAME = 120


def content_of(rubric: Rubric) -> Content:
    """A ready table in the shape of a draft; the keys of its criteria follow their order."""
    name = {code: getattr(rubric, f"name_{code}") or _reading_in(rubric, code) for code in LANGUAGES}
    criteria = [
        {
            "key": f"c{number}",
            "label": _texts(criterion, "label"),
            "short": _texts(criterion, "short"),
            "maximum": to_halves(criterion.maximum),
            "step": to_halves(criterion.step),
            "stage": criterion.stage,
            "tasks": list(criterion.task_kinds),
            "about": deepcopy(criterion.descriptors),
        }
        for number, criterion in enumerate(rubric.criteria.all(), start=1)
    ]
    levels = [
        {"key": row["key"], "floor": int(row["floor"]), "label": {code: row[f"label_{code}"] for code in LANGUAGES}}
        for row in rubric.levels
    ]
    bands = [
        {"key": band.key, "floor": band.floor, "passed": band.passed, "label": _texts(band, "label")}
        for band in rubric.bands.all()
    ]
    return {"name": name, "criteria": criteria, "levels": levels, "bands": bands}


@transaction.atomic
def start(rubric: Rubric, *, by: User) -> RubricDraft:
    """A draft from a copy, under a name that says of what."""
    content = content_of(rubric)
    for code in LANGUAGES:
        with translation.override(code):
            content["name"][code] = (_("%(name)s: a copy") % {"name": content["name"][code]})[:LONGEST_NAME]
    draft = RubricDraft(based_on=rubric, content=content, made_by=by, changed_by=by)
    save_by(draft, by)
    return draft


@transaction.atomic
def change(
    draft: RubricDraft, values: Values, *, seen: int, by: User, act: Act | None = None, touched: Iterable[Path] = ()
) -> RubricDraft:
    """Write the values and then do the act, unless somebody changed the same places after the revision that was seen.

    `touched` are places that the act changes without a value of its own. A line that was removed meanwhile comes back
    if the newest revision was seen: then it was told.
    """
    row = locked(draft)
    refuse_if_changed(row, seen, [*values, *touched])
    content = deepcopy(row.content)
    for kind, key in {path[:2] for path in values if path[0] != "name"}:
        bring_back(content, kind, key)
    for path, value in values.items():
        put(content, path, value)
    if act:
        act(content)
    if content != row.content:
        row.content, row.revision = content, row.revision + 1
        row.changed_by, row.changed_at = by, timezone.now()
        save_by(row, by)
    return row


def others_since(draft: RubricDraft, seen: int, by: User) -> list[User]:
    """Who else has saved the draft after the revision that was seen."""
    saves = saves_of(draft).filter(revision__gt=seen).order_by("revision")
    return list(dict.fromkeys(save.changed_by for save in saves if save.changed_by_id not in (None, by.pk)))


@transaction.atomic
def discard(draft: RubricDraft, *, seen: int, by: User) -> None:
    """Throw the draft away; its history stays. A table that is ready is never thrown away."""
    row = locked(draft)
    if row.revision != seen:
        raise ValidationError(
            _("The draft was changed meanwhile: %(who)s. Look through it again before you discard it."),
            code="changed",
            params={"who": row.changed_by},
        )
    remove_by(row, by)


def findings(draft: RubricDraft) -> list[tuple[str, Path]]:
    """What stands between the draft and its publication: a sentence and the place for each."""
    found = [(sentence_of(each, draft.content), each.path) for each in problems(draft.content)]
    return [*found, *((sentence, ("name",)) for sentence in _taken_names(draft))]


@transaction.atomic
def publish(draft: RubricDraft, *, seen: int, by: User, now: datetime | None = None) -> Rubric:
    """Make a ready table of the draft, which is gone then; refused with every sentence of what is wrong."""
    row = locked(draft)
    if row.revision != seen:
        raise ValidationError(
            _("The draft was changed meanwhile: %(who)s. Look through it again, then publish."),
            code="changed",
            params={"who": row.changed_by},
        )
    if found := findings(row):
        raise ValidationError([ValidationError(sentence, code="unfinished") for sentence, _path in found])
    rubric = _write(row, by=by, now=now or timezone.now())
    row._change_reason = str(rubric.pk)  # type: ignore[attr-defined]
    remove_by(row, by)
    return rubric


@transaction.atomic
def retire(rubric: Rubric, *, by: User, now: datetime | None = None) -> Rubric:
    """From now on no new cohort is offered the table; those that are assessed by it stay with it."""
    row = Rubric.objects.select_for_update(of=("self",)).get(pk=rubric.pk)
    if row.is_reading:
        raise ValidationError(
            _("This is a reading of the programme's own table: which one is in force, the decision on R says."),
            code="reading",
        )
    if row.retired_at is None:
        row.retired_at, row.retired_by = now or timezone.now(), by
        save_by(row, by)
    return row


@transaction.atomic
def offer_again(rubric: Rubric, *, by: User) -> Rubric:
    row = Rubric.objects.select_for_update(of=("self",)).get(pk=rubric.pk)
    if row.retired_at is not None:
        row.retired_at = row.retired_by = None
        save_by(row, by)
    return row


def locked(draft: RubricDraft) -> RubricDraft:
    row = RubricDraft.objects.select_for_update(of=("self",)).filter(pk=draft.pk).first()
    if row is None:
        raise ValidationError(
            _("This draft is no longer there: somebody has published or discarded it."), code="draft_gone"
        )
    return row


def _write(draft: RubricDraft, *, by: User, now: datetime) -> Rubric:
    content, based_on = draft.content, draft.based_on
    levels = in_order(content["levels"])
    rubric = Rubric(
        version_id=based_on.version_id,
        based_on=based_on,
        made_by=by,
        made_at=now,
        levels=[{"key": row["key"], "floor": row["floor"], **_in_three("label", row["label"])} for row in levels],
        **_in_three("name", content["name"]),
    )
    save_by(rubric, by)
    known = {row["key"] for row in levels}
    Criterion.objects.bulk_create(
        Criterion(
            rubric=rubric,
            order=place,
            maximum=to_points(row["maximum"]),
            step=to_points(row["step"]),
            stage=row["stage"],
            task_kinds=row["tasks"] if row["stage"] == Criterion.Stage.COURSEWORK else [],
            descriptors={key: text for key, text in row["about"].items() if key in known and any(text.values())},
            **_in_three("label", row["label"]),
            **_in_three("short", row["short"]),
        )
        for place, row in enumerate(content["criteria"], start=1)
    )
    Band.objects.bulk_create(
        Band(
            rubric=rubric,
            key=row["key"],
            floor=row["floor"],
            passed=row["passed"],
            **_in_three("label", row["label"]),
        )
        for row in content["bands"]
    )
    return rubric


def _taken_names(draft: RubricDraft) -> list[str]:
    """A name that another table of the programme has: nobody could tell them apart in a list."""
    name = draft.content["name"]
    others = Rubric.objects.filter(version__programme=draft.based_on.version.programme_id, reading="")
    return [
        _("Another table of criteria is called “%(name)s”: choose another name.") % {"name": name[code]}
        for code in LANGUAGES
        if name[code] and others.filter(**{f"name_{code}": name[code]}).exists()
    ]


def _reading_in(rubric: Rubric, language: str) -> str:
    with translation.override(language):
        return rubric.name_of_reading


def _texts(row: object, name: str) -> dict[str, str]:
    return {code: getattr(row, f"{name}_{code}") for code in LANGUAGES}


def _in_three(name: str, text: Mapping[str, str]) -> dict[str, str]:
    return {f"{name}_{code}": text[code] for code in LANGUAGES}
