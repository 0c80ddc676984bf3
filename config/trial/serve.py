"""Run the trial: Redis, web, worker and beat, until Ctrl-C or until one of them dies."""

from __future__ import annotations

import argparse
import http.client
import json
import os
import secrets
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import start
from config.trial.children import Children
from config.trial.redis import start_redis

# What would take the trial's data out of its directory, or its tasks to another project's worker.
NOT_OURS = ("CELERY_", "DATABASE_URL", "EMAIL_URL", "PRODUCTION", "STATIC_ROOT", "TRUSTED_PROXIES")
CODES = "codes-to-check.xlsx"  # the demo writes it (config.demo.checking)
PAPER = "No PDF can be made before Pango is here: sudo apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"


def main() -> None:
    chosen = start.options(sys.argv[1:])
    # A shell that starts it in the background has it ignore Ctrl-C's signal; whoever sends one means it.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for sign in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(sign, lambda *_: sys.exit(0))
    children = Children(chosen.data / "log")
    try:
        run(chosen, children)
    except KeyboardInterrupt:
        print("\nStopping …", flush=True)
    finally:
        children.stop()


def run(chosen: argparse.Namespace, children: Children) -> None:
    began = time.monotonic()
    print("Starting …", flush=True)
    env = surroundings(chosen, start_redis(children, chosen.data / "redis"))
    found = prepare(children, env, demo=chosen.data == start.VAR)
    start_web(children, chosen, env)
    show(chosen, found, seconds=time.monotonic() - began)
    celery = [sys.executable, "-m", "celery", "--quiet", "-A", "config"]
    children.start("worker", [*celery, "worker", "--concurrency=2", "--without-gossip", "--without-mingle"], env=env)
    children.start("beat", [*celery, "beat", "--pidfile="], env=env)
    children.wait()


def surroundings(chosen: argparse.Namespace, redis_url: str) -> dict[str, str]:
    """The environment of every child: the trial's own settings over the caller's."""
    address = start.site_url(chosen)
    hosts = {"localhost", "127.0.0.1", address.removeprefix("http://").rpartition(":")[0]}
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith(NOT_OURS)},
        "DATA_DIR": str(chosen.data),
        "SITE_URL": address,
        "ALLOWED_HOSTS": ",".join(sorted(hosts)),
        "REDIS_URL": redis_url,
        "CELERY_BROKER_URL": redis_url,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "SECRET_KEY": secret_key(chosen.data / "secret_key"),
        "PYTHONUNBUFFERED": "1",
    }


def secret_key(path: Path) -> str:
    """The key of this directory, made at its first start and readable by its owner only."""
    if not path.exists():
        half_made = path.with_suffix(".new")
        half_made.touch(mode=0o600)
        half_made.write_text(secrets.token_urlsafe(50))
        half_made.replace(path)
    return path.read_text()


def prepare(children: Children, env: dict[str, str], *, demo: bool) -> dict[str, Any]:
    """Bring the database, the catalogues and the people up to date."""
    log = children.log("prepare")
    command = [sys.executable, "-m", "config.trial.prepare", *["--demo"] * demo]
    with log.open("wb") as errors:
        done = subprocess.run(command, env=env, stdout=subprocess.PIPE, stderr=errors, check=False)
    if done.returncode:
        children.require_alive()
        output = log.read_text(errors="replace")
        sys.exit(
            start.explain(output, start.FULL)
            or f"{output[-3000:]}\nThe database could not be made ready; all of it is in {log}."
        )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def start_web(children: Children, chosen: argparse.Namespace, env: dict[str, str]) -> None:
    bind = f"{'0.0.0.0' if chosen.lan else '127.0.0.1'}:{chosen.port}"  # noqa: S104 - --lan asks for it
    gunicorn = [sys.executable, "-m", "gunicorn", "config.wsgi", "--bind", bind, "--threads", "4"]
    children.start("web", [*gunicorn, "--graceful-timeout", "3", "--timeout", "120", "--no-control-socket"], env=env)
    children.wait_for("web", lambda: page_status(chosen.port) > 0)
    if (status := page_status(chosen.port)) >= 500:
        children.give_up("web", f"answers with an error ({status})")


def page_status(port: int) -> int:
    """What the first page answers with; 0 for nothing yet."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        line.request("GET", "/", headers={"Host": "localhost"})
        return line.getresponse().status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        line.close()


def show(chosen: argparse.Namespace, found: dict[str, Any], *, seconds: float) -> None:
    address = start.site_url(chosen)
    lines = [
        f"\nBasqaru answers at {address} (ready in {seconds:.1f} s; Ctrl-C stops it)\n",
        *sign_ins(found["sign_ins"]),
    ]
    if chosen.data == start.VAR:
        lines += ["", "The demo's people are invented, and every document it makes is a specimen."]
        if (codes := chosen.data / CODES).exists():
            lines += [f"A list of codes for the employer to check: {short(codes)}."]
    else:
        lines += ["", "This database is its own; the demo in var/ is untouched. To come back to it:"]
        lines += [f"  python3 start.py --data {short(chosen.data)}"]
    lines += [f"Mail is written to {short(chosen.data / 'mail')}/, logs to {short(chosen.data / 'log')}/."]
    print("\n".join([*lines, *([] if found["paper"] else [PAPER])]), flush=True)
    if chosen.lan:
        show_qr(address)


def sign_ins(rows: list[dict[str, str]]) -> list[str]:
    """One line per role, in columns."""
    width, wide = (max(len(row[name]) for row in rows) for name in ("role", "email"))
    once = "the password shown at its first start, or a code by e-mail"
    return [f"  {row['role']:{width}}  {row['email']:{wide}}  {row['password'] or once}" for row in rows]


def short(path: Path) -> str:
    return str(path.relative_to(start.ROOT)) if path.is_relative_to(start.ROOT) else str(path)


def show_qr(address: str) -> None:
    import qrcode

    print("\nFor a phone in the same network:")
    code = qrcode.QRCode(border=2)
    code.add_data(address)
    code.print_ascii(invert=True)


if __name__ == "__main__":
    start.plainly(main)
