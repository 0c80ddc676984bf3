"""Beat calls these; each calls one rule."""

from __future__ import annotations

from celery import shared_task

from assessment import retake_reminding, survey_inviting


@shared_task  # type: ignore[untyped-decorator]
def sweep_surveys() -> None:
    survey_inviting.sweep()


@shared_task  # type: ignore[untyped-decorator]
def sweep_retakes() -> None:
    retake_reminding.sweep()
