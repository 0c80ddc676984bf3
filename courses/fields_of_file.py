"""A place in a structured file: its fields taken one by one, each slip told with the path that leads to it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

SLUG = re.compile(r"^[a-z][a-z0-9_]*$")
MOST = 10_000


class Place:
    """A table of the file and the way to it: `modules 3 → hours`."""

    def __init__(self, data: Mapping[str, Any], path: str = "") -> None:
        self.data = data
        self.path = path
        self.taken: set[str] = set()

    def has(self, key: str) -> bool:
        return key in self.data

    def table(self, key: str) -> Place:
        value = self._take(key)
        if not isinstance(value, Mapping):
            raise self.wrong(key, _("a table of fields is expected"))
        return type(self)(value, self._path(key))

    def tables(self, key: str) -> list[Place]:
        values = self._take(key)
        if not isinstance(values, Sequence) or not values or not all(isinstance(each, Mapping) for each in values):
            raise self.wrong(key, _("a list of tables is expected"))
        return [type(self)(each, f"{self._path(key)} {number}") for number, each in enumerate(values, start=1)]

    def text(self, key: str, limit: int) -> str:
        value = self._take(key)
        if not isinstance(value, str) or not value.strip():
            raise self.wrong(key, _("a text is expected"))
        if len(value) > limit:
            raise self.wrong(key, _("the text is longer than %(limit)s characters") % {"limit": limit})
        return " ".join(value.split())

    def slug(self, key: str) -> str:
        value = self.text(key, 40)
        if not SLUG.match(value):
            raise self.wrong(key, _("small Latin letters, digits and _ are expected"))
        return value

    def choice(self, key: str, choices: Sequence[str]) -> str:
        value = self.text(key, 40)
        if value not in choices:
            raise self.wrong(key, _("one of these is expected: %(choices)s") % {"choices": ", ".join(choices)})
        return value

    def choices(self, key: str, choices: Sequence[str]) -> tuple[str, ...]:
        """Some of the choices, in their own order; all of them where the file says nothing."""
        if not self.has(key):
            return tuple(choices)
        values = self._take(key)
        if not isinstance(values, list) or not values or not all(each in choices for each in values):
            raise self.wrong(key, _("a list of these is expected: %(choices)s") % {"choices": ", ".join(choices)})
        return tuple(each for each in choices if each in values)

    def number(self, key: str, *, least: int = 0) -> int:
        value = self._take(key)
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= MOST:
            raise self.wrong(key, _("a whole number from %(least)s is expected") % {"least": least})
        return value

    def decimal(self, key: str) -> Decimal:
        value = self._take(key)
        if not isinstance(value, int | float) or isinstance(value, bool) or not 0 < value <= MOST:
            raise self.wrong(key, _("a number above 0 is expected"))
        return Decimal(str(value))

    def flag(self, key: str, *, default: bool | None = None) -> bool:
        value = self._take(key) if default is None or self.has(key) else default
        if not isinstance(value, bool):
            raise self.wrong(key, _("true or false is expected"))
        return value

    def nothing_else(self, *allowed: str) -> None:
        """Refuse a field that nobody reads: most often a slip in its name."""
        if unknown := sorted(self.data.keys() - self.taken - set(allowed)):
            raise self.wrong(unknown[0], _("there is no such field"))

    def wrong(self, key: str, what: str) -> ValidationError:
        return ValidationError(
            _("The programme file, “%(place)s”: %(what)s."),
            code="field",
            params={"place": self._path(key), "what": what},
        )

    def _path(self, key: str) -> str:
        return f"{self.path} → {key}" if self.path else key

    def _take(self, key: str) -> Any:
        self.taken.add(key)
        if key not in self.data:
            raise self.wrong(key, _("the field is missing"))
        return self.data[key]
