"""What a file prints beside what the register says, field by field; public fields alone, so never a mark.

Pure: texts in, lines out. A field is looked for on each page where our paper prints it, because who changes the name on
one page often leaves it on the other. What the picture of a page shows can differ from its text; the page that shows
these lines says so.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from certificates.codes import pretty
from certificates.paper.wording import WORDING, hours_in_words
from certificates.snapshot import LETTERS
from certificates.standing import Public
from people.written import PaperLanguage, date_in_words, date_of_paper, date_until, range_in_digits


class Likeness(StrEnum):
    SAME = "same"
    DIFFERS = "differs"
    MISSING = "missing"
    UNREAD = "unread"  # the file has no text: a scan, a photo
    HIDDEN = "hidden"  # the holder hides it: neither shown nor compared


@dataclass(frozen=True)
class Field:
    """One printed field: `phrase` as our paper prints it."""

    key: str
    phrase: str
    on_appendix: bool = False
    beside: str = ""  # what is written alike and stands on our paper, too


@dataclass(frozen=True)
class Compared:
    key: str
    register: str
    likeness: Likeness
    printed: str = ""  # what stands in the file in its place, where that can be told


DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−"), "-")
INVISIBLE = {"Cf", "Cc"}
# Numbers after their sign, as papers in our three languages print them; `plain` turns № into No.
NUMBER = re.compile(r"\bNo\.?\s*([^\s,;·«»()]+)")
ENOUGH = 3  # fields of ours that make a page one of ours
ALIKE = 0.6
MOST_WORDS = 1_200
GAP = " \n "  # between what does not stand together


def compare(pages: Iterable[str], public: Public, code: str, *, name_hidden: bool = False) -> list[Compared]:
    """A line for each field, in the order of the paper."""
    fields = [field for field in fields_of(public, code) if not (name_hidden and field.key == "name")]
    texts = [text for page in pages if (text := plain(page))]
    ours = [text for text in texts if sum(stands_in(field.phrase, text) for field in fields) >= ENOUGH] or texts
    lines = [_compare(field, fields, ours) for field in fields]
    return [Compared("name", "", Likeness.HIDDEN), *lines] if name_hidden else lines


def fields_of(public: Public, code: str) -> list[Field]:
    """What our paper prints of the public fields, worded as there; in two languages of equal rank, in both."""
    first: PaperLanguage = "kk" if public["language"] == "tri" else public["language"]  # type: ignore[assignment]
    second = public["design"]["second"] if "design" in public else ""
    languages: list[PaperLanguage] = [first, *([second] if second else [])]
    replaced, last_day, period = public["replaces"], public["valid_through"], public.get("support")
    fields = [
        Field("name", public["name"], on_appendix=True),
        Field("number", public["number"], on_appendix=True, beside=replaced["number"] if replaced else ""),
        *_in_place_of(public, languages),
        *(Field("programme", public["programme"][one], on_appendix=one == first) for one in languages),
        *(Field("hours", hours_in_words(public["hours"], one), on_appendix=one == first) for one in languages),
        *([Field("support", range_in_digits(period["first"], period["last"]))] if period else []),
        Field("course", range_in_digits(public["course_start"], public["course_end"])),
        *(Field("issued", date_in_words(public["issued_on"], one)) for one in languages),
        *(Field("valid", _valid_through(last_day, one)) for one in languages if last_day),
        Field("signatory", public["signatory"]["name"], on_appendix=True),
        *(Field("signatory", signer["name"]) for signer in public.get("signers", [])),
        Field("code", pretty(code, " "), on_appendix=True),
    ]
    return [field for field in dict.fromkeys(fields) if field.phrase]


def _in_place_of(public: Public, languages: list[PaperLanguage]) -> Iterator[Field]:
    """A letter does not say in place of what it was written."""
    if (replaced := public["replaces"]) and public["kind"] not in LETTERS:
        for one in languages:
            day = date_of_paper(replaced["issued_on"], one)
            yield Field("replaces", WORDING[one].in_place_of.format(date=day, number=replaced["number"]))


def _valid_through(day: str, language: PaperLanguage) -> str:
    return date_in_words(day, "en") if language == "en" else date_until(day, language)


def plain(text: str) -> str:
    """One kind of blank and dash, nothing invisible; lines stay apart."""
    composed = unicodedata.normalize("NFKC", text).translate(DASHES)
    visible = "".join(
        letter for letter in composed if letter in "\n\t" or unicodedata.category(letter) not in INVISIBLE
    )
    lines = (" ".join(line.split()) for line in visible.split("\n"))
    return "\n".join(line for line in lines if line)


def stands_in(phrase: str, text: str) -> bool:
    return _pattern(phrase).search(text) is not None


def _pattern(phrase: str) -> re.Pattern[str]:
    """The whole phrase, broken into lines wherever; part of a longer word or number is not it."""
    words = r"\s+".join(map(re.escape, plain(phrase).split()))
    return re.compile(rf"(?<![\w-]){words}(?![\w-])")


def _compare(field: Field, fields: list[Field], texts: list[str]) -> Compared:
    if not texts:
        return Compared(field.key, field.phrase, Likeness.UNREAD)
    asked = [text for text in texts if field.on_appendix or not is_appendix(text)]
    lacking = [text for text in asked if not stands_in(field.phrase, text)]
    others = _OTHERS.get(field.key, _nothing)
    besides = [other for text in asked for other in others(field, text)]
    if besides:
        return Compared(field.key, field.phrase, Likeness.DIFFERS, besides[0])
    if asked and not lacking:
        return Compared(field.key, field.phrase, Likeness.SAME)
    found = next(filter(None, (likest(field.phrase, _without(fields, text)) for text in lacking)), "")
    return Compared(field.key, field.phrase, Likeness.DIFFERS if found else Likeness.MISSING, found)


def is_appendix(text: str) -> bool:
    """By its heading, in any of the languages or two of them: it prints no date and no term."""
    headings = {wording.appendix for wording in WORDING.values()}
    return any(headings.issuperset(line.split(" / ")) for line in text.split("\n"))


def _without(fields: list[Field], text: str) -> str:
    """The text without what was found, so that one field is not taken for another one."""
    for field in fields:
        text = _pattern(field.phrase).sub(GAP, text)
    return text


def likest(phrase: str, text: str) -> str:
    """The words of the text that are most like the phrase; nothing where none are like it enough."""
    wanted = plain(phrase)
    count = len(wanted.split())
    best, found = ALIKE, ""
    matcher = SequenceMatcher(autojunk=False, b=wanted)
    for window in _windows(text, range(max(count - 1, 1), count + 2)):
        matcher.set_seq1(window)
        if matcher.real_quick_ratio() > best and matcher.quick_ratio() > best and (ratio := matcher.ratio()) > best:
            best, found = ratio, window
    return found


def _windows(text: str, sizes: Iterable[int]) -> Iterator[str]:
    for part in text.split(GAP):
        words = part.split()[:MOST_WORDS]
        for size in sizes:
            for start in range(len(words) - size + 1):
                yield " ".join(words[start : start + size])


def _shape(text: str) -> str:
    return "".join("9" if letter.isdigit() else "A" if letter.isalpha() else letter for letter in text)


def _other_numbers(field: Field, text: str) -> Iterator[str]:
    """Numbers that are written as ours are and are others: a blank's number is written otherwise."""
    for match in NUMBER.finditer(text):
        if match[1] not in (field.phrase, field.beside) and _shape(match[1]) == _shape(field.phrase):
            yield match[1]


def _nothing(_field: Field, _text: str) -> Iterator[str]:
    yield from ()


_OTHERS: dict[str, Callable[[Field, str], Iterator[str]]] = {"number": _other_numbers}
