"""QR symbols of texts of one length, drawn in microseconds, module for module as the qrcode library draws them.

A QR code is linear: where two texts differ by some bits, their symbols differ by the sum of one fixed pattern for each
of those bits, error correction and all. The library is asked for the patterns once; then a symbol is a sum of them.
A sum, a mask and the penalties that choose among the masks are arithmetic of long integers: bit `row * (side + 1) + x`
is the module there, and the one between two rows stays empty.
"""

from __future__ import annotations

from functools import lru_cache

import qrcode
from qrcode.constants import ERROR_CORRECT_M
from qrcode.main import precomputed_qr_blanks
from qrcode.util import ALPHA_NUM, MODE_ALPHA_NUM, QRData, create_data, mask_func

MASKS = range(8)
_VALUE = {chr(letter): value for value, letter in enumerate(ALPHA_NUM)}
_ZERO = "0"


class Symbols:
    """Alphanumeric texts of one length, correction level M; only their last characters change from one to the next."""

    def __init__(self, length: int, changing: int) -> None:
        self.kept = (length - changing) // 2 * 2  # pairs of characters are coded together
        empty = QRData((_ZERO * length).encode(), mode=MODE_ALPHA_NUM)
        self.code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=0, mask_pattern=0)
        self.code.add_data(empty)
        self.code.make(fit=True)
        self.version = self.code.version
        self.side = self.code.modules_count
        self.frames = [_Frame(self.code, mask) for mask in MASKS]
        self.path = self.frames[0].path
        self.base = lru_cache(maxsize=16)(self._base)
        self.patterns = self._learn(length)

    def draw(self, text: str) -> list[str]:
        """Rows of "1" for a dark module and "0" for a light one."""
        data = self.base(text[: self.kept], len(text))
        for place, value in enumerate(_values(text[self.kept :])):
            patterns = self.patterns[place]
            while value:
                bit = value.bit_length() - 1
                data ^= patterns[bit]
                value ^= 1 << bit
        best = min(self.frames, key=lambda frame: frame.penalty(data))  # the first of the best, as the library has it
        rows = f"{best.masked(data) | 1 << self.side * (self.side + 1):b}"[:0:-1]
        return [rows[start : start + self.side] for start in range(0, len(rows), self.side + 1)]

    def _base(self, kept: str, length: int) -> int:
        return self._placed(kept.ljust(length, _ZERO))

    def _learn(self, length: int) -> list[list[int]]:
        """For each pair of changing characters, and a last one that stands alone, the pattern of each of its bits."""
        nothing, learned = self._placed(_ZERO * length), []
        for start in range(self.kept, length, 2):
            both = start + 1 < length
            texts = [_text(1 << bit, both) for bit in range(11 if both else 6)]
            whole = [f"{_ZERO * start}{text}".ljust(length, _ZERO) for text in texts]
            learned.append([nothing ^ self._placed(text) for text in whole])
        return learned

    def _placed(self, text: str) -> int:
        """What the library writes of a text into a symbol, before it is masked."""
        written = create_data(self.version, ERROR_CORRECT_M, [QRData(text.encode(), mode=MODE_ALPHA_NUM)])
        bits = "".join(f"{byte:08b}" for byte in written)
        return sum(1 << place for place, bit in zip(self.path, bits, strict=False) if bit == "1")


class _Frame:
    """All of a symbol but its data, under one of the masks."""

    def __init__(self, code: qrcode.QRCode, mask: int) -> None:
        self.side, self.stride = code.modules_count, code.modules_count + 1
        self.chosen = self._fixed(code, mask, test=False)
        self.tried = self._fixed(code, mask, test=True)  # the library chooses before it has written which mask it is
        self.path = self._path(code)
        covers = mask_func(mask)
        self.mask = sum(1 << place for place in self.path if covers(*divmod(place, self.stride)))
        self.board = sum(1 << row * self.stride + x for row in range(self.side) for x in range(self.side))

    def _fixed(self, code: qrcode.QRCode, mask: int, *, test: bool) -> int:
        code.modules = [list(row) for row in precomputed_qr_blanks[code.version]]
        code.setup_type_info(test, mask)
        return sum(1 << y * self.stride + x for y, row in enumerate(code.modules) for x, dark in enumerate(row) if dark)

    def _path(self, code: qrcode.QRCode) -> list[int]:
        """The places of the data, bit after bit: up and down in columns of two, from the right."""
        free, upwards = [], True
        for right in range(self.side - 1, 0, -2):
            column = right - (right <= 6)  # the sixth column is a timing pattern
            rows = range(self.side - 1, -1, -1) if upwards else range(self.side)
            free += [y * self.stride + x for y in rows for x in (column, column - 1) if code.modules[y][x] is None]
            upwards = not upwards
        return free

    def masked(self, data: int) -> int:
        return data ^ self.mask | self.chosen

    def penalty(self, data: int) -> int:
        """ISO 18004, 7.8.3.1: runs, blocks, what looks like a finder, and the share of the dark."""
        dark = data ^ self.mask | self.tried
        light = self.board & ~dark
        share = int(abs(dark.bit_count() / self.side**2 * 100 - 50) / 5)
        return 10 * share + sum(_runs(tone, self.stride) for tone in (dark, light)) + _finders(dark, light, self.stride)


def _runs(tone: int, stride: int) -> int:
    """Runs of five and more of one tone in rows and columns, and blocks of two by two."""
    beside = tone & tone >> 1
    lost = 3 * (beside & beside >> stride).bit_count()
    for step, two in ((1, beside), (stride, tone & tone >> stride)):
        five = two & two >> 2 * step & tone >> 4 * step
        lost += five.bit_count() + 2 * (five & ~(five << step)).bit_count()
    return lost


def _finders(dark: int, light: int, stride: int) -> int:
    """1:1:3:1:1 with four light modules at either end, in rows and columns."""
    found = 0
    for step in (1, stride):
        core = dark & light >> step & dark >> 2 * step & dark >> 3 * step
        core &= dark >> 4 * step & light >> 5 * step & dark >> 6 * step
        two = light & light >> step
        four = two & two >> 2 * step
        found += (core & four >> 7 * step).bit_count() + (core & four << 4 * step).bit_count()
    return 40 * found


def _values(text: str) -> list[int]:
    """Pairs of characters as numbers of eleven bits, a last one alone as one of six."""
    pairs = [text[start : start + 2] for start in range(0, len(text), 2)]
    return [_VALUE[pair[0]] * 45 + _VALUE[pair[1]] if len(pair) == 2 else _VALUE[pair] for pair in pairs]


def _text(value: int, both: bool) -> str:
    first, second = divmod(value, 45)
    return (chr(ALPHA_NUM[first]) if both else "") + chr(ALPHA_NUM[second])
