"""The settings by themselves: what they make of an address, and where the trial puts its mail."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

import start
from config.addresses import is_public
from config.settings import EMAIL_FILE_PATH  # type: ignore[attr-defined]


def test_mail_of_the_trial_lies_beside_its_database_wherever_it_is_started_from() -> None:
    assert str(settings.DATA_DIR / "mail") == EMAIL_FILE_PATH


@pytest.mark.parametrize(
    ("site", "public"),
    [
        ("https://basqaru.mektep.kz", True),
        ("https://oqu.xn--80ao21a", True),
        ("https://basqaru.kz:8443/", True),
        ("https://BASQARU.KZ.", True),
        ("https://1c.mektep.kz", True),
        ("http://basqaru.mektep.kz", False),
        ("https://localhost", False),
        ("https://x.localhost", False),
        ("https://intranet", False),
        ("https://basqaru.local", False),
        ("https://basqaru.LOCAL.", False),
        ("https://basqaru.localdomain", False),
        ("https://basqaru.internal", False),
        ("https://basqaru.lan", False),
        ("https://basqaru.home.arpa", False),
        ("https://basqaru.test", False),
        ("https://basqaru.invalid", False),
        ("https://basqaru.example", False),
        ("https://192.168.1.20", False),
        ("https://8.8.8.8:8443", False),
        ("https://127.1", False),
        ("https://0x7f.0.0.1", False),
        ("https://2130706433", False),
        ("https://[::1]", False),
        ("https://[2a00:1450:4001::200e]:8443", False),
        ("https://", False),
        ("", False),
    ],
)
def test_only_an_address_that_strangers_can_open_is_public(site: str, public: bool) -> None:
    assert is_public(site) is public


@pytest.mark.parametrize(
    ("site", "specimens"), [("https://basqaru.mektep.kz", "False"), ("https://basqaru.local", "True"), ("", "True")]
)
def test_documents_are_specimens_unless_the_address_is_public(tmp_path: Path, site: str, specimens: str) -> None:
    code = "from config import settings; print(settings.DOCUMENTS_ARE_SPECIMENS)"
    env = {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path), **({"SITE_URL": site} if site else {})}
    told = subprocess.run([sys.executable, "-c", code], cwd=start.ROOT, env=env, capture_output=True, text=True)
    assert told.stdout.strip() == specimens
