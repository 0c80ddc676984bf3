"""The house (docs/architecture.md): people ← courses ← assessment ← certificates ← postcourse; config sees all."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.urls import URLResolver, get_resolver, resolve
from django.urls.resolvers import RoutePattern

ORDER = ["people", "courses", "assessment", "certificates", "postcourse"]
BASE = Path(settings.BASE_DIR)
URL_NAME = re.compile(r"""["'](people|courses|assessment|certificates|postcourse):\w+["']""")


def may_not_see(app: str) -> set[str]:
    return {*ORDER[ORDER.index(app) + 1 :], "config"}


def imported_apps(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.split(".")[0])
    return names & {*ORDER, "config"}


def code_of(app: str) -> list[Path]:
    return [path for path in sorted((BASE / app).rglob("*.py")) if "migrations" not in path.parts]


@pytest.mark.parametrize("app", ORDER)
def test_an_app_imports_only_upstream(app: str) -> None:
    wrong = {
        str(path.relative_to(BASE)): seen for path in code_of(app) if (seen := imported_apps(path) & may_not_see(app))
    }
    assert wrong == {}


@pytest.mark.parametrize("app", ORDER)
def test_foreign_keys_point_upstream(app: str) -> None:
    wrong = [
        f"{model.__name__}.{field.name}"
        for model in apps.get_app_config(app).get_models(include_auto_created=True)
        for field in model._meta.get_fields()
        if field.is_relation
        and not field.auto_created
        and field.related_model is not None
        and not isinstance(field.related_model, str)
        and field.related_model._meta.app_label in may_not_see(app)
    ]
    assert wrong == []


@pytest.mark.parametrize("app", ORDER)
def test_code_and_templates_link_only_upstream(app: str) -> None:
    wrong = {
        str(path.relative_to(BASE)): names
        for path in [*code_of(app), *sorted((BASE / "templates" / app).rglob("*.html"))]
        if (names := set(URL_NAME.findall(path.read_text(encoding="utf-8"))) & may_not_see(app))
    }
    assert wrong == {}


def test_nobody_hides_a_rule_in_a_junk_drawer() -> None:
    forbidden = {"utils.py", "helpers.py", "services.py", "common", "signals.py"}
    assert [path for app in [*ORDER, "config"] for path in (BASE / app).rglob("*") if path.name in forbidden] == []


SAMPLES = {"int": "7", "slug": "kk", "str": "x7", "uuid": "6a8ed153-abee-40ff-a0b3-dfdf018f87f2"}


def addresses(resolver: URLResolver, before: str = "", names: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    """Each address with something in its places, and the name that it is meant to have."""
    for each in resolver.url_patterns:
        path = before + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from addresses(each, path, (*names, *filter(None, [each.namespace])))
        elif each.name and isinstance(each.pattern, RoutePattern):
            yield re.sub(r"<(\w+):\w+>", lambda place: SAMPLES[place[1]], path), ":".join([*names, each.name])


def test_no_address_is_taken_by_another_page() -> None:
    found = list(addresses(get_resolver()))
    assert len(found) > 200
    closed = "config.views.not_here"  # pages of the sign-in library that we do not have
    taken = [(path, name, resolve(f"/{path}").view_name) for path, name in found]
    assert [each for each in taken if each[2] not in {each[1], closed}] == []
