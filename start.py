#!/usr/bin/env python3
"""Sets Basqaru up in .venv, then runs it, its tests or its benchmark. Needs nothing but Python; see --help."""

import sys

if sys.version_info < (3, 11):  # said before anything that an older Python could not run
    import shutil

    NEWER = [name for name in ("python3.14", "python3.13", "python3.12", "python3.11") if shutil.which(name)]
    sys.exit(
        "Basqaru needs Python 3.11 or newer, and this is Python {}.{}: {}".format(
            sys.version_info[0],
            sys.version_info[1],
            "run " + NEWER[0] + " start.py" if NEWER else "sudo apt install python3.11, then python3.11 start.py",
        )
    )

import argparse
import configparser
import contextlib
import errno
import fcntl
import hashlib
import http.client
import importlib.util
import os
import re
import shutil
import socket
import ssl
import subprocess
import tempfile
import urllib.parse
import urllib.request
import venv
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VAR = ROOT / "var"
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "installed"
# The pip that is fetched where Python came without one.
PIP = "pip-26.3-py3-none-any.whl"
PIP_SHA256 = "f3b60b20ffaadd4415ed7957212a38ac63fa4c5fa375bd0f4a797777940fad13"
INDEX = "https://pypi.org/simple"

# What each command needs installed, the megabytes that takes, and the module that then takes over.
COMMANDS = {
    "run": ("requirements.lock", 500, "config.trial.serve"),
    "test": ("requirements-test.lock", 1000, "tests.run"),
    "bench": ("requirements-test.lock", 1000, "benchmarks.run"),
}
HELP = """\
commands:
  python3 start.py test [pytest's arguments]   the whole suite, on SQLite and on PostgreSQL
  python3 start.py bench [--rows N]            measures, and prints the figures; verification over N rows

Everything of the trial lies in var/: database, mail, files, logs. docs/install.md tells how to run it for real."""

NO_SPACE = (
    "The disk is full: Basqaru needs about {need} MB in {where} and {free} MB are free. "
    "Free some space (sudo apt clean; df -h shows what is left) and run the same command again."
)
# What a failed helper's own words mean, and the command that mends it.
FULL = (r"No space left|disk is full|Errno 28\b", NO_SPACE)
UNTRUSTED = (
    r"CERTIFICATE_VERIFY_FAILED",
    "This machine does not trust the package index's certificate: sudo apt install ca-certificates, "
    "then run the same command again.",
)
OFFLINE = (
    r"NewConnectionError|ConnectTimeout|ReadTimeout|timed out|Connection (refused|reset|broken)|getaddrinfo"
    r"|name resolution|Name or service not known|Network is unreachable|Connection error|IncompleteRead"
    r"|Remote end closed",
    "The packages could not be fetched, and the first start needs the network for them: connect this machine "
    "(ip route shows whether it is; behind a proxy: export HTTPS_PROXY=…), then run the same command again.",
)


def options(arguments: list[str]) -> argparse.Namespace:
    """How to run it: --port, --lan and the directory that holds everything."""
    parser = argparse.ArgumentParser(
        prog="python3 start.py",
        description="Sets Basqaru up and runs it with a living demo. Ctrl-C stops it.",
        epilog=HELP,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--port", type=int, default=8000, help="the port to answer on (8000)")
    parser.add_argument("--lan", action="store_true", help="answer other devices too; shows the address as a QR code")
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--fresh", action="store_true", help="an empty database with one administrator, beside the demo")
    which.add_argument("--data", type=Path, default=VAR, help="run again on the directory of an earlier --fresh")
    chosen = parser.parse_args(arguments)
    if chosen.fresh:
        chosen.data = VAR / f"fresh-{datetime.now().astimezone():%Y%m%d-%H%M%S}"
    chosen.data = chosen.data.resolve()
    return chosen


# ---- before anything is started --------------------------------------------------------------------------------------
def lan_address() -> str:
    """This machine's address in its own network; asking the routing table sends nothing."""
    with contextlib.suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(("192.0.2.1", 9))
        return str(probe.getsockname()[0])
    return sys.exit("This machine is in no network: connect it (ip address shows what it has), or start without --lan.")


def site_url(chosen: argparse.Namespace) -> str:
    return f"http://{lan_address() if chosen.lan else 'localhost'}:{chosen.port}"


def claim(data: Path, address: str) -> None:
    """Hold the directory until this process ends, across exec; a second start is told where the first one runs."""
    data.mkdir(parents=True, exist_ok=True)
    data.chmod(0o700)  # sign-in codes lie in its mail
    handle = os.open(data / "running", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        address, pid = os.read(handle, 200).decode().split() or ("", "")
        sys.exit(f"Basqaru is already running: open {address}, or stop it with Ctrl-C there (from here: kill {pid}).")
    os.ftruncate(handle, 0)
    os.write(handle, f"{address} {os.getpid()}\n".encode())
    os.set_inheritable(handle, True)


def is_free(port: int, host: str) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except (OSError, OverflowError):
            return False
    return port > 0


def require_port(port: int, *, lan: bool) -> None:
    """Exit with the next free port's command when something else answers on this one."""
    host = "0.0.0.0" if lan else "127.0.0.1"  # noqa: S104 - --lan asks for it
    if is_free(port, host):
        return
    other = next(
        number for number in (*range(max(port, 1023) + 1, 65536), *range(8000, 65536)) if is_free(number, host)
    )
    why = "is used by another program" if port in range(1024, 65536) else "cannot be used"
    sys.exit(f"Port {port} {why}: python3 start.py{' --lan' if lan else ''} --port {other}")


# ---- the environment -------------------------------------------------------------------------------------------------
def environment(lock: Path, megabytes: int) -> None:
    """Make .venv hold what the lock pins; one start at a time, and nothing when the stamp proves it done."""
    with one_at_a_time():
        if PYTHON.exists() and STAMP.exists() and fingerprint(lock) in STAMP.read_text():
            return
        require_space(megabytes)
        make_venv()
        STAMP.unlink(missing_ok=True)
        install(lock)
        # What the tests need holds all that the rest needs.
        STAMP.write_text("\n".join(fingerprint(one) for one in {lock, ROOT / "requirements.lock"}))


def fingerprint(lock: Path) -> str:
    return f"{hashlib.sha256(lock.read_bytes()).hexdigest()} {sys.version_info[0]}.{sys.version_info[1]}"


@contextlib.contextmanager
def one_at_a_time() -> Iterator[None]:
    VAR.mkdir(exist_ok=True)
    with (VAR / "installing").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def require_space(megabytes: int) -> None:
    free = shutil.disk_usage(ROOT).free // 2**20
    if free < megabytes:
        sys.exit(NO_SPACE.format(need=megabytes, where=ROOT, free=free))


def make_venv() -> None:
    """A .venv of this very Python, with pip where Debian's python3-venv brought ensurepip."""
    packages = VENV / "lib" / f"python{sys.version_info[0]}.{sys.version_info[1]}" / "site-packages"
    if PYTHON.exists() and packages.is_dir():
        return
    with_pip = importlib.util.find_spec("ensurepip") is not None
    print("Making the environment in .venv …", flush=True)
    try:
        venv.create(VENV, clear=True, symlinks=True, with_pip=with_pip)
    except subprocess.CalledProcessError:
        venv.create(VENV, clear=True, symlinks=True)


def pip_command() -> list[str]:
    """The environment's pip, else this Python's, else the pinned wheel, run as a zip."""
    if next(VENV.glob("lib/python*/site-packages/pip/__main__.py"), None):
        return [str(PYTHON), "-m", "pip"]
    if importlib.util.find_spec("pip"):
        return [sys.executable, "-m", "pip", "--python", str(PYTHON)]
    return [str(PYTHON), str(fetch_pip() / "pip")]


def fetch_pip() -> Path:
    """The pinned pip wheel, from the package index that pip itself would ask, checked against its SHA-256."""
    wheel = VENV / PIP
    if not wheel.exists():
        page_url = (pip_setting("index-url") or INDEX).rstrip("/") + "/pip/"
        page = fetch(page_url).decode(errors="replace")
        found = re.search(r'"([^"]*/%s)' % re.escape(PIP), page)
        if not found:
            sys.exit(f"{page_url} does not have {PIP}: sudo apt install python3-pip, then run the same command again.")
        content = fetch(urllib.parse.urljoin(page_url, found[1]))
        if hashlib.sha256(content).hexdigest() != PIP_SHA256:
            sys.exit(f"{PIP} is not the file it should be (SHA-256), so it was not used: sudo apt install python3-pip")
        wheel.write_bytes(content)
    return wheel


def fetch(url: str) -> bytes:
    accept = "application/vnd.pypi.simple.v1+json, text/html;q=0.1, */*;q=0.01"
    request = urllib.request.Request(url, headers={"Accept": accept})
    trusted = ssl.create_default_context(cafile=pip_setting("cert"))
    try:
        with urllib.request.urlopen(request, timeout=60, context=trusted) as answer:
            return bytes(answer.read())
    except (OSError, http.client.HTTPException) as error:  # URLError is an OSError
        why = " ".join(str(error).split())  # a server's own words may be of several lines
        return sys.exit(
            explain(why, UNTRUSTED, OFFLINE) or f"{url} did not answer ({why}): sudo apt install python3-pip"
        )


def pip_setting(name: str) -> str | None:
    """pip's own setting, found where pip looks: the environment, then its configuration files."""
    home = Path.home()
    read = configparser.ConfigParser(interpolation=None)
    places = ("/etc/xdg/pip/pip.conf", "/etc/pip.conf", f"{home}/.pip/pip.conf", f"{home}/.config/pip/pip.conf")
    read.read((*places, os.environ.get("PIP_CONFIG_FILE", os.devnull)))
    found = (read.get(section, name, fallback=None) for section in ("install", "global"))
    return os.environ.get("PIP_" + name.upper().replace("-", "_")) or next((value for value in found if value), None)


def install(lock: Path) -> None:
    """Install exactly what the lock pins."""
    total = len(re.findall(r"^[\w.-]+==", lock.read_text(), re.MULTILINE))
    print(f"Installing {total} packages from {lock.name}; the first time this takes a minute or two.", flush=True)
    how = ("--require-hashes", "--only-binary=:all:", "--no-input", "--retries=2", f"--requirement={lock}")
    status, lines = watched([*pip_command(), "install", *how], total)
    if status:
        tail = f"{''.join(lines[-15:])}\npip could not install {lock.name}: its last words are above."
        sys.exit(explain("".join(lines), FULL, UNTRUSTED, OFFLINE) or tail)


def watched(pip: list[str], total: int) -> tuple[int, list[str]]:
    """Run pip, counting in the terminal; its status and what it printed."""
    lines: list[str] = []
    with tempfile.TemporaryDirectory(dir=VENV) as scratch:  # a small /tmp does not matter
        env = {**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PYTHONUNBUFFERED": "1", "TMPDIR": scratch}
        with subprocess.Popen(pip, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=env, text=True) as running:
            for line in running.stdout or ():
                lines.append(line)
                if sys.stdout.isatty():
                    print(f"\r  {sum(one.startswith('Collecting ') for one in lines)} of {total}", end="", flush=True)
    if sys.stdout.isatty():
        print()
    return running.returncode, lines


# ---- plain words -----------------------------------------------------------------------------------------------------
def explain(output: str, *known: tuple[str, str]) -> str | None:
    """The sentence for a failure that we know, from what a helper printed."""
    free = shutil.disk_usage(ROOT).free // 2**20
    for pattern, sentence in known:
        if re.search(pattern, output):
            return sentence.format(need=COMMANDS["run"][1], where=ROOT, free=free)
    return None


def plainly(work: Callable[[], None]) -> None:
    """Run it; what the machine refuses becomes a sentence, not a traceback."""
    try:
        work()
    except KeyboardInterrupt:
        sys.exit("Stopped.")
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            sys.exit(explain("No space left", FULL))
        if isinstance(error, PermissionError):
            sys.exit(f"{error.filename} cannot be written: sudo chown -R $(id -un) {ROOT}, or start it as its owner.")
        raise


def main() -> None:
    """Check, install, and become the environment's Python."""
    arguments = sys.argv[1:]
    command = arguments.pop(0) if arguments and arguments[0] in COMMANDS else "run"
    if command == "run":
        chosen = options(arguments)
        claim(chosen.data, site_url(chosen))
        require_port(chosen.port, lan=chosen.lan)
        arguments = ["--port", str(chosen.port), "--data", str(chosen.data), *["--lan"] * chosen.lan]
    lock, megabytes, module = COMMANDS[command]
    environment(ROOT / lock, megabytes)
    os.chdir(ROOT)
    os.execv(PYTHON, [str(PYTHON), "-m", module, *arguments])


if __name__ == "__main__":
    plainly(main)
