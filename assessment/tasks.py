"""Beat calls these each minute; each calls one rule."""

from __future__ import annotations

from celery import shared_task

from assessment import survey_inviting


@shared_task  # type: ignore[untyped-decorator]
def sweep_surveys() -> None:
    survey_inviting.sweep()
