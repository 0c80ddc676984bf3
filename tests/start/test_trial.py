"""The trial itself, on an empty database: it starts, answers, shows who may sign in, and stops."""

from __future__ import annotations

import re
import signal
import stat
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

import start
from config.trial import serve
from tests.start.test_children import is_running, wait_until


def descendants(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [found for child in map(int, children) for found in (child, *descendants(child))]


def test_it_says_where_it_answers_and_who_may_sign_in(trial: tuple[subprocess.Popen[str], list[str], int]) -> None:
    _, said, port = trial
    assert any(line.startswith(f"Basqaru answers at http://localhost:{port} (ready in ") for line in said)
    who = re.compile(r"  administrator  administrator@basqaru\.example  (?:\w{4}-){3}\w{4}")
    assert any(who.fullmatch(line) for line in said)
    with urllib.request.urlopen(f"http://localhost:{port}/", timeout=20) as page:
        assert page.status == 200
        assert "<html" in page.read().decode()


def test_ctrl_c_stops_every_child(trial: tuple[subprocess.Popen[str], list[str], int]) -> None:
    process, _, _ = trial
    family = descendants(process.pid)
    assert len(family) >= 4
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=30) == 0
    wait_until(lambda: not any(map(is_running, family)))


def test_the_secret_key_is_made_once_for_its_owner_only(tmp_path: Path) -> None:
    key = serve.secret_key(tmp_path / "secret_key")
    assert len(key) > 50
    assert serve.secret_key(tmp_path / "secret_key") == key
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600
    assert serve.secret_key(tmp_path / "another") != key


STRAY = {
    "DATABASE_URL": "postgres://other/project",
    "EMAIL_URL": "smtp://mail.example",
    "CELERY_BROKER_URL": "redis://other.example/0",
    "CELERY_RESULT_BACKEND": "redis://other.example/1",
    "CELERY_CONFIG_MODULE": "other.celeryconfig",
    "DJANGO_SETTINGS_MODULE": "other.settings",
    "REDIS_URL": "redis://other.example/2",
    "DATA_DIR": "/srv/other",
}


def test_the_trial_keeps_to_its_own_directory_whatever_the_shell_has_set(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in STRAY.items():
        monkeypatch.setenv(name, value)
    chosen = start.options(["--data", str(tmp_path), "--port", "8123"])
    env = serve.surroundings(chosen, "redis://127.0.0.1:1/0")
    assert {name: env[name] for name in STRAY.keys() & env.keys()} == {
        "CELERY_BROKER_URL": "redis://127.0.0.1:1/0",
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "REDIS_URL": "redis://127.0.0.1:1/0",
        "DATA_DIR": str(tmp_path),
    }
    assert (env["SITE_URL"], env["ALLOWED_HOSTS"]) == ("http://localhost:8123", "127.0.0.1,localhost")


def test_each_fresh_start_has_an_empty_directory_of_its_own() -> None:
    fresh = start.options(["--fresh"])
    assert re.fullmatch(r"fresh-\d{8}-\d{6}", fresh.data.name)
    assert fresh.data.parent == start.VAR
    assert start.options([]).data == start.VAR


def test_fresh_and_an_earlier_directory_exclude_each_other() -> None:
    with pytest.raises(SystemExit) as refused:
        start.options(["--fresh", "--data", "var/fresh-20260101-080000"])
    assert refused.value.code == 2


def test_lan_names_the_address_that_others_can_reach(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(start, "lan_address", lambda: "192.168.1.20")
    chosen = start.options(["--lan", "--data", str(tmp_path)])
    env = serve.surroundings(chosen, "redis://127.0.0.1:1/0")
    assert (env["SITE_URL"], env["ALLOWED_HOSTS"]) == ("http://192.168.1.20:8000", "127.0.0.1,192.168.1.20,localhost")


def test_lan_draws_a_code_for_a_phone(capsys: pytest.CaptureFixture[str]) -> None:
    serve.show_qr("http://192.168.1.20:8000")
    drawn = capsys.readouterr().out.splitlines()
    assert drawn[1] == "For a phone in the same network:"
    assert len({len(line) for line in drawn[2:]}) == 1
    assert set("".join(drawn[2:])) <= set(" \xa0█▀▄")


@pytest.mark.parametrize(("paper", "shown"), [(True, False), (False, True)])
def test_without_pango_it_runs_and_says_what_to_install(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], paper: bool, shown: bool
) -> None:
    people = [{"role": "head", "email": "bolat@institute.example", "password": ""}]
    serve.show(start.options(["--data", str(tmp_path)]), {"sign_ins": people, "paper": paper}, seconds=3.2)
    said = capsys.readouterr().out
    assert ("sudo apt install libpango-1.0-0" in said) is shown
    assert "or a code by e-mail" in said
    assert str(tmp_path / "mail") in said


def test_manage_py_without_an_environment_names_start_py() -> None:
    done = subprocess.run([sys.executable, "-S", "manage.py", "check"], cwd=start.ROOT, capture_output=True, text=True)
    assert (done.returncode, done.stderr.strip().splitlines()[-1].endswith("python3 start.py")) == (1, True)


def test_the_demos_sign_ins_are_one_line_each_in_columns() -> None:
    rows = [
        {"role": "head", "email": "b@x.example", "password": "p"},
        {"role": "organiser", "email": "aigul@x.example", "password": "q"},
    ]
    assert serve.sign_ins(rows) == ["  head       b@x.example      p", "  organiser  aigul@x.example  q"]
