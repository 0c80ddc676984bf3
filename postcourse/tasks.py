"""Beat calls these each minute; each calls one rule."""

from __future__ import annotations

from celery import shared_task

from postcourse import digesting, inviting, planning


@shared_task  # type: ignore[untyped-decorator]
def sweep_plans() -> None:
    planning.sweep()


@shared_task  # type: ignore[untyped-decorator]
def sweep_due() -> None:
    inviting.sweep_due()


@shared_task  # type: ignore[untyped-decorator]
def sweep_digests() -> None:
    digesting.sweep()
