"""Which template of support holds: of a programme the newest version, of a plan the one that it was made from."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from postcourse.models import Plan, PlanTemplate
from postcourse.template_content import TemplateContent, usual


def template_of(plan: Plan) -> TemplateContent:
    """What this plan has promised, whatever was written since."""
    return content_of(plan.template)


def newest(programme: int | None) -> PlanTemplate | None:
    """The version in force of the programme with this key."""
    return PlanTemplate.objects.filter(programme=programme).order_by("-number").first()


def content_of(template: PlanTemplate | None) -> TemplateContent:
    """What it promises; the figures of the installation where no version was written."""
    if template is None:
        return usual()
    kept = ((field.name, getattr(template, field.name)) for field in fields(TemplateContent))
    figures: dict[str, Any] = {name: tuple(each) if isinstance(each, list) else each for name, each in kept}
    return TemplateContent(**figures)
