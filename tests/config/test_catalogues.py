"""The catalogues of a fresh clone, which has their source only."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.mofile import write_mo
from django.utils.translation import gettext, override
from django.utils.translation.reloader import translation_file_changed
from pytest_django import Settings

from config import catalogues


@pytest.fixture
def fresh_clone(settings: Settings, tmp_path: Path) -> Iterator[Path]:
    """Sources without anything compiled, and a Django that has looked for it already."""
    shutil.copytree(Path(settings.BASE_DIR) / "locale", tmp_path / "locale", ignore=shutil.ignore_patterns("*.mo"))
    settings.BASE_DIR = tmp_path
    settings.LOCALE_PATHS = [tmp_path / "locale"]
    translation_file_changed(None, tmp_path / "django.mo")
    yield tmp_path
    translation_file_changed(None, tmp_path / "django.mo")


def test_what_is_compiled_is_spoken_by_the_process_that_compiled_it(fresh_clone: Path) -> None:
    with override("kk"):
        before = gettext("Cohorts")
    catalogues.compile_all()
    with override("kk"):
        assert (before, gettext("Cohorts")) == ("Cohorts", "Топтар")


def test_what_another_process_compiled_is_spoken_too(fresh_clone: Path) -> None:
    with override("kk"):
        before = gettext("Cohorts")
    for language in catalogues.LANGUAGES:
        path = catalogues.catalogue_path(language)
        with path.with_suffix(".mo").open("wb") as stream:
            write_mo(stream, catalogues.read(language))
    catalogues.compile_all()
    with override("kk"):
        assert (before, gettext("Cohorts")) == ("Cohorts", "Топтар")
