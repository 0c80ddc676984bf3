"""Make one directory ready: database, catalogues, static files, the programme and somebody to sign in.

`start.py` runs it at every start; what is already done takes no time. It prints, as JSON, what is then shown.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Iterator
from contextlib import redirect_stdout
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command

ADMINISTRATOR = "administrator@basqaru.example"


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--demo", action="store_true")
    demo = parser.parse_args().demo
    with redirect_stdout(sys.stderr):
        django.setup()
        prepare()
        sign_ins = the_demo() if demo else the_administrator()
        paper = can_print()
    print(json.dumps({"sign_ins": sign_ins, "paper": paper}))


def prepare() -> None:
    call_command("messages", "--compile")
    call_command("migrate", verbosity=0)
    collect_static()
    call_command("load_programme")


def collect_static() -> None:
    """Copy and hash the static files when one of them changed since the last time."""
    stamp, now = settings.STATIC_ROOT / "made-from", fingerprint()
    if not stamp.exists() or stamp.read_text() != now:
        call_command("collectstatic", interactive=False, verbosity=0)
        stamp.write_text(now)


def fingerprint() -> str:
    state = "\n".join(f"{path} {path.stat().st_size} {path.stat().st_mtime_ns}" for path in sorted(static_files()))
    return hashlib.sha256(state.encode()).hexdigest()


def static_files() -> Iterator[Path]:
    from django.contrib.staticfiles.finders import get_finders

    for finder in get_finders():
        for path, storage in finder.list([]):
            yield Path(storage.path(path))


def the_demo() -> list[dict[str, str]]:
    """One sign-in per role: role, email, password."""
    call_command("make_demo")
    sign_ins: list[dict[str, str]] = json.loads((settings.DATA_DIR / "signins.json").read_text())
    return sign_ins


def the_administrator() -> list[dict[str, str]]:
    """The one administrator of an empty database; the password is shown once and kept nowhere."""
    from people.appointing import first_administrator, make_administrator

    if known := first_administrator():
        return [{"role": "administrator", "email": known.email, "password": ""}]
    made = make_administrator(ADMINISTRATOR)
    return [{"role": "administrator", "email": ADMINISTRATOR, "password": made.password}]


def can_print() -> bool:
    """Whether Pango is here: without it everything works but the making of PDFs, which then waits."""
    try:
        import weasyprint  # noqa: F401
    except OSError:
        return False
    return True


if __name__ == "__main__":
    main()
