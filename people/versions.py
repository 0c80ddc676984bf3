"""Two people who change one record: whoever saves second is told what the first one changed, and nothing is lost.

A form carries the number of the newest row of the record's history (`seen`); the rule that saves compares it with the
newest one under its lock. In the form that comes back, what the second person did not touch shows the newer value.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, cast

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import Model
from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from people.history import changes

CHANGED_MEANWHILE = "changed_meanwhile"


def newest_version(record: Model) -> int:
    """The number of the newest row of the history; 0 for a record that has none."""
    history: Any = record.history  # type: ignore[attr-defined]  # HistoricalRecords adds it
    return history.order_by("-history_id").values_list("history_id", flat=True).first() or 0


def refuse_if_changed(record: Model, seen: int | None, among: Iterable[str] | None = None) -> None:
    """Raise, with a sentence for each change, if somebody changed what a form shows after the version that was seen.

    To be called inside the transaction that saves, with the record locked. Who saw no version is not asked.
    `among` are the fields of the form, where it shows only some.
    """
    if seen is None or not record.pk or newest_version(record) == seen:
        return
    shown = [field.name for field in record._meta.concrete_fields if field.editable and not field.primary_key]
    fields = shown if among is None else list(among)
    if since := [change for change in changes(record, fields) if change.version > seen]:
        told = [_("Somebody else has saved this meanwhile. Look at what changed, then save again:")]
        for change in since:
            told.append(
                _("%(label)s: “%(old)s” became “%(new)s” (%(who)s, %(when)s)")
                % {
                    "label": change.label,
                    "old": change.old,
                    "new": change.new,
                    "who": change.by or "–",
                    "when": date_format(localtime(change.at), "SHORT_DATETIME_FORMAT"),
                }
            )
        raise ValidationError([ValidationError(sentence, code=CHANGED_MEANWHILE) for sentence in told])


class VersionedForm(forms.ModelForm):  # type: ignore[type-arg]
    """A form of a record with a history, which knows the version it was opened with. Draw `{{ form.seen }}` in it."""

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["seen"] = newest_version(self.instance)

    def values_of(self, row: Any) -> Mapping[str, Any]:
        """The form's fields as this row of the record, or of its history, would fill them."""
        model: Any = type(self.instance)
        named = {field.name: field for field in model._meta.concrete_fields}
        return {name: getattr(row, named[name].attname) for name in self.fields if name in named}

    def take_newer(self) -> None:
        """After a refusal for changes: what was typed stays, what was not touched shows the newer values.

        The next save is one of the newest version.
        """
        if not self.has_error(NON_FIELD_ERRORS, CHANGED_MEANWHILE):
            return
        stored = type(self.instance)._default_manager.get(pk=self.instance.pk)
        history: Any = stored.history
        seen = history.filter(history_id=self.cleaned_data["seen"]).first()
        newer, older = self.values_of(stored), self.values_of(seen) if seen else {}
        data = cast("QueryDict", self.data).copy()
        for name, value in newer.items():
            mine = self.cleaned_data.get(name)
            if name in older and value != older[name] and getattr(mine, "pk", mine) == older[name]:
                data[self.add_prefix(name)] = "" if value is None else value
        data[self.add_prefix("seen")] = str(newest_version(stored))
        self.data = data
