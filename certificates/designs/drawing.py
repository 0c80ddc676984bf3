"""The rules of a design's life: begin, draw, publish, choose as the usual one, retire, copy."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from certificates.designs import pictures
from certificates.models import Design, DesignDraft, DesignVersion
from certificates.models.design import MOST_SIGNERS
from people.models import Provider, User
from people.versions import refuse_if_changed


@transaction.atomic
def begin(name: str, *, by: User, like: DesignVersion | DesignDraft | None = None) -> Design:
    """A design with a draft: as certificates look without one, or like another."""
    design = Design(name=" ".join(name.split()))
    design._history_user = by  # type: ignore[attr-defined]
    try:
        with transaction.atomic():
            design.full_clean(validate_unique=False, validate_constraints=False)
            design.save()
    except IntegrityError:
        raise ValidationError({"name": _("There is a design of this name already.")}) from None
    _save(DesignDraft(design=design, **(like.as_chosen() if like else {})), by=by)
    return design


@transaction.atomic
def draw(design: Design, choices: Mapping[str, Any], *, by: User, seen: int | None = None) -> DesignDraft:
    """Change the draft, or begin the next one from what is published. `seen` is 0 where there was no draft."""
    row = _locked(design)
    draft = DesignDraft.objects.select_for_update().filter(design=row).first()
    if draft is None:
        draft = DesignDraft(design=row, **(row.current.as_chosen() if row.current else {}))
    elif seen == 0:
        raise ValidationError(_("Somebody else has begun the next version meanwhile: open its draft and change that."))
    refuse_if_changed(draft, seen)
    for name, value in choices.items():
        setattr(draft, name, value)
    pictures.wanted(draft, Provider.objects.first())
    if len(draft.signers) > MOST_SIGNERS:
        raise ValidationError(_("At most %(most)s sign beside the head."), params={"most": MOST_SIGNERS})
    return _save(draft, by=by)


@transaction.atomic
def publish(design: Design, *, by: User, now: datetime | None = None, seen: int | None = None) -> DesignVersion:
    """The draft becomes the next version, with logo and seal as they are today; the version before is retired."""
    row = _locked(design)
    draft = DesignDraft.objects.select_for_update().filter(design=row).first()
    if draft is None:
        raise ValidationError(_("There is no draft to publish: somebody has published or discarded it."))
    refuse_if_changed(draft, seen)
    draft.full_clean()
    logo, seal = map(pictures.keep, pictures.wanted(draft, Provider.objects.first()))
    newest = row.versions.order_by("-number").values_list("number", flat=True).first() or 0
    version = DesignVersion.objects.create(
        design=row,
        number=newest + 1,
        **draft.as_chosen(),
        logo_key=logo["key"] if logo else "",
        logo_sha256=logo["sha256"] if logo else "",
        seal_key=seal["key"] if seal else "",
        seal_sha256=seal["sha256"] if seal else "",
        published_by=by,
        published_at=now or timezone.now(),
    )
    row.current = version
    _remember(row, by=by)
    draft._history_user = by  # type: ignore[attr-defined]
    draft.delete()
    return version


@transaction.atomic
def discard(design: Design, *, by: User) -> None:
    """Throw the draft away; a design that was never published goes with it."""
    row = _locked(design)
    draft = DesignDraft.objects.filter(design=row).first()
    if draft is None:
        raise ValidationError(_("There is no draft to discard."))
    draft._history_user = by  # type: ignore[attr-defined]
    draft.delete()
    if not row.versions.exists():
        row._history_user = by  # type: ignore[attr-defined]
        row.delete()


@transaction.atomic
def retire(design: Design, *, by: User) -> Design:
    """No new batch takes it; what was prepared or issued in it stays as it is."""
    row = _locked(design)
    if row.current is None:
        raise ValidationError(_("This design is not in use."))
    row.current, row.is_usual = None, False
    return _remember(row, by=by)


@transaction.atomic
def bring_back(design: Design, *, by: User) -> Design:
    """The newest version of a retired design is in use again."""
    row = _locked(design)
    newest = row.versions.order_by("-number").first()
    if row.current is not None or newest is None:
        raise ValidationError(_("Only a retired design can be brought back."))
    row.current = newest
    return _remember(row, by=by)


@transaction.atomic
def make_usual(design: Design | None, *, by: User) -> None:
    """Batches are prepared in it unless another is chosen; None: as certificates look without a design."""
    every = Design.objects.select_for_update().order_by("pk")  # all, so that two who choose wait for each other
    for row in [row for row in every if row.is_usual]:
        row.is_usual = False
        _remember(row, by=by)
    if design is None:
        return
    row = _locked(design)
    if row.current is None:
        raise ValidationError(_("Publish the design first."))
    row.is_usual = True
    _remember(row, by=by)


def usual() -> DesignVersion | None:
    design = Design.objects.in_use().filter(is_usual=True).first()
    return design.current if design else None


def _locked(design: Design) -> Design:
    return Design.objects.select_for_update(of=("self",)).select_related("current").get(pk=design.pk)


def _remember(design: Design, *, by: User) -> Design:
    design._history_user = by  # type: ignore[attr-defined]
    design.save()
    return design


def _save(draft: DesignDraft, *, by: User) -> DesignDraft:
    draft._history_user = by  # type: ignore[attr-defined]
    draft.full_clean()
    draft.save()
    return draft
