"""A process that makes PDFs and is killed at a chosen instruction: `python -m tests.certificates.dying STEP=JOB …`."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from typing import Any, NoReturn

import django


def main() -> None:
    """Each step dies in a fork of its own; this process says which signal ended it."""
    django.setup()
    from certificates import rendering  # noqa: F401 - imported once, before the forks

    for argument in sys.argv[1:]:
        step, pk = argument.split("=")
        if (child := os.fork()) == 0:
            die_at(step, int(pk))
        _pid, status = os.waitpid(child, 0)
        print(step, os.waitstatus_to_exitcode(status), flush=True)  # noqa: T201


def die_at(step: str, pk: int) -> None:
    from certificates import rendering

    STEPS[step]()
    rendering.render(pk)
    os._exit(0)  # it survived: the test will see that


def kill(*args: Any) -> NoReturn:
    os.kill(os.getpid(), signal.SIGKILL)
    raise SystemExit("killed, and alive")


def claimed() -> None:
    """The claim is written, the PDF is not begun."""
    from certificates import design

    setattr(design, "render", kill)  # noqa: B010


def half_stored() -> None:
    """Half of the bytes are in the storage."""
    from django.core.files.storage import FileSystemStorage

    def save(self: FileSystemStorage, name: str, content: Any) -> str:
        path = self.path(name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(content.read()[:1000])
        kill()

    FileSystemStorage._save = save  # type: ignore[attr-defined]


def stored() -> None:
    """The bytes are in the storage, no row names them."""
    _around_create(before=kill)


def recorded() -> None:
    """The row is written, the transaction is not committed."""
    _around_create(after=kill)


def committed() -> None:
    """All is done; only the worker does not know."""
    from certificates import rendering

    done = rendering.store

    def store(*args: Any) -> None:
        done(*args)
        kill()

    setattr(rendering, "store", store)  # noqa: B010 - a fault is set in, not a function


def _around_create(before: Callable[[], None] = lambda: None, after: Callable[[], None] = lambda: None) -> None:
    from certificates.models import DocumentFile

    save = DocumentFile.save

    def slowly(self: DocumentFile, *args: Any, **kwargs: Any) -> None:
        before()
        save(self, *args, **kwargs)
        after()

    setattr(DocumentFile, "save", slowly)  # noqa: B010


STEPS: dict[str, Callable[[], None]] = {
    "claimed": claimed,
    "half_stored": half_stored,
    "stored": stored,
    "recorded": recorded,
    "committed": committed,
}

if __name__ == "__main__":
    main()
