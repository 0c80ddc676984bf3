"""A list of codes in, what each is worth out; on record stays who checked how many when, and no code."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import IO

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from certificates.codes import LENGTH, is_valid, normalise
from certificates.counting import checked
from certificates.looking_up import Answer, look_up
from certificates.mistyping import what_is_wrong
from certificates.models import Checker, ListCheck
from certificates.seats import seat
from certificates.throttling import count_misses
from certificates.verifying import FACES, Verdict
from courses import sheets
from people.languages import in_language
from people.workbooks import Cell, Column

MOST_CODES = 2_000
CODES_A_DAY = 10_000
# Whoever checks the papers of their own people meets a handful; who leafs through codes meets nothing else.
UNKNOWN_A_DAY = 500
SAMPLE = 300  # rows by which a column is known
NEARLY = range(LENGTH - 2, LENGTH + 3)


@dataclass(frozen=True)
class Listed:
    """A code as it stands in the list, with the number of its row there."""

    row: int
    given: str


@dataclass(frozen=True)
class Allowance:
    """What is left of a local day."""

    codes: int
    unknown: int


def read(file: IO[bytes], *, size: int | None = None) -> list[Listed]:
    """The codes of a spreadsheet: the column is found by what is in it. ValidationError with one sentence."""
    try:
        with seat():
            tables = sheets.tables(file, size=size)
    except ValidationError as refusal:
        raise _in_our_words(refusal) from refusal
    found = [(column, table["more"]) for table in tables for column in _columns(table["rows"])]
    best, more = max(found, key=lambda pair: _fitness(pair[0]), default=([], False))
    if not any(_fitness(best)):
        raise ValidationError(
            _("No column with codes was found. A code has 16 characters: four groups of four, as under the QR code."),
            code="no_codes",
        )
    first = next(place for place, listed in enumerate(best) if _is_nearly(listed.given))
    codes = [listed for listed in best[first:] if listed.given]
    if more or len(codes) > MOST_CODES:
        raise ValidationError(
            _("The list has more than %(most)s codes, so none was checked. Divide it into several files."),
            code="too_many",
            params={"most": MOST_CODES},
        )
    return codes


def _in_our_words(refusal: ValidationError) -> ValidationError:
    """The reader of spreadsheets speaks of people; this is a list of codes."""
    words = {
        "pdf": _("This is a PDF. A single certificate is checked on the page for files; a list must be a spreadsheet."),
        "picture": _("This is a picture. A single one is checked on the page for files; a list must be a spreadsheet."),
    }
    said = words.get(str(getattr(refusal, "code", "")))
    return ValidationError(said, code=refusal.code) if said else refusal


def _columns(rows: list[tuple[int, list[str]]]) -> Iterator[list[Listed]]:
    for place in range(max((len(cells) for _number, cells in rows), default=0)):
        yield [Listed(number, cells[place] if place < len(cells) else "") for number, cells in rows]


def _fitness(column: list[Listed]) -> tuple[int, int]:
    """How many right codes at its beginning, and how many that look like one."""
    nearly = [listed.given for listed in column[:SAMPLE] if _is_nearly(listed.given)]
    return sum(is_valid(normalise(given)) for given in nearly), len(nearly)


def _is_nearly(text: str) -> bool:
    """A code, or of about the length of one and with figures in it: a heading or a name is neither."""
    if len(text) < NEARLY.start:
        return False
    code = normalise(text)
    looks = len(code) in NEARLY and code.isascii() and code.isalnum() and any(letter.isdigit() for letter in code)
    return looks or is_valid(code)


def left_today(checker: Checker, now: datetime) -> Allowance:
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    used = ListCheck.objects.filter(checker=checker, at__gte=midnight).aggregate(codes=Sum("rows"), no=Sum("unknown"))
    return Allowance(max(CODES_A_DAY - (used["codes"] or 0), 0), max(UNKNOWN_A_DAY - (used["no"] or 0), 0))


@transaction.atomic
def check(listed: list[Listed], *, by: Checker, now: datetime | None = None) -> list[Answer]:
    """What each is worth today. Two lists of one checker at once count together: the second waits for the first."""
    at = now or timezone.now()
    checker = Checker.objects.select_for_update(of=("self",)).get(pk=by.pk)
    require_room(checker, len(listed), at)
    answers, today = look_up([each.given for each in listed]), timezone.localdate(at)
    verdicts = [answer.verdict(today) for answer in answers]
    in_force = sum(answer.is_in_force(today) for answer in answers)
    unknown, mistyped = verdicts.count(Verdict.UNKNOWN), verdicts.count(Verdict.MISTYPED)
    ListCheck.objects.create(
        checker=checker,
        at=at,
        rows=len(listed),
        in_force=in_force,
        not_in_force=len(listed) - in_force - unknown - mistyped,
        unknown=unknown,
        mistyped=mistyped,
    )
    count_misses(unknown)
    for document in {answer.standing.document_id for answer in answers if answer.standing}:
        transaction.on_commit(partial(checked, document))
    return answers


def require_room(checker: Checker, count: int, now: datetime) -> None:
    """Also before a list is read, for no code: who may check nothing costs nothing."""
    if checker.is_blocked:
        raise ValidationError(_("Your access to list checks was blocked: write to the provider."), code="blocked")
    left = left_today(checker, now)
    if not left.unknown:
        raise ValidationError(
            _("Too many unknown codes were in today's lists. Single documents can still be checked; lists, tomorrow."),
            code="unknown",
        )
    if count > left.codes:
        raise ValidationError(
            _("This list has %(count)s codes, and %(left)s of today's %(most)s are left. Check the rest tomorrow."),
            code="too_many_today",
            params={"count": count, "left": left.codes, "most": CODES_A_DAY},
        )


def columns() -> list[Column]:
    return [
        Column(_("Row in your list"), 10), Column(_("Code as given"), 26), Column(_("Status"), 30), Column("№", 20),
        Column(_("Full name"), 36), Column(_("Programme"), 60), Column(_("Valid through"), 14),
        Column(_("What is wrong"), 50), Column(_("Since"), 14), Column(_("Replaced by"), 20),
        Column(_("Checked at"), 18),
    ]  # fmt: skip


def lines(listed: list[Listed], answers: list[Answer], now: datetime) -> Iterator[tuple[Cell, ...]]:
    """For the workbook: what the public page of the code says, in the language of the reader."""
    today = timezone.localdate(now)
    for each, answer in zip(listed, answers, strict=True):
        word = str(FACES[answer.verdict(today)].word)
        wrong = what_is_wrong(answer.flaw) if answer.flaw else ""
        standing = answer.standing
        if standing is None:
            yield each.row, each.given, word, "", "", "", None, wrong, None, "", now
            continue
        public = standing.public
        programme = in_language(public["programme"])
        known = (public["number"], public["name"], programme, standing.valid_through)
        noted = [public["reason"]]
        if standing.name_hidden:
            noted.append(_("The holder has hidden the name: these are its initials."))
        successor = (public["replaced_by"] or {}).get("number", "")
        yield each.row, each.given, word, *known, " · ".join(filter(None, noted)), standing.since, successor, now
