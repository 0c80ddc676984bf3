"""As much of JSON Schema (2020-12) as our description uses; a word that it does not know is an error, never ignored."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

TYPES: dict[str, type | tuple[type, ...]] = {
    "string": str, "integer": int, "boolean": bool, "array": list, "object": dict, "null": type(None),
}  # fmt: skip
SAID_ONLY = {"description", "example", "title"}
KNOWN = {
    "$ref", "type", "enum", "const", "pattern", "format", "minimum", "maxLength", "oneOf", "items", "properties",
    "required", "additionalProperties", *SAID_ONLY,
}  # fmt: skip
FORMATS = {"date": date.fromisoformat, "date-time": datetime.fromisoformat}


def faults(value: Any, schema: dict[str, Any], root: dict[str, Any], at: str = "$") -> Iterator[str]:
    """Where the value is not as the schema says."""
    assert schema.keys() <= KNOWN, schema.keys() - KNOWN
    if reference := schema.get("$ref"):
        yield from faults(value, resolved(reference, root), root, at)
        return
    if "oneOf" in schema:
        fitting = [each for each in schema["oneOf"] if not list(faults(value, each, root, at))]
        if len(fitting) != 1:
            yield f"{at}: fits {len(fitting)} of {len(schema['oneOf'])}"
    if not _is_of_type(value, schema.get("type")):
        yield f"{at}: {type(value).__name__} is not {schema['type']}"
        return
    yield from _plain_faults(value, schema, at)
    if isinstance(value, dict) and "properties" in schema:
        yield from _object_faults(value, schema, root, at)
    if isinstance(value, list):
        for place, each in enumerate(value):
            yield from faults(each, schema["items"], root, f"{at}[{place}]")


def resolved(reference: str, root: dict[str, Any]) -> dict[str, Any]:
    found: Any = root
    for part in reference.removeprefix("#/").split("/"):
        found = found[part]
    assert isinstance(found, dict)
    return found


def _is_of_type(value: Any, wanted: str | list[str] | None) -> bool:
    if wanted is None:
        return True
    names = [wanted] if isinstance(wanted, str) else wanted
    if isinstance(value, bool):  # in Python a kind of integer
        return "boolean" in names
    return any(isinstance(value, TYPES[name]) for name in names)


def _plain_faults(value: Any, schema: dict[str, Any], at: str) -> Iterator[str]:
    if "const" in schema and value != schema["const"]:
        yield f"{at}: {value!r} is not {schema['const']!r}"
    if "enum" in schema and value not in schema["enum"]:
        yield f"{at}: {value!r} is none of {schema['enum']}"
    if "minimum" in schema and value < schema["minimum"]:
        yield f"{at}: {value} is less than {schema['minimum']}"
    if isinstance(value, str):
        if "pattern" in schema and not re.search(schema["pattern"], value):
            yield f"{at}: {value!r} is not like {schema['pattern']}"
        try:
            FORMATS.get(schema.get("format", ""), str)(value)
        except ValueError:
            yield f"{at}: {value!r} is no {schema['format']}"


def _object_faults(value: dict[str, Any], schema: dict[str, Any], root: dict[str, Any], at: str) -> Iterator[str]:
    assert schema["additionalProperties"] is False, at
    for name in schema["required"]:
        if name not in value:
            yield f"{at}.{name}: missing"
    for name, each in value.items():
        if name in schema["properties"]:
            yield from faults(each, schema["properties"][name], root, f"{at}.{name}")
        else:
            yield f"{at}.{name}: not described"
