"""A process that makes PDFs and is killed in the middle of a chunk: `python -m tests.certificates.dying 3 STEP …`."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from typing import Any, NoReturn

import django


def main() -> None:
    """Each step dies in a fork of its own, with a chunk of so many; this process says which signal ended it."""
    django.setup()
    from certificates import design
    from tests.certificates.paper_samples import statement

    design.render(statement())  # whatever is made ready for a first paper is ready before the forks
    for step in sys.argv[2:]:
        if (child := os.fork()) == 0:
            die_at(step, chunk=int(sys.argv[1]))
        _pid, status = os.waitpid(child, 0)
        print(step, os.waitstatus_to_exitcode(status), flush=True)  # noqa: T201


def die_at(step: str, *, chunk: int) -> None:
    from certificates import rendering

    for name in ("FIRST_CHUNK", "LARGEST_CHUNK"):
        setattr(rendering, name, chunk)
    STEPS[step]()
    rendering.sweep()
    os._exit(0)  # it survived: the test will see that


def kill(*args: Any) -> NoReturn:
    os.kill(os.getpid(), signal.SIGKILL)
    raise SystemExit("killed, and alive")


def claimed() -> None:
    """The claim is written, no PDF is begun."""
    from certificates import design

    setattr(design, "render", kill)  # noqa: B010


def half_stored() -> None:
    """One PDF is stored, and half of the bytes of the next."""
    from django.core.files.storage import FileSystemStorage

    whole = FileSystemStorage._save  # type: ignore[attr-defined]
    stored: list[str] = []

    def save(self: FileSystemStorage, name: str, content: Any) -> str:
        if not stored:
            stored.append(name)
            return str(whole(self, name, content))
        path = self.path(name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(content.read()[:1000])
        kill()

    FileSystemStorage._save = save  # type: ignore[attr-defined]


def stored() -> None:
    """All bytes are in the storage, no row names them."""
    _around_rows(before=kill)


def recorded() -> None:
    """The rows are written, the transaction is not committed."""
    _around_rows(after=kill)


def committed() -> None:
    """All is done; only the worker does not know."""
    from certificates import claiming

    setattr(claiming, "release", kill)  # noqa: B010 - what it does next


def _around_rows(before: Callable[[], None] = lambda: None, after: Callable[[], None] = lambda: None) -> None:
    from django.db.models import QuerySet

    from certificates.models import DocumentFile

    write = QuerySet.bulk_create

    def slowly(self: Any, *args: Any, **kwargs: Any) -> Any:
        if self.model is not DocumentFile:
            return write(self, *args, **kwargs)
        before()
        rows = write(self, *args, **kwargs)
        after()
        return rows

    setattr(QuerySet, "bulk_create", slowly)  # noqa: B010 - a fault is set in, not a function


STEPS: dict[str, Callable[[], None]] = {
    "claimed": claimed,
    "half_stored": half_stored,
    "stored": stored,
    "recorded": recorded,
    "committed": committed,
}

if __name__ == "__main__":
    main()
