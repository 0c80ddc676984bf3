"""The letters that a compiled design can print: Kazakh, Russian and their neighbours' Cyrillic, and Latin as names of
many lands are written in. A name with another letter is laid out by itself."""

from django.utils.html import format_html
from django.utils.safestring import SafeString

from people.written import NO_BREAK

_PLAIN = "".join(map(chr, range(0x21, 0x7F)))
_CYRILLIC = "АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ"
_KAZAKH = "ӘҒҚҢӨҰҮҺІ"
_NEIGHBOURS = "ЇЄҐЎ"
_LATIN = "ÀÁÂÃÄÅÆÇÈÉÊËÍÎÏÑÓÔÕÖØÙÚÜÝĆČĞĢŁŞŠŽ"
_MARKS = "«»„“”‘’–—…·№ßıİ"
# Two letters that a font draws as one, where nothing is set apart.
_JOINED = "fi fl ff ffi ffl"
LETTERS = "".join(dict.fromkeys(
    letter
    for letters in (_PLAIN, _CYRILLIC, _CYRILLIC.lower(), _KAZAKH, _KAZAKH.lower(), _NEIGHBOURS, _NEIGHBOURS.lower(),
                    _LATIN, _LATIN.lower(), _MARKS)
    for letter in letters
    if letter != "\u0307"  # of the small letter of İ
))  # fmt: skip
_PAGE = (
    '<!DOCTYPE html><html lang="{}"><head><title>-</title></head><body><div>{}</div><div><b>{}</b></div></body></html>'
)


def page(language: str, letters: str) -> SafeString:
    """A page of all of them in the two faces that fields are written in, thrown away once the fonts have them."""
    spaced = f"{' '.join(letters)} {NO_BREAK} {_JOINED}"
    return format_html(_PAGE, language, spaced, spaced)
