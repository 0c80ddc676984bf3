"""The environment is made once, from the lock alone, with whatever pip there is."""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import re
import socket
import threading
import zipfile
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

import start
from tests.start.checkout import Checkout

PIN = re.compile(r"^([\w.-]+==\S+).*\\$", re.MULTILINE)


@pytest.fixture
def index(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """A package index on this machine, and the folder that it shows."""
    folder = tmp_path / "index"
    (folder / "simple" / "pip").mkdir(parents=True)

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:
            return

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/simple", folder
        server.shutdown()


def a_pip(folder: Path) -> bytes:
    """A wheel that only tells how it was called."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as wheel:
        tell = f"import json, sys; json.dump(sys.argv[1:], open({str(folder / 'called.json')!r}, 'w'))"
        wheel.writestr("pip/__main__.py", tell)
    return content.getvalue()


def replaced(checkout: Checkout, **constants: str) -> None:
    path = checkout.folder / "start.py"
    source = path.read_text()
    for name, value in constants.items():
        source = re.sub(rf"^{name} = .*$", f"{name} = {value!r}", source, flags=re.MULTILINE)
    path.write_text(source)


PAGES = {
    "an HTML page": '<a href="../../files/{pip}#sha256=00">{pip}</a>',
    "a JSON page": '{{"files": [{{"filename": "{pip}", "url": "../../files/{pip}"}}]}}',
}


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES.keys())
def test_a_python_without_pip_and_ensurepip_fetches_the_pinned_one(
    checkout: Checkout, index: tuple[str, Path], page: str
) -> None:
    url, folder = index
    wheel = a_pip(checkout.folder)
    (folder / "simple" / "pip" / "index.html").write_text(page.format(pip=start.PIP))
    (folder / "files").mkdir()
    (folder / "files" / start.PIP).write_bytes(wheel)
    checkout.without("ensurepip")
    checkout.env |= {"PIP_INDEX_URL": url}
    replaced(checkout, PIP_SHA256=hashlib.sha256(wheel).hexdigest())
    # Only start.py itself is to miss pip: what the fetched wheel brings is called pip too.
    checkout.start(before="import sys; sys.modules['pip'] = None")
    called = json.loads((checkout.folder / "called.json").read_text())
    how = ["--require-hashes", "--only-binary=:all:", "--no-input", "--retries=2"]
    assert called == ["install", *how, f"--requirement={checkout.folder / 'requirements.lock'}"]
    assert (checkout.folder / ".venv" / "installed").exists()


def test_a_pip_that_is_not_the_pinned_one_is_not_run(checkout: Checkout, index: tuple[str, Path]) -> None:
    url, folder = index
    (folder / "simple" / "pip" / "index.html").write_text(f'<a href="/{start.PIP}">')
    (folder / start.PIP).write_bytes(a_pip(checkout.folder))
    checkout.without("pip", "ensurepip")
    checkout.env |= {"PIP_INDEX_URL": url}
    status, said = checkout.start()
    assert (status, said.partition(" is not the file it should be")[0]) == (1, start.PIP)
    assert not (checkout.folder / "called.json").exists()


def test_an_index_without_the_pinned_pip_names_debians(checkout: Checkout, index: tuple[str, Path]) -> None:
    url, folder = index
    (folder / "simple" / "pip" / "index.html").write_text("<a href='pip-9.0.3.tar.gz'>")
    checkout.without("pip", "ensurepip")
    checkout.env |= {"PIP_INDEX_URL": url}
    status, said = checkout.start()
    assert status == 1
    assert (
        said == f"{url}/pip/ does not have {start.PIP}: sudo apt install python3-pip, then run the same command again."
    )


ENDS = {
    "closes the line without a word": b"",
    "answers in no language we know": b"220 mail.example\r\n\r\n",
    "stops in the middle": b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n<a",
    "answers with an error": b"HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n",
}


@pytest.mark.parametrize("answer", ENDS.values(), ids=ENDS.keys())
def test_an_index_that_breaks_off_is_told_in_one_sentence(checkout: Checkout, answer: bytes) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            with contextlib.suppress(OSError):
                while True:
                    line, _address = server.accept()
                    with line:
                        line.recv(65536)
                        line.sendall(answer)

        threading.Thread(target=serve, daemon=True).start()
        checkout.without("pip", "ensurepip")
        checkout.env |= {"PIP_INDEX_URL": f"http://127.0.0.1:{server.getsockname()[1]}/simple"}
        status, said = checkout.start()
    assert (status, said.count("\n")) == (1, 0)
    assert said.endswith(("then run the same command again.", "sudo apt install python3-pip"))


def test_pips_own_settings_are_followed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written = tmp_path / "pip.conf"
    written.write_text("[global]\nindex-url = https://mirror.example/simple\ncert = /etc/ca%20.pem\n")
    monkeypatch.setenv("PIP_CONFIG_FILE", str(written))
    monkeypatch.delenv("PIP_INDEX_URL", raising=False)
    monkeypatch.delenv("PIP_CERT", raising=False)
    assert start.pip_setting("index-url") == "https://mirror.example/simple"
    assert start.pip_setting("cert") == "/etc/ca%20.pem"
    monkeypatch.setenv("PIP_INDEX_URL", "https://nearer.example/simple")
    assert start.pip_setting("index-url") == "https://nearer.example/simple"


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An environment that the stamp says is as both locks want it, and pips that could not make one."""
    for name, path in {
        "ROOT": ".",
        "VAR": "var",
        "VENV": ".venv",
        "PYTHON": ".venv/python",
        "STAMP": ".venv/in",
    }.items():
        monkeypatch.setattr(start, name, tmp_path / path)
    (tmp_path / ".venv").mkdir()
    for name in ("requirements.lock", "requirements-test.lock", ".venv/python"):
        (tmp_path / name).write_text(name)
    start.STAMP.write_text(start.fingerprint(tmp_path / "requirements.lock"))
    return tmp_path


def test_what_the_stamp_proves_is_not_done_again(made: Path) -> None:
    start.environment(made / "requirements.lock", megabytes=10**9)
    assert (made / "var" / "installing").exists()


@pytest.mark.parametrize("change", ["requirements.lock", "requirements-test.lock", ".venv/python"])
def test_another_lock_or_a_lost_python_installs_again(made: Path, change: str) -> None:
    lock = made / (change if change.endswith(".lock") else "requirements.lock")
    if change == "requirements.lock":
        lock.write_text("changed")
    elif change == ".venv/python":
        start.PYTHON.unlink()
    with pytest.raises(SystemExit, match=r"needs about 1000000000 MB"):
        start.environment(lock, megabytes=10**9)


def test_the_test_lock_holds_all_that_the_other_one_pins() -> None:
    pins, test_pins = (set(PIN.findall((start.ROOT / start.COMMANDS[name][0]).read_text())) for name in ("run", "test"))
    assert len(pins) > 50
    assert pins - test_pins == set()
