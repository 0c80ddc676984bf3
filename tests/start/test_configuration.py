"""What runs for real: every setting is documented, and nothing starts half-configured."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import yaml

import start
from courses.sheets import MEGABYTE, MOST_BYTES
from tests.run import DEPLOYED

DOCUMENTED = set(re.findall(r"^\| `(\w+)`", (start.ROOT / "docs" / "configuration.md").read_text(), re.MULTILINE))
COMPOSE: dict[str, Any] = yaml.safe_load((start.ROOT / "docker-compose.yml").read_text())
VARIABLE = re.compile(r"\$\{(\w+)")


def check(tmp_path: Path, **env: str) -> tuple[int, str]:
    """`manage.py check` with exactly these settings; the exit status and the last line of what was said."""
    plain = {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path), **env}
    command = [sys.executable, "manage.py", "check"]
    done = subprocess.run(command, cwd=start.ROOT, env=plain, capture_output=True, text=True, check=False)
    return done.returncode, (done.stderr or done.stdout).strip().splitlines()[-1]


def test_every_setting_is_in_the_table() -> None:
    read = re.findall(r"env\.\w+\(\s*\"([A-Z_]+)\"", (start.ROOT / "config" / "settings.py").read_text())
    assert len(read) > 10
    assert set(read) - DOCUMENTED == set()


def test_every_variable_of_the_compose_file_is_in_a_table() -> None:
    used = set(VARIABLE.findall((start.ROOT / "docker-compose.yml").read_text()))
    assert {"SECRET_KEY", "SITE_URL", "POSTGRES_PASSWORD"} <= used
    assert used - DOCUMENTED == set()


@pytest.mark.parametrize("name", sorted(set(DEPLOYED) - {"PRODUCTION"}))
def test_production_does_not_start_without(tmp_path: Path, name: str) -> None:
    status, said = check(tmp_path, **{key: value for key, value in DEPLOYED.items() if key != name})
    assert status == 1
    assert said.endswith(f"Set the {name} environment variable")


def test_production_starts_with_all_of_them(tmp_path: Path) -> None:
    assert check(tmp_path, **DEPLOYED) == (0, "System check identified no issues (0 silenced).")


def test_a_certificate_never_carries_an_address_without_tls(tmp_path: Path) -> None:
    status, said = check(tmp_path, **{**DEPLOYED, "SITE_URL": "http://basqaru.example"})
    assert (status, "SITE_URL must be the public https address" in said) == (1, True)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SUPPORT_MONTHS", "3,1"),
        ("SUPPORT_MONTHS", "0,3"),
        ("SUPPORT_MONTHS", "3,3"),
        ("SUPPORT_MONTHS", "61"),
        ("SUPPORT_MONTHS", "soon"),
        ("SUPPORT_MONTHS", ""),
        ("SUPPORT_WEAK_PERCENT", "101"),
        ("SUPPORT_WEAK_PERCENT", "-1"),
        ("SUPPORT_WEAK_PERCENT", "60%"),
        ("SUPPORT_WEAK_PERCENT", "50,60"),
        ("SUPPORT_NOTICE_HOURS", "0"),
        ("SUPPORT_NOTICE_HOURS", "49"),
    ],
)
def test_a_figure_of_the_support_that_cannot_be_kept_is_refused_at_the_start(
    tmp_path: Path, name: str, value: str
) -> None:
    status, said = check(tmp_path, **{name: value})
    assert (status, name in said) == (1, True)


def test_the_support_is_what_the_settings_promise(tmp_path: Path) -> None:
    env = {"SUPPORT_MONTHS": "2,4", "SUPPORT_WEAK_PERCENT": "70", "SUPPORT_NOTICE_HOURS": "48"}
    code = "from postcourse.policy import POLICY as p; print(p.months, p.weak_share, p.notice, p.minutes)"
    plain = {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "config.settings", **env}
    told = subprocess.run([sys.executable, "-c", code], cwd=start.ROOT, env=plain, capture_output=True, text=True)
    assert told.stdout.strip() == "(2, 4) 7/10 2 days, 0:00:00 30"


def test_a_trial_starts_with_nothing_set(tmp_path: Path) -> None:
    assert check(tmp_path)[0] == 0


@pytest.mark.parametrize("name", ["web", "worker", "beat"])
def test_nothing_starts_before_the_migration_is_done(name: str) -> None:
    waits = COMPOSE["services"][name]["depends_on"]
    assert waits["migrate"] == {"condition": "service_completed_successfully"}
    assert waits["redis"] == {"condition": "service_healthy"}


def seconds(text: str) -> int:
    return int(text[:-1]) * {"s": 1, "m": 60}[text[-1]]


def test_web_is_stopped_no_sooner_than_its_requests_are_finished() -> None:
    command = (start.ROOT / "Dockerfile").read_text()
    told = re.search(r'"--graceful-timeout", "(\d+)"', command)
    waits = int(told[1]) if told else import_module("gunicorn.config").Config().settings["graceful_timeout"].default
    assert seconds(COMPOSE["services"]["web"]["stop_grace_period"]) > waits


def test_the_proxy_lets_through_what_our_own_sentence_is_to_refuse() -> None:
    limit = re.search(r"client_max_body_size (\d+)m;", (start.ROOT / "docs" / "install.md").read_text())
    assert limit
    assert int(limit[1]) * MEGABYTE > 10 * MOST_BYTES


def test_only_web_is_published_and_only_to_this_machine() -> None:
    published = {name: service["ports"] for name, service in COMPOSE["services"].items() if "ports" in service}
    assert published == {"web": ["127.0.0.1:${PORT:-8000}:8000"]}


def test_the_image_holds_every_app_and_no_trial() -> None:
    ignored = (start.ROOT / ".dockerignore").read_text().splitlines()
    assert ignored[1] == "*"
    for part in ("people", "courses", "assessment", "certificates", "postcourse", "config", "templates", "locale"):
        assert f"!{part}" in ignored
    assert "config/trial" in ignored
