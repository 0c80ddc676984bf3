"""Children live and die together: told to stop, orphaned, or when one of them falls over."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import redis

import start
from config.trial.children import Children, ending
from config.trial.redis import answers, start_redis

SLEEPER = [sys.executable, "-c", "import time; print('asleep', flush=True); time.sleep(600)"]


@pytest.fixture
def children(tmp_path: Path) -> Iterator[Children]:
    before = {sign: signal.getsignal(sign) for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    family = Children(tmp_path / "log")
    yield family
    family.stop()
    for sign, handler in before.items():
        signal.signal(sign, handler)


def wait_until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def is_running(pid: int) -> bool:
    """Whether it still does something: a zombie does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def test_stopping_ends_every_child_and_what_it_started(children: Children) -> None:
    stubborn = (
        "import signal, subprocess, sys; p = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])"
    )
    children.start("server", SLEEPER)
    children.start("web", [sys.executable, "-c", f"{stubborn}; print(p.pid, flush=True); p.wait()"])
    wait_until(lambda: children.log("web").read_text().endswith("\n"))
    family = [child.pid for child in children.running.values()] + [int(children.log("web").read_text())]
    assert all(map(is_running, family))
    children.stop()
    wait_until(lambda: not any(map(is_running, family)))
    assert children.running == {}


def test_the_death_of_one_is_said_with_its_last_lines(children: Children) -> None:
    children.start("worker", SLEEPER)
    children.start("web", [sys.executable, "-c", "print('no such table: people_user'); raise SystemExit(3)"])
    with pytest.raises(SystemExit) as said:
        children.wait()
    assert str(said.value).startswith("no such table: people_user\n")
    assert "Basqaru's web stopped by itself (exit status 3)." in str(said.value)
    assert str(children.log("web")) in str(said.value)


def test_one_that_never_answers_is_given_up(children: Children) -> None:
    children.start("web", SLEEPER)
    with pytest.raises(SystemExit, match=r"web did not answer within 0 seconds"):
        children.wait_for("web", lambda: False, seconds=0)


def test_one_that_dies_before_it_answers_is_not_waited_for(children: Children) -> None:
    children.start("redis", [sys.executable, "-c", "raise SystemExit(1)"])
    with pytest.raises(SystemExit, match=r"redis stopped by itself \(exit status 1\)"):
        children.wait_for("redis", lambda: False, seconds=30)


def test_a_log_of_the_start_before_is_kept(children: Children) -> None:
    children.log("web").write_text("yesterday")
    children.start("web", SLEEPER)
    assert (children.logs / "web.log.1").read_text() == "yesterday"


def test_no_child_outlives_a_parent_that_was_killed(tmp_path: Path) -> None:
    script = (
        "import sys, time, pathlib; from config.trial.children import Children\n"
        f"family = Children(pathlib.Path({str(tmp_path)!r}))\n"
        f"family.start('web', {SLEEPER!r}); print(family.running['web'].pid, flush=True); time.sleep(600)"
    )
    with subprocess.Popen([sys.executable, "-c", script], cwd=start.ROOT, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout
        child = int(parent.stdout.readline())
        wait_until(lambda: (tmp_path / "web.log").read_text() != "")
        assert is_running(child)
        parent.kill()
    wait_until(lambda: not is_running(child))
    assert parent.returncode == -signal.SIGKILL


@pytest.mark.parametrize(("status", "words"), [(0, "exit status 0"), (2, "exit status 2"), (-9, "signal SIGKILL")])
def test_an_end_is_put_in_words(status: int, words: str) -> None:
    assert ending(status) == words


def test_the_small_redis_is_private_and_remembers(children: Children, tmp_path: Path) -> None:
    url = start_redis(children, tmp_path / "redis")
    redis.Redis.from_url(url).set("asked", "once")
    port = int(url.rpartition(":")[2].removesuffix("/0"))
    assert not answers(port, "a guess")
    password = url.removeprefix("redis://:").partition("@")[0]
    command_line = Path(f"/proc/{children.running['redis'].pid}/cmdline").read_text()
    assert password not in command_line
    assert not [path for path in tmp_path.rglob("*") if path.is_file() and password.encode() in path.read_bytes()]
    children.stop()
    again = start_redis(children, tmp_path / "redis")
    assert redis.Redis.from_url(again).get("asked") == b"once"
    assert again != url
    assert os.stat(next((tmp_path / "redis").iterdir())).st_mode & 0o077 == 0
