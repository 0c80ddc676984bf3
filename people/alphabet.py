"""The Kazakh alphabet for machines: the order of names, the spelling under which a search finds them, the letters
of other alphabets that look the same."""

import re
import unicodedata
from collections.abc import Iterator
from itertools import islice, product

# Control characters, those that turn the direction of writing, marks of no width. What separates words (tab, line
# break, \x1c to \x1f, \x85) is not among them: it becomes a space.
INVISIBLE = re.compile(
    r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufffe\uffff]"
)
KAZAKH = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"
LATIN = "abcdefghijklmnopqrstuvwxyz"
# Letters of neighbouring alphabets, placed with the Kazakh letter that they stand for.
NEIGHBOURS = str.maketrans("ґѓєїўӯҳҡҝҗӊѵѳ", "ггеіуұхққжңиө")

WORD_BREAK = "00"
# Two digits for each letter: digits are in one order under every collation of every database, letters are not.
CODES = {letter: f"{place:02}" for place, letter in enumerate("0123456789" + KAZAKH + LATIN, start=1)}
UNKNOWN = "99"

# Sound by sound, so that a name meets itself in Kazakh, in Russian spelling and in either Latin spelling. What Latin
# letters may stand for, the likeliest first: Ashat is Ашат or Асхат, Alexey has «кс» and Xasan «х».
LATIN_SOUNDS = {
    "shch": ("w",), "sch": ("w", "sh"), "tch": ("c",), "dzh": ("j", "dj"), "dj": ("dj", "j"), "kh": ("h", "kh"),
    "gh": ("g", "gh"), "zh": ("j", "zh"), "ch": ("c",), "sh": ("w", "sh"), "ts": ("s", "ts"), "tz": ("s", "tz"),
    "ph": ("f", "ph"), "ye": ("e", "ie"), "yo": ("e", "io"), "x": ("ks", "h"), "j": ("j", "i"), "w": ("v", "u"),
}  # fmt: skip
# One pass, the longest first: letters that came out of one of them never go into another.
LATIN_SOUND = re.compile("|".join(sorted(LATIN_SOUNDS, key=len, reverse=True)))
MOST_READINGS = 16  # of one word
SOUNDS = str.maketrans({
    "ә": "a", "а": "a", "б": "b", "в": "v", "г": "g", "ғ": "g", "д": "d", "е": "e", "ё": "e", "ж": "j", "з": "z",
    "и": "i", "й": "i", "к": "k", "қ": "k", "л": "l", "м": "m", "н": "n", "ң": "n", "о": "o", "ө": "o", "п": "p",
    "р": "r", "с": "s", "т": "t", "у": "u", "ұ": "u", "ү": "u", "ф": "f", "х": "h", "һ": "h", "ц": "s", "ч": "c",
    "ш": "w", "щ": "w", "ъ": "", "ы": "i", "і": "i", "ь": "", "э": "e", "ю": "iu", "я": "ia",
    "q": "k", "y": "i", "ı": "i", "ə": "a", "ɵ": "o", "ş": "w", "ç": "c", "ğ": "g", "'": "", "’": "", "ʼ": "",
})  # fmt: skip
# Capitals first, small letters after: what a hurried hand types with the keyboard in the wrong language.
LATIN_TO_CYRILLIC = dict(zip("ABCEHIKMOPTXYaceiopxyhƏəƟɵÖöË", "АВСЕНІКМОРТХУасеіорхуһӘәӨөӨөЁ", strict=True))
CYRILLIC_LETTER = re.compile(r"[\u0400-\u052f]")
LATIN_LETTER = re.compile(r"[A-Za-z\u00c0-\u024f\u0259\u0275]")
WORD = re.compile(r"[^\W\d_]+")


def tidy(text: str) -> str:
    """The text with single plain spaces and nothing invisible."""
    return " ".join(INVISIBLE.sub("", unicodedata.normalize("NFC", text)).split())


def kazakh_key(text: str) -> str:
    """A key of digits, two to a letter, whose plain order is the Kazakh alphabetical order (Programme §6)."""
    letters = unicodedata.normalize("NFC", text).lower().translate(NEIGHBOURS)
    parts: list[str] = []
    for letter in letters:
        code = CODES.get(letter) or CODES.get(unicodedata.normalize("NFD", letter)[0])
        if code:
            parts.append(code)
        elif parts and (letter.isspace() or letter == "-"):
            parts.append(WORD_BREAK)
        elif letter.isalpha():
            parts.append(UNKNOWN)
    return "".join(parts)


def fold(text: str) -> str:
    """The text by its sounds, each word as it is likeliest to be read: «Қазыбек», «казыбек», `qazybek` are one."""
    return " ".join(sounds[0] for sounds in readings(text))


def readings(text: str) -> list[tuple[str, ...]]:
    """For each word of a search the ways to read it, the likeliest first: whoever is meant by one of them is found."""
    known = mend_look_alikes(unicodedata.normalize("NFC", text)).lower().translate(NEIGHBOURS)
    found: list[tuple[str, ...]] = []
    for word in known.split():
        said = [_sounded(spelling).split() for spelling in _spellings(word)]
        found += [tuple(dict.fromkeys(parts)) for parts in zip(*said, strict=True)]
    return found


def search_key(text: str) -> str:
    """What is kept of a name to find it by: its words by their sounds, then the other readings of Latin ones."""
    words = readings(text)
    others = [sound for sounds in words for sound in sounds[1:]]
    return " ".join([*(sounds[0] for sounds in words), *others])


def _spellings(word: str) -> Iterator[str]:
    """The word with its ambiguous Latin letters written out in every way, within reason."""
    between, latin = LATIN_SOUND.split(word), LATIN_SOUND.findall(word)
    for chosen in islice(product(*(LATIN_SOUNDS[letters] for letters in latin)), MOST_READINGS):
        yield "".join(f"{before}{sound}" for before, sound in zip(between, (*chosen, ""), strict=True))


def _sounded(text: str) -> str:
    folded: list[str] = []
    for letter in _plain(text.translate(SOUNDS)):
        if letter.isalnum():
            if not folded or folded[-1] != letter or letter.isdigit():
                folded.append(letter)
        elif folded and folded[-1] != " ":
            folded.append(" ")
    return "".join(folded).strip()


def _plain(text: str) -> str:
    """Latin letters without the marks above and below them."""
    return "".join(letter for letter in unicodedata.normalize("NFD", text) if not unicodedata.combining(letter))


def mend_look_alikes(text: str) -> str:
    """The suggested spelling: Latin letters inside Cyrillic text replaced by the Cyrillic ones that they imitate."""
    if not (CYRILLIC_LETTER.search(text) and LATIN_LETTER.search(text)):
        return text
    return WORD.sub(lambda word: _mend_word(word.group()), text)


def look_alikes(text: str) -> str:
    """The Latin letters that stand among Cyrillic ones, in their order, for telling a person what was found."""
    return "".join(letter for letter, mended in zip(text, mend_look_alikes(text), strict=True) if letter != mended)


def mixed_in(text: str) -> str:
    """The Latin letters of a text that also has Cyrillic ones, whether they look alike or not."""
    return "".join(LATIN_LETTER.findall(text)) if CYRILLIC_LETTER.search(text) else ""


def _mend_word(word: str) -> str:
    if any(letter not in LATIN_TO_CYRILLIC for letter in LATIN_LETTER.findall(word)):
        return word
    return "".join(LATIN_TO_CYRILLIC.get(letter, letter) for letter in word)
