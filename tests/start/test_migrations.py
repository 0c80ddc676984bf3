"""An installation that grew step by step and one that began today have the same models."""

from __future__ import annotations

from django.apps import apps
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.utils import translation


@translation.override(None)  # as makemigrations reads the models: without a language
def changes(*, step_by_step: bool) -> dict[str, list[str]]:
    """What the models say beyond the migrations, by app; with the steps that squashed ones stand for, or without."""
    loader = MigrationLoader(None, replace_migrations=not step_by_step)
    found = MigrationAutodetector(loader.project_state(), ProjectState.from_apps(apps)).changes(graph=loader.graph)
    return {app: [step.describe() for each in rows for step in each.operations] for app, rows in found.items()}


def test_the_steps_lead_where_the_squashed_migrations_lead() -> None:
    assert (changes(step_by_step=True), changes(step_by_step=False)) == ({}, {})
