"""What the machine refuses gets one plain sentence with the command that mends it."""

from __future__ import annotations

import ast
import fcntl
import re
import socket
from pathlib import Path

import pytest

import start
from tests.start.checkout import Checkout


@pytest.mark.parametrize("version", [(3, 6, 15), (3, 9, 2), (3, 10, 12)])
def test_an_old_python_is_told_which_one_is_needed(checkout: Checkout, version: tuple[int, ...]) -> None:
    status, said = checkout.start(before=f"import sys; sys.version_info = {version}")
    assert (status, said.count("\n")) == (1, 0)
    assert said.startswith(f"Basqaru needs Python 3.11 or newer, and this is Python 3.{version[1]}: ")
    assert said.endswith((" start.py", "sudo apt install python3.11, then python3.11 start.py"))


def test_an_old_python_can_read_as_far_as_that_sentence() -> None:
    source = (start.ROOT / "start.py").read_text()
    assert ast.parse(source, feature_version=(3, 7))
    assert source.index("sys.version_info < (3, 11)") < source.index("import argparse")


def test_a_busy_port_is_answered_with_the_next_free_one(checkout: Checkout) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        status, said = checkout.start("--port", str(port))
    offer = re.fullmatch(rf"Port {port} is used by another program: python3 start\.py --port (\d+)", said)
    assert status == 1
    assert offer
    assert start.is_free(int(offer[1]), "127.0.0.1")


@pytest.mark.parametrize("port", ["0", "70000", "-1"])
def test_a_port_that_cannot_be_is_answered_with_one_that_can(checkout: Checkout, port: str) -> None:
    status, said = checkout.start("--port", port)
    assert status == 1
    assert re.fullmatch(rf"Port {port} cannot be used: python3 start\.py --port \d{{4,5}}", said)


def test_a_second_start_says_where_the_first_one_answers(checkout: Checkout) -> None:
    (checkout.folder / "var").mkdir()
    with (checkout.folder / "var" / "running").open("w") as first:
        first.write("http://localhost:8123 4711\n")
        first.flush()
        fcntl.flock(first, fcntl.LOCK_EX)
        said = checkout.start()
    expected = (
        "Basqaru is already running: open http://localhost:8123, or stop it with Ctrl-C there (from here: kill 4711)."
    )
    assert said == (1, expected)


def test_a_first_start_without_network_says_so(checkout: Checkout) -> None:
    checkout.without("pip", "ensurepip")
    checkout.env["PIP_INDEX_URL"] = "http://127.0.0.1:9/simple"
    status, said = checkout.start()
    assert (status, said.count("\n")) == (1, 0)
    assert said.startswith("The packages could not be fetched, and the first start needs the network")
    assert "ip route" in said


@pytest.mark.parametrize(
    ("printed", "sentence"),
    [
        ("WARNING: Retrying … NewConnectionError('<…>: [Errno -2] Name or service not known')", "needs the network"),
        ("pip._vendor.urllib3.exceptions.ReadTimeoutError: Read timed out.", "needs the network"),
        ("ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device", "The disk is full"),
        ("sqlite3.OperationalError: database or disk is full", "The disk is full"),
        ("ssl.SSLCertVerificationError: [SSL: CERTIFICATE_VERIFY_FAILED]", "sudo apt install ca-certificates"),
    ],
)
def test_what_a_helper_printed_is_put_in_plain_words(printed: str, sentence: str) -> None:
    assert sentence in str(start.explain(f"Collecting django\n{printed}\n", start.FULL, start.UNTRUSTED, start.OFFLINE))


def test_what_we_do_not_know_is_not_guessed() -> None:
    unknown = "THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE"
    assert start.explain(unknown, start.FULL, start.UNTRUSTED, start.OFFLINE) is None


def test_a_disk_that_fills_up_is_named() -> None:
    def write() -> None:
        Path("/dev/full").write_text("x")

    with pytest.raises(SystemExit, match=r"^The disk is full: .* df -h .* run the same command again\.$"):
        start.plainly(write)


def test_too_small_a_disk_is_named_before_anything_is_fetched() -> None:
    with pytest.raises(SystemExit, match=r"needs about 1000000000 MB in .* and \d+ MB are free"):
        start.require_space(10**9)


def test_a_folder_of_somebody_else_is_named() -> None:
    def refused() -> None:
        raise PermissionError(13, "Permission denied", "/srv/basqaru/var")

    with pytest.raises(SystemExit, match=r"^/srv/basqaru/var cannot be written: sudo chown"):
        start.plainly(refused)


def test_an_unknown_option_is_refused_and_help_names_the_commands(checkout: Checkout) -> None:
    status, said = checkout.start("--prot", "80")
    assert (status, said.splitlines()[-1]) == (2, "python3 start.py: error: unrecognized arguments: --prot 80")
    assert "python3 start.py test" in start.HELP
