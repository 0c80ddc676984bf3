"""The old paper and the new one side by side: what is put right, what is simply new, what stays."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import translation

from certificates.differences import Line, side_by_side
from tests.certificates.paper_samples import sample

OLD = {"number": "2026-00137", "code": "X" * 16}


def lines(changed: list[str], **fields: Any) -> dict[str, Line]:
    old = sample(**OLD)
    new = sample(**{**OLD, "number": None, "code": None, **fields})
    return {line.label: line for line in side_by_side(old, new, changed)}


def test_a_duplicate_differs_in_what_it_is_and_in_nothing_that_it_certifies() -> None:
    told = lines([], kind="duplicate", replaces={"number": "2026-00137", "issued_on": "2026-10-23"})
    differing = {label for label, line in told.items() if line.differs}
    assert differing == {"Document", "Number", "Issued in place of"}
    assert (told["Document"].before, told["Document"].after) == ("Certificate", "Duplicate")
    assert told["Number"].after == "comes with the signature"
    assert told["Issued in place of"].after == "№\xa02026-00137, 23.10.2026"
    assert not any(line.changed for line in told.values())


def test_a_corrected_field_is_told_from_one_that_is_only_new() -> None:
    name = {"surname": "Ким", "given": "Анна", "patronymic": "", "full": "Ким Анна"}
    told = lines(["name"], name=name, issued_on="2026-11-20")
    assert (told["Full name"].after, told["Full name"].changed) == ("Ким Анна", True)
    assert (told["Date of issue"].differs, told["Date of issue"].changed) == (True, False)


def test_before_anybody_is_known_to_sign_it_is_whoever_signs() -> None:
    nobody = {"name": "", "capacity": {"kk": "", "ru": "", "en": ""}, "acting": False}
    assert lines([], signatory=nobody)["Signed by"].after == "whoever signs"


@pytest.mark.parametrize(("language", "label"), [("kk", "title_kk"), ("ru", "title_ru"), ("en", "title_en")])
def test_the_title_is_read_in_the_readers_language(language: str, label: str) -> None:
    with translation.override(language):
        titles = [line.before for line in side_by_side(sample(**OLD), sample(**OLD), [])]
    assert sample(**OLD)["programme"][label[-2:]] in titles  # type: ignore[literal-required]
