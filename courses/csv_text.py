"""Text with separated values: which encoding, which separator, which rows."""

import csv
import io
import re
from collections import Counter

from courses import headers
from courses.sheet_reader import CONTROL, LONGEST_CELL, MOST_COLUMNS, MOST_ROWS

SEPARATORS = ";,\t|"
HINT = re.compile(r"^sep=(.)\r?\n", re.IGNORECASE)
KAZAKH_IN_KZ1048 = "ғқңөұүһәҒҚҢӨҰҮҺӘ"
SAMPLE_LINES = 60
SAMPLE_BYTES = 4000


def rows(content: bytes) -> list[tuple[int, list[str]]]:
    """The rows that have something in them, with their numbers; ValueError for what is no such text.

    At most one row more than a list may have, so that the reader of the result sees that there are more.
    """
    text = decode(content)
    if hint := HINT.match(text):
        return _rows(text[hint.end() :], hint[1])
    return _rows(text, _separator(text))


def decode(content: bytes) -> str:
    """The text in UTF-8, UTF-16 or an eight-bit Cyrillic encoding, Kazakh or Russian."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = content.decode("utf-16")
    elif _are_high_bytes(content[1:SAMPLE_BYTES:2]):
        text = content.decode("utf-16-le")
    elif _are_high_bytes(content[0:SAMPLE_BYTES:2]):
        text = content.decode("utf-16-be")
    else:
        text = _decode_bytes(content)
    if CONTROL.search(text):
        raise ValueError("control characters")
    return text


def _are_high_bytes(sample: bytes) -> bool:
    """Whether every second byte of a text is nearly always that of Latin (0) or of Cyrillic (4) in UTF-16."""
    return sample.count(0) + sample.count(4) > 0.8 * len(sample)


def _decode_bytes(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        russian = content.decode("cp1251")
    # The Kazakh code page puts its letters where the Russian one has Serbian and Macedonian ones.
    kazakh = content.decode("kz1048", errors="ignore")
    letters = Counter(kazakh)
    return kazakh if any(letters[letter] for letter in KAZAKH_IN_KZ1048) else russian


def _separator(text: str) -> str:
    """The separator under which the best header appears; without one, that which divides most."""
    sample = "".join(text.splitlines(keepends=True)[:SAMPLE_LINES])

    def fitness(separator: str) -> tuple[int, int]:
        cells = [row for _number, row in _rows(sample, separator)]
        header = headers.find(cells)
        return (len(header.mapping) if header else 0, sum(map(len, cells)))

    return max(SEPARATORS, key=fitness)


def _rows(text: str, separator: str) -> list[tuple[int, list[str]]]:
    found: list[tuple[int, list[str]]] = []
    try:
        for number, cells in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=separator), start=1):
            texts = [cell.strip()[:LONGEST_CELL] for cell in cells[:MOST_COLUMNS]]
            if any(texts):
                found.append((number, texts))
            if len(found) > MOST_ROWS:
                break
    except csv.Error as error:
        raise ValueError(str(error)) from error
    return found
