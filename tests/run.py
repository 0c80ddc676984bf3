"""Everything that must hold: linters, types, migrations, messages, and the suite on SQLite and on PostgreSQL.

`python3 start.py test` sets the environment up and runs this. With pytest's arguments it runs only those tests,
on both databases; with DATABASE_URL set, once, on that one.

What a database may change runs on both: every rule, every race and every kill that rows are at stake in. What no
database changes runs once: a test that touches none, in a suite of its own, and what stands between rules and people.
What pages answer is tested on PostgreSQL, the database of a real installation, and so is the whole journey in a browser
with a real worker (marked `postgresql`). What else is done in a browser sends the same requests, and what is looked at
(marked `looks`: the crawl that opens every page as each role is the longest test of all) needs no more than the
demonstration: both stay on SQLite, where that lives, and so both suites end at about the same time.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

import start
from config.trial.children import Children, die_with
from config.trial.redis import start_redis
from tests.postgres import start_postgres

CHROMIUMS = ("chromium", "chromium-browser", "google-chrome")
PANGO = "Pango is missing, and without it no PDF can be tested: sudo apt install libpango-1.0-0 libpangoft2-1.0-0"
MANAGE = (sys.executable, "manage.py")
CHECKS: dict[str, tuple[str, ...]] = {
    "ruff": (sys.executable, "-m", "ruff", "check", "."),
    "ruff format": (sys.executable, "-m", "ruff", "format", "--check", "."),
    "mypy": (sys.executable, "-m", "mypy", "."),
    "djlint": (sys.executable, "-m", "djlint", "--lint", "--quiet", "templates"),
    "migrations": (*MANAGE, "makemigrations", "--check", "--dry-run"),
    "messages": (*MANAGE, "messages", "--check"),
    "deployment": (*MANAGE, "check", "--deploy", "--fail-level", "WARNING"),
}
# The marks of what runs where; each test is of one at least.
ON_SQLITE = "django_db and not postgresql and (browser or looks or sqlite or not pages)"
ON_POSTGRESQL = "django_db and not sqlite and not looks and (postgresql or not browser)"
ON_NEITHER = "not django_db"
NO_TESTS_RAN = 5
# What a real installation must set, for Django's own deployment check.
DEPLOYED = {
    "PRODUCTION": "true",
    "SITE_URL": "https://basqaru.mektep.kz",
    "SECRET_KEY": "only for this check: " + "".join(map(str, range(40))),
    "DATABASE_URL": "postgres://basqaru@127.0.0.1/basqaru",
    "REDIS_URL": "redis://127.0.0.1:6379/0",
    "EMAIL_URL": "smtp+tls://127.0.0.1:587",
}


def main() -> None:
    arguments = sys.argv[1:]
    without_browser = not any(shutil.which(name) for name in CHROMIUMS)
    if without_browser:
        warn_of_chromium()
    require_pango()
    with tempfile.TemporaryDirectory(prefix="basqaru-tests-") as directory:
        children = Children(Path(directory) / "log")
        try:
            failed = [] if arguments else failed_checks(Path(directory))
            failed += failed_suites(children, Path(directory), arguments, without_browser=without_browser)
        finally:
            children.stop()
    if without_browser:
        warn_of_chromium()
    sys.exit(f"Failed: {', '.join(failed)}" if failed else 0)


def warn_of_chromium() -> None:
    """Said before and after the run, for nobody reads the middle; in CI it ends the run."""
    said = "Chromium is missing, so the browser tests do not run: sudo apt install chromium"
    if os.environ.get("CI") == "true":
        sys.exit(said)
    print(said, flush=True)


def require_pango() -> None:
    found = subprocess.run([sys.executable, "-c", "import weasyprint"], capture_output=True, check=False)
    if found.returncode:
        sys.exit(PANGO)


def failed_checks(directory: Path) -> list[str]:
    """The names of the checks that found something, each printed with what it found.

    Two at a time: the types take longer than all the others together.
    """
    failed = []
    with ThreadPoolExecutor(2) as pool:
        for name, (done, took) in zip(CHECKS, pool.map(partial(_checked, directory), CHECKS), strict=True):
            print(f"{name:14} {'FAILED' if done.returncode else 'ok'} ({took:.0f} s)", flush=True)
            if done.returncode:
                failed.append(name)
                print(done.stdout, flush=True)
    return failed


def _checked(directory: Path, name: str) -> tuple[subprocess.CompletedProcess[str], float]:
    """How the check ended, and after how many seconds."""
    plain = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL"}}
    env = {**plain, "DATA_DIR": str(directory / "checks" / name), **(DEPLOYED if name == "deployment" else {})}
    began = time.monotonic()
    done = subprocess.run(
        CHECKS[name], env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    return done, time.monotonic() - began


def failed_suites(
    children: Children, directory: Path, arguments: list[str], *, without_browser: bool = False
) -> list[str]:
    """The databases on which the suite failed; the servers are private, unless the caller names others."""
    beside = ["not browser"] if without_browser else []
    named_redis = os.environ.get("REDIS_URL", "")
    redis_url = named_redis or start_redis(children, directory / "redis")
    if named := os.environ.get("DATABASE_URL"):
        only = Suite("the database of DATABASE_URL", named, redis_url, directory / "named", marked=beside)
        return failed_of([only], arguments)
    (directory / "postgres").mkdir()
    postgres_url = start_postgres(children, directory / "postgres")
    first, second = redis_parts(redis_url, are_ours=not named_redis)
    suites = [
        Suite("SQLite", "", first, directory / "sqlite", marked=[*beside, ON_SQLITE]),
        Suite("PostgreSQL", postgres_url, second, directory / "pg", marked=[*beside, ON_POSTGRESQL]),
        Suite("no database", "", first, directory / "none", marked=[*beside, ON_NEITHER]),
    ]
    return failed_of(suites, arguments, together=not named_redis)


def redis_parts(redis_url: str, *, are_ours: bool) -> tuple[str, str]:
    """Where the two suites find Redis: a numbered part each of the one started here, or their workers would take
    each other's tasks. A server that the caller names is used as named; which of its parts are free we cannot know.
    """
    if not are_ours:
        return redis_url, redis_url
    first, second = (urlsplit(redis_url)._replace(path=f"/{number}").geturl() for number in range(2))
    return first, second


def failed_of(suites: list[Suite], arguments: list[str], *, together: bool = False) -> list[str]:
    """The names of those that failed. Side by side they take half the time on two cores: the first one's output is
    shown as it comes, that of each other when it has ended.
    """
    if not together:
        failed = [suite.name for suite in suites if not suite.start(arguments, shown=True).passed()]
    else:
        for number, suite in enumerate(suites):
            suite.start(arguments, shown=number == 0)
        failed = [suite.name for suite in suites if not suite.passed()]
    if all(suite.process.returncode == NO_TESTS_RAN for suite in suites):  # a slip of the pen among the arguments
        return [suite.name for suite in suites]
    return failed


class Suite:
    """pytest on one database, as a process of its own; of the tests that are marked so."""

    def __init__(
        self, name: str, database_url: str, redis_url: str, directory: Path, *, marked: Sequence[str] = ()
    ) -> None:
        self.name = name
        self.marked = ["-m", " and ".join(marked)] if marked else []
        self.output = directory / "pytest.log"
        self.env = {**os.environ, "REDIS_URL": redis_url, "TEST_WITH_SERVICES": "1", "DATA_DIR": str(directory)}
        self.env.pop("DATABASE_URL", None)
        if database_url:
            self.env["DATABASE_URL"] = database_url

    def start(self, arguments: list[str], *, shown: bool) -> Suite:
        pytest = [sys.executable, "-m", "pytest", "-p", "tests.plugin_no_skips", "-q", *self.marked, *arguments]
        self.output.parent.mkdir(exist_ok=True)
        self.shown, self.began = shown, time.monotonic()
        # Of the tests that were asked for, none may be of this suite.
        self.fine = {0, NO_TESTS_RAN} if arguments else {0}
        with self.output.open("wb") as log:
            output = None if shown else log
            self.process = subprocess.Popen(
                pytest, env=self.env, stdout=output, stderr=output, preexec_fn=die_with(os.getpid())
            )
        return self

    def passed(self) -> bool:
        """Wait for its end, and say how it ended and how long after the start."""
        if self.shown:
            print(f"\nThe suite on {self.name}:", flush=True)
        done = self.process.wait()
        if not self.shown:
            print(f"\nThe suite on {self.name}:\n{self.output.read_text(errors='replace')}", flush=True)
        took = time.monotonic() - self.began
        print(f"{self.name}: {'passed' if done in self.fine else 'FAILED'} after {took:.0f} s", flush=True)
        return done in self.fine


if __name__ == "__main__":
    start.plainly(main)
