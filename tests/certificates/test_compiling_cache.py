"""Compiled designs on the disk: found by the next process, and never believed when they are not whole."""

from __future__ import annotations

import ast
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from certificates import design
from certificates.compiling import cache, keying
from certificates.compiling.layout import Design
from tests.certificates.paper_samples import CRITERIA, MODULES, sample

KEY = "a" * 64


def never() -> Design | None:
    raise AssertionError("compiled again")


def files(folder: Path) -> list[Path]:
    return sorted(folder.iterdir())


def test_a_design_is_compiled_once_and_read_back_as_it_was(own_designs: Path) -> None:
    pdf = design.render(sample())
    (kept,) = files(own_designs)
    before = cache.compiled(kept.name, never)
    cache.forget()
    assert cache.compiled(kept.name, never) == before
    assert design.render(sample()) == pdf
    assert kept.name == keying.key(keying.without_person(sample()))
    assert files(own_designs) == [kept]


def test_that_a_design_has_no_room_is_remembered_too(own_designs: Path) -> None:
    long = sample(modules=MODULES[:6] * 4, criteria=CRITERIA * 2)
    pdf = design.render(long)
    (kept,) = files(own_designs)
    cache.forget()
    assert cache.compiled(kept.name, never) is None
    assert design.render(long) == pdf


@pytest.mark.parametrize("damage", ["cut", "bit", "empty", "foreign", "older"])
def test_a_damaged_or_foreign_file_is_compiled_anew(own_designs: Path, damage: str) -> None:
    pdf = design.render(sample())
    (kept,) = files(own_designs)
    whole = kept.read_bytes()
    middle = len(whole) // 2
    damaged = {
        "cut": whole[:-1],
        "bit": whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :],
        "empty": b"",
        "foreign": b"\x80\x04\x95",  # a pickle
        "older": b"Basqaru design 0\n" + whole[len(cache.MAGIC) :],
    }
    kept.write_bytes(damaged[damage])
    cache.forget()
    assert design.render(sample()) == pdf
    assert kept.read_bytes() == whole


def test_without_a_disk_papers_are_made_all_the_same(own_designs: Path) -> None:
    own_designs.write_bytes(b"a file where the folder should be")
    assert design.render(sample()) == design.render(sample())
    assert own_designs.is_file()


def test_few_designs_stay_in_the_process_and_the_newest_on_the_disk(
    own_designs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "KEPT", 3)
    for number in range(cache.IN_PROCESS + 2):
        cache.compiled(f"{number:064x}", lambda: None)
        os.utime(own_designs / f"{number:064x}", (number, number))
    assert len(cache._remembered()) == cache.IN_PROCESS
    assert [int(path.name, 16) for path in files(own_designs)] == [
        cache.IN_PROCESS - 1,
        cache.IN_PROCESS,
        cache.IN_PROCESS + 1,
    ]
    with pytest.raises(AssertionError):
        cache.compiled(f"{0:064x}", never)


SOURCES = sorted(str(path.relative_to(keying.ROOT)) for path in keying.files())


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All that makes an edition, at another place."""
    root = tmp_path_factory.mktemp("program")
    for name in SOURCES:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes((keying.ROOT / name).read_bytes())
    return root


@pytest.mark.parametrize("name", SOURCES)
def test_whatever_draws_the_page_makes_another_edition(copied: Path, name: str) -> None:
    whole = (copied / name).read_bytes()
    assert keying.edition(copied) == keying.EDITION
    (copied / name).write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    assert keying.edition(copied) != keying.EDITION
    (copied / name).write_bytes(whole)


def test_all_of_the_program_that_makes_a_paper_is_in_the_edition() -> None:
    """Whatever `certificates.design` imports of this repository, and whatever that imports."""
    found, waiting = set[str](), [keying.ROOT / "certificates/design.py"]
    while waiting:
        path = waiting.pop()
        if (name := str(path.relative_to(keying.ROOT))) in found:
            continue
        found.add(name)
        waiting += [each for module in imported(path) if (each := source_of(module))]
    assert {"certificates/qr.py", "people/written.py"} <= found
    assert {name for name in found if (keying.ROOT / name).stat().st_size} <= set(SOURCES)


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def source_of(module: str) -> Path | None:
    place = keying.ROOT / module.replace(".", "/")
    return next((path for path in (place.with_suffix(".py"), place / "__init__.py") if path.is_file()), None)


def test_a_program_that_runs_knows_itself_by_what_it_was_loaded_from(monkeypatch: pytest.MonkeyPatch) -> None:
    """What an upgrade has put in its place meanwhile belongs to the next process."""
    before = keying.key(keying.without_person(sample()))
    monkeypatch.setattr(keying, "ROOT", Path("/nowhere"))
    assert keying.key(keying.without_person(sample())) == before


def test_the_version_of_pango_is_known() -> None:
    from weasyprint.text.ffi import pango

    version = pango.pango_version()
    assert keying.pango().decode() == f"{version // 10_000}.{version // 100 % 100}.{version % 100}"


def test_a_design_that_does_not_fit_on_the_disk_leaves_nothing_there(
    own_designs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_names: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    cache.compiled(KEY, lambda: None)
    assert files(own_designs) == []


def test_a_design_that_is_read_stays_longer(own_designs: Path) -> None:
    cache.compiled(KEY, lambda: None)
    os.utime(own_designs / KEY, (1, 1))
    cache.forget()
    cache.compiled(KEY, never)
    assert (own_designs / KEY).stat().st_mtime > 1
