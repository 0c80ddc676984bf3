"""The test bench: a private cache and media folder, plain static files, a broker that keeps tasks to itself."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import translation
from hypothesis import settings as property_settings
from pytest_django import Settings

from config import catalogues
from people import nudging
from people.models import User
from tests import cast
from tests.browser import browser, desk_page, phone_page
from tests.emptying import keep_what_stays
from tests.services import celery_worker

DATABASE = {"db", "transactional_db", "live_server"}
PAGES = {"client", "in_english"}
OF_PAGES = ("_page", "_pages", "_views")
__all__ = ["browser", "celery_worker", "desk_page", "phone_page"]


def pytest_configure() -> None:
    # The live server outlives each test, so what it serves static files by is said before it starts.
    django_settings.WHITENOISE_USE_FINDERS = True
    django_settings.WHITENOISE_AUTOREFRESH = True
    catalogues.compile_all()
    # Where a run decides whether something is taken over, the same code gives the same verdict; at a desk each run of
    # a property tries others.
    property_settings.register_profile("decides", derandomize=True)
    if os.environ.get("CI") == "true":
        property_settings.load_profile("decides")
    keep_what_stays()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test of the database or of pages is marked so, by its fixtures or its file: the marks say what runs where."""
    for item in items:
        if isinstance(item, pytest.Function):
            if DATABASE.intersection(item.fixturenames):
                item.add_marker("django_db")
            if PAGES.intersection(item.fixturenames) or item.path.stem.endswith(OF_PAGES):
                item.add_marker("pages")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(tmp_path_factory: pytest.TempPathFactory) -> None:
    """SQLite in a file, as in life: threads and worker processes of a test open the same database."""
    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")


@pytest.fixture(scope="session")
def django_db_use_migrations() -> bool:
    """On SQLite the tables are made from the models, which takes a second where the migrations take half a minute: that
    both lead to the same is a test of its own (tests/start/test_tables.py). PostgreSQL is migrated, as in life.
    """
    return connection.vendor != "sqlite"


@pytest.fixture(autouse=True)
def bench(settings: Settings, tmp_path: Path) -> Iterator[None]:
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.CELERY_BROKER_URL = "memory://"
    settings.QUIET_HOURS, settings.DAILY_MESSAGES = None, 1_000  # a test does not depend on the hour it runs at
    cache.clear()
    cast.begin_anew()
    nudging._silent_until = 0.0
    with translation.override(settings.LANGUAGE_CODE):
        yield


@pytest.fixture
def in_english(client: Client, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A stranger, everybody who is made in the test, and the test itself read English."""
    client.cookies["django_language"] = "en"
    monkeypatch.setattr(User._meta.get_field("language"), "default", "en")
    with translation.override("en"):
        yield
