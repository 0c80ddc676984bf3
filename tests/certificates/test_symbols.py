"""Symbols that are added up are, module for module, those of the library."""

from __future__ import annotations

from random import Random

import pytest
import qrcode
from qrcode.constants import ERROR_CORRECT_M
from qrcode.util import MODE_ALPHA_NUM, QRData

from certificates.codes import ALPHABET, LENGTH
from certificates.qr import modules, qr_text
from certificates.symbols import Symbols


def drawn_by_the_library(text: str) -> list[str]:
    symbol = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=0)
    symbol.add_data(QRData(text.encode(), mode=MODE_ALPHA_NUM))
    symbol.make(fit=True)
    return ["".join("01"[bool(cell)] for cell in row) for row in symbol.get_matrix()]


@pytest.mark.parametrize("host", ["a.kz", "basqaru.example", "basqaru.example:8", "b" * 33, "b" * 34])
def test_a_document_has_the_symbol_that_the_library_draws(host: str) -> None:
    """All lengths: even and odd, of two versions; the best of eight masks is chosen alike."""
    random = Random(host)
    for _ in range(4):
        text = qr_text(f"https://{host}", "".join(random.choice(ALPHABET) for _ in range(LENGTH)))
        assert modules(text) == drawn_by_the_library(text)


def test_every_character_may_change() -> None:
    symbols = Symbols(20, 20)
    for text in ("01234567890123456789", "ABCDEFGHIJKLMNOPQRST", "UVWXYZ $%*+-./:HTTPS"):
        assert symbols.draw(text) == drawn_by_the_library(text)
