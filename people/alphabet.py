"""The Kazakh alphabet for machines: the order of names, the spelling under which a search finds them, the letters
of other alphabets that look the same."""

import re
import unicodedata

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

# Sound by sound, so that a name meets itself in Kazakh, in Russian spelling and in either Latin spelling.
DIGRAPHS = {
    "shch": "w", "sch": "w", "tch": "c", "kh": "h", "gh": "g", "zh": "j", "ch": "c", "sh": "w", "ts": "s", "tz": "s",
    "ph": "f", "ye": "e", "yo": "e",
}  # fmt: skip
SOUNDS = str.maketrans({
    "ә": "a", "а": "a", "б": "b", "в": "v", "г": "g", "ғ": "g", "д": "d", "е": "e", "ё": "e", "ж": "j", "з": "z",
    "и": "i", "й": "i", "к": "k", "қ": "k", "л": "l", "м": "m", "н": "n", "ң": "n", "о": "o", "ө": "o", "п": "p",
    "р": "r", "с": "s", "т": "t", "у": "u", "ұ": "u", "ү": "u", "ф": "f", "х": "h", "һ": "h", "ц": "s", "ч": "c",
    "ш": "w", "щ": "w", "ъ": "", "ы": "i", "і": "i", "ь": "", "э": "e", "ю": "iu", "я": "ia",
    "q": "k", "y": "i", "ı": "i", "x": "h", "ə": "a", "ɵ": "o", "'": "", "’": "", "ʼ": "",
})  # fmt: skip
# Capitals first, small letters after: what a hurried hand types with the keyboard in the wrong language.
LATIN_TO_CYRILLIC = dict(zip("ABCEHIKMOPTXYaceiopxyhƏəƟɵÖöË", "АВСЕНІКМОРТХУасеіорхуһӘәӨөӨөЁ", strict=True))
CYRILLIC_LETTER = re.compile(r"[\u0400-\u052f]")
LATIN_LETTER = re.compile(r"[A-Za-z\u00c0-\u024f\u0259\u0275]")
WORD = re.compile(r"[^\W\d_]+")
CEDILLAS = str.maketrans({"ş": "sh", "ç": "ch", "ğ": "g"})


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
    """The text by its sounds: «Қазыбек», «казыбек» and `qazybek` are one. For search columns and search words alike."""
    text = mend_look_alikes(unicodedata.normalize("NFC", text)).lower().translate(NEIGHBOURS).translate(CEDILLAS)
    for letters, sound in DIGRAPHS.items():
        text = text.replace(letters, sound)
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
