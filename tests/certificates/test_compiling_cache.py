"""Compiled designs on the disk: found by the next process, and never believed when they are not whole."""

from __future__ import annotations

import os
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


def test_whatever_draws_the_page_makes_another_edition(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    before = keying.edition()
    for name in ("certificates/paper/paper.css", "certificates/compiling/shaping.py", "people/typesetting.py"):
        copied = tmp_path / name
        copied.parent.mkdir(parents=True, exist_ok=True)
        copied.write_bytes((keying.ROOT / name).read_bytes() + b" ")
    names = {str(path.relative_to(keying.ROOT)) for path in keying._files() if path.is_relative_to(keying.ROOT)}
    assert {"certificates/design.py", "certificates/paper/plates.py", "people/paper.py"} <= names
    assert {"templates/certificates/paper/_own.html", "static/fonts/PTF55F.ttf"} <= names
    keying.edition.cache_clear()
    monkeypatch.setattr(keying, "ROOT", tmp_path)
    assert keying.edition() != before
    keying.edition.cache_clear()
