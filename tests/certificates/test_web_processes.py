"""What one process of the web server keeps in memory never outlives what another one writes."""

from __future__ import annotations

import http.client
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from certificates import registering
from config.trial.redis import free_port
from tests.certificates.issued import certificate, organiser
from tests.services import ROOT, database_url, wait_until

Answer = tuple[int, str, str]


class Web:
    """A process of the web server as in life, on the database of the test."""

    def __init__(self, directory: Path) -> None:
        self.port, self.log = free_port(), directory / "web.log"
        directory.mkdir()
        # With DEBUG the pages need no collected files; what is kept in memory is the same.
        env = {**os.environ, "DATABASE_URL": database_url(), "DATA_DIR": str(directory), "DEBUG": "true"}
        gunicorn = [sys.executable, "-m", "gunicorn", "config.wsgi", "--threads", "2", "--no-control-socket"]
        with self.log.open("wb") as output:
            self.process = subprocess.Popen(
                [*gunicorn, "--bind", f"127.0.0.1:{self.port}"], cwd=ROOT, env=env, stdout=output, stderr=output
            )

    def stop(self) -> None:
        self.process.kill()
        self.process.wait()

    def answers(self) -> bool:
        try:
            return self.ask("/healthz")[0] == 200
        except OSError:
            assert self.process.poll() is None, self.log.read_text()
            return False

    def ask(self, path: str, etag: str = "") -> Answer:
        """Status, body and ETag."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        line.request(
            "GET", path, headers={"Host": "localhost", "If-None-Match": etag} if etag else {"Host": "localhost"}
        )
        response = line.getresponse()
        found = response.status, response.read().decode(), response.headers["ETag"] or ""
        line.close()
        return found

    def verdict(self, code: str) -> str:
        return str(json.loads(self.ask(f"/v/{code}.json")[1])["verdict"])


@pytest.fixture
def two(transactional_db: None, tmp_path: Path) -> Iterator[list[Web]]:
    with ExitStack() as stack:
        webs = [Web(tmp_path / name) for name in ("one", "other")]
        for web in webs:
            stack.callback(web.stop)
        for web in webs:
            wait_until(web.answers, seconds=60, what=web.log.read_text)
        yield webs


def test_a_revocation_and_a_withholding_are_visible_at_once_in_every_process(two: list[Web]) -> None:
    document = certificate()
    path, etags = f"/v/{document.code}?lang=en", []
    for web in two:
        for _warm in range(2):
            assert "<h1" in web.ask(path)[1]
        etags.append(web.ask(path)[2])
        assert web.verdict(document.code) in ("valid", "specimen")
    registering.revoke(document, by=organiser(), reason="№ 18")
    for web, etag in zip(two, etags, strict=True):
        status, html, _etag = web.ask(path, etag)
        assert (status, "was revoked <b>on" in html) == (200, True)
    registering.withhold(document, by=organiser(), reason="өтініш")
    assert [web.verdict(document.code) for web in two] == ["unknown", "unknown"]
    assert two[0].log.read_text().count(document.code) == 0
