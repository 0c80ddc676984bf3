"""A design cut into what stays and what each document fills in."""

from __future__ import annotations

import pytest

from certificates.compiling.layout import HEADER, LONG, SHORT, Design, compile_design, deflated
from people.typesetting import SetPage, Spot, Typeset

LONG_PART, SHORT_PART = b"0 0 m " * LONG, b"EMC"


def spot(field: str, *, setting: str = "") -> Spot:
    return Spot(
        field, "slot" if setting else "", setting, 0, 0, 10, "left", 0, 1, 5, 2, "F", 10, 0, "kk", (0, 0, 0),
    )  # fmt: skip


def cut(*parts: bytes, fields: tuple[str, ...] = (), spots: tuple[Spot, ...] = ()) -> Design:
    page = SetPage(3, 4, parts, fields)
    objects = {1: (False, b"<</Type /Catalog>>"), 2: (True, b"<<>>stream"), 3: (False, b"<</Contents [2 0 R 4 0 R]>>")}
    return compile_design(Typeset([page], list(spots), [], {}, {}, objects, 1, 5, b"<t>NUMBER-OF-THE-DOCUMENT</t>", {}))


def test_long_stretches_are_kept_once_and_short_ones_are_written_with_the_fields() -> None:
    design = cut(LONG_PART, SHORT_PART, SHORT_PART, LONG_PART, fields=("a", "b", "c"))
    (opened,) = design.streams
    assert opened.fields == ("a", "b", "c")
    assert opened.kept == (b"", SHORT_PART, SHORT_PART, b"")
    kept = [number for number, (kind, _at, _index) in enumerate(design.entries) if kind == 1]
    assert kept[0] == 2
    assert len(kept) == 4  # one that was there, the two long stretches, and what holds the dictionaries
    assert design.xmp == (b"<t>", b"</t>")


def test_fields_between_long_stretches_have_streams_of_their_own() -> None:
    design = cut(LONG_PART, LONG_PART, LONG_PART, fields=("a", "b"))
    assert [stream.fields for stream in design.streams] == [("a",), ("b",)]
    assert [stream.kept for stream in design.streams] == [(b"", b""), (b"", b"")]


def test_a_page_without_fields_stays_as_it_is() -> None:
    (opened,) = cut(SHORT_PART).streams
    assert (opened.kept, opened.fields) == ((SHORT_PART,), ())
    assert cut(LONG_PART).streams == ()


def test_each_object_is_where_the_table_says() -> None:
    design = cut(LONG_PART, SHORT_PART, fields=("a",))
    assert design.body.startswith(HEADER)
    for number, (kind, at, _index) in enumerate(design.entries):
        if kind == 1:
            assert design.body[at:].startswith(b"%d 0 obj\n" % number)
    together = {index: number for number, (kind, _at, index) in enumerate(design.entries) if kind == 2}
    assert together == {0: 1, 1: 3}


def test_a_field_that_stands_twice_is_refused_by_name() -> None:
    cut(SHORT_PART, SHORT_PART, fields=("a",), spots=(spot("a", setting="one"), spot("a", setting="two")))
    with pytest.raises(ValueError, match=r"more than once on a page: \[\(0, 'a', '', ''\)\]"):
        cut(SHORT_PART, SHORT_PART, fields=("a",), spots=(spot("a"), spot("a")))


def test_what_is_short_is_not_compressed() -> None:
    assert b"/FlateDecode" not in deflated(b"a" * (SHORT - 1), b"", 4)
    assert b"/FlateDecode" in deflated(b"a" * SHORT, b"", 4)
