"""The two suites of `start.py test`: side by side on a Redis of our own, in turn on one that the caller names."""

from __future__ import annotations

from pathlib import Path

import pytest
from _pytest.mark.expression import Expression

from tests.run import ON_NEITHER, ON_POSTGRESQL, ON_SQLITE, Suite, failed_of, redis_parts

# Says who ran it, and fails in the second suite while the first one's process is still there.
IN_TURN = """
import os
from pathlib import Path

def test_it():
    own = Path(os.environ["DATA_DIR"])
    (own / "pid").write_text(str(os.getpid()))
    if own.name == "second":
        first = int((own.parent / "first" / "pid").read_text())
        assert not Path(f"/proc/{first}").exists()
"""
# Waits until the other one has begun.
SIDE_BY_SIDE = """
import os, time
from pathlib import Path

def test_it():
    own = Path(os.environ["DATA_DIR"])
    (own / "pid").write_text(str(os.getpid()))
    deadline = time.monotonic() + 60
    while len(list(own.parent.glob("*/pid"))) < 2:
        assert time.monotonic() < deadline
"""


@pytest.fixture(autouse=True)
def plain(monkeypatch: pytest.MonkeyPatch) -> None:
    """The small runs inside need none of the plugins, which take longer to load than they run."""
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")


def suites(folder: Path) -> list[Suite]:
    made = [Suite(name, "", "redis://127.0.0.1:1/0", folder / name) for name in ("first", "second")]
    for suite in made:
        suite.output.parent.mkdir()
    return made


@pytest.mark.parametrize(("body", "together"), [(IN_TURN, False), (SIDE_BY_SIDE, True)])
def test_two_suites_run_in_turn_or_side_by_side(tmp_path: Path, body: str, together: bool) -> None:
    (tmp_path / "test_it.py").write_text(body)
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    arguments = ["-p", "no:cacheprovider", "-c", str(tmp_path / "pytest.ini"), str(tmp_path / "test_it.py")]
    assert failed_of(suites(tmp_path), arguments, together=together) == []


def test_a_suite_that_failed_is_named_and_the_other_one_runs_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "test_it.py").write_text("import os\ndef test_it(): assert os.environ['DATA_DIR'].endswith('second')\n")
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    arguments = ["-p", "no:cacheprovider", "-c", str(tmp_path / "pytest.ini"), str(tmp_path / "test_it.py")]
    assert failed_of(suites(tmp_path), arguments) == ["first"]


@pytest.mark.parametrize(("found", "failed"), [("first second", []), ("second", []), ("", ["first", "second"])])
def test_of_the_tests_that_were_asked_for_one_suite_may_have_none_but_not_all(
    tmp_path: Path, found: str, failed: list[str]
) -> None:
    for name in found.split():
        (tmp_path / f"test_{name}.py").write_text(f"import pytest\n@pytest.mark.{name}\ndef test_it(): ...\n")
    (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers = first\n second\n")
    made = suites(tmp_path)
    for suite in made:
        suite.marked = ["-m", suite.name]
    arguments = ["-p", "no:cacheprovider", "-c", str(tmp_path / "pytest.ini"), str(tmp_path)]
    assert failed_of(made, arguments, together=True) == failed


@pytest.mark.parametrize(
    ("marks", "where"),
    [
        ({"django_db"}, ["SQLite", "PostgreSQL"]),
        ({"django_db", "pages"}, ["PostgreSQL"]),
        ({"django_db", "pages", "looks"}, ["SQLite"]),
        ({"django_db", "pages", "sqlite"}, ["SQLite"]),
        ({"django_db", "browser"}, ["SQLite"]),
        ({"django_db", "browser", "pages"}, ["SQLite"]),
        ({"django_db", "browser", "postgresql"}, ["PostgreSQL"]),
        ({"django_db", "browser", "looks"}, ["SQLite"]),
        ({"django_db", "sqlite"}, ["SQLite"]),
        (set(), ["no database"]),
    ],
)
def test_what_a_database_may_change_runs_on_both_and_all_else_once(marks: set[str], where: list[str]) -> None:
    suites = {"SQLite": ON_SQLITE, "PostgreSQL": ON_POSTGRESQL, "no database": ON_NEITHER}

    def has(mark: str, /, **_options: str | int | bool | None) -> bool:
        return mark in marks

    assert [name for name, said in suites.items() if Expression.compile(said).evaluate(has)] == where


@pytest.mark.parametrize(
    ("url", "are_ours", "parts"),
    [
        ("redis://:word@127.0.0.1:7001/0", True, ("redis://:word@127.0.0.1:7001/0", "redis://:word@127.0.0.1:7001/1")),
        ("redis://h/5", False, ("redis://h/5", "redis://h/5")),
        ("unix:///run/redis.sock?db=3", False, ("unix:///run/redis.sock?db=3", "unix:///run/redis.sock?db=3")),
    ],
)
def test_only_the_redis_that_we_start_is_divided(url: str, are_ours: bool, parts: tuple[str, str]) -> None:
    assert redis_parts(url, are_ours=are_ours) == parts
