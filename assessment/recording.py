"""Writing a row with its author in the history: a rule knows who acts, also outside a request."""

from __future__ import annotations

from django.db import models

from people.models import User


def save_by(row: models.Model, by: User | None) -> None:
    row._history_user = by  # type: ignore[attr-defined]
    row.save()


def remove_by(row: models.Model, by: User | None) -> None:
    row._history_user = by  # type: ignore[attr-defined]
    row.delete()
