"""Beat calls these each minute; each calls one rule."""

from __future__ import annotations

from celery import shared_task

from postcourse import digesting, implementing, inviting, milestone_reminding, planning, renewing, webinar_telling


@shared_task  # type: ignore[untyped-decorator]
def sweep_plans() -> None:
    planning.sweep()


@shared_task  # type: ignore[untyped-decorator]
def sweep_due() -> None:
    inviting.sweep_due()


@shared_task  # type: ignore[untyped-decorator]
def sweep_webinars() -> None:
    webinar_telling.sweep()


@shared_task  # type: ignore[untyped-decorator]
def sweep_implementations() -> None:
    implementing.sweep(seconds=25)
    milestone_reminding.sweep(seconds=25)


@shared_task  # type: ignore[untyped-decorator]
def sweep_renewals() -> None:
    renewing.sweep()


@shared_task  # type: ignore[untyped-decorator]
def sweep_digests() -> None:
    digesting.sweep()
