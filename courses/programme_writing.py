"""The content of a version written as a programme file, so that `load_programme` elsewhere reads the same.

TOML knows more than a programme needs: tables, lists of tables, texts, numbers, flags and lists of texts are written.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any


def as_toml(content: Mapping[str, Any]) -> str:
    """A text that `courses.programme_file.parse` reads back to the same content."""
    return "\n".join(_table(content, ())) + "\n"


def _table(table: Mapping[str, Any], path: tuple[str, ...]) -> Iterator[str]:
    """The plain fields of a table first: what follows a heading belongs to it."""
    nested = {key: value for key, value in table.items() if _is_nested(value)}
    for key, value in table.items():
        if key not in nested:
            yield f"{_key(key)} = {_plain(value)}"
    for key, value in nested.items():
        here = (*path, _key(key))
        for row in value if isinstance(value, list) else (value,):
            yield ""
            yield f"[[{'.'.join(here)}]]" if isinstance(value, list) else f"[{'.'.join(here)}]"
            yield from _table(row, here)


def _is_nested(value: Any) -> bool:
    return isinstance(value, Mapping) or (isinstance(value, list) and any(isinstance(row, Mapping) for row in value))


def _plain(value: Any) -> str:
    if isinstance(value, list):
        return f"[{', '.join(_plain(row) for row in value)}]"
    # The escapes of JSON are those of TOML; only DEL, which JSON lets through, has to be written out.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _key(key: str) -> str:
    return key if key.isascii() and key.replace("_", "").replace("-", "").isalnum() else json.dumps(key)
