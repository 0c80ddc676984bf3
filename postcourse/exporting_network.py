"""What is published in the network as a workbook: for the report on the exchange of practice (Programme §9)."""

from __future__ import annotations

from django.db.models import Count, Q
from django.http import FileResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people.models import User
from people.workbooks import Column, export
from postcourse.models import Practice
from postcourse.models.practice import PracticeQuerySet

LISTS = {"practices": gettext_lazy("Network of principals")}
WORDS = {
    **{f"kind={value}": label for value, label in Practice.Kind.choices},
    "topic": gettext_lazy("Topic"),
}


def export_practices(rows: PracticeQuerySet, *, by: User, filters: str = "") -> FileResponse:
    columns = [
        Column(_("Title"), 48), Column(_("Kind"), 24), Column(_("Topic"), 44), Column(_("Author"), 36),
        Column(_("Place of work"), 42), Column(_("Published"), 18), Column(_("Comments"), 12), Column(_("Text"), 90),
    ]  # fmt: skip
    shown = rows.with_people().annotate(talk=Count("comments", filter=Q(comments__state="shown")))
    cells = (
        (
            row.title, str(row.get_kind_display()), f"{row.module.order}. {row.module}", row.writer.full_name,
            str(row.writer.organisation or ""), row.published_at, int(vars(row)["talk"]), row.text,
        )
        for row in shown.order_by("-published_at", "-pk")
    )  # fmt: skip
    return export("practices", _("Network of principals"), columns, cells, by=by, filters=filters)
