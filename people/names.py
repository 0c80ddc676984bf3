"""Names of people: cleaned, split into surname, given name and patronymic, and the mends that a person may accept."""

import re
from dataclasses import dataclass

from people.alphabet import fold, kazakh_key, look_alikes, mend_look_alikes, mixed_in, tidy

__all__ = [
    "Name", "clean", "fold", "is_initials", "kazakh_key", "look_alikes", "mend_case", "mixed_in", "split", "suggest",
]  # fmt: skip

# One hyphen for all that join two words; a range of years, and a dash between spaces («№ 5 мектеп – балабақша»), stay.
DASHES = re.compile(r"(?<=[^\W\d])\s*[-‐‑−]\s*(?=[^\W\d])|(?<=[^\W\d])[‒–—](?=[^\W\d])")
APOSTROPHES = str.maketrans({"’": "'", "ʼ": "'", "`": "'", "´": "'"})
# Written apart from the father's name: «Нұрлан ұлы», also as Russian lists spell it, and as in Azerbaijani names.
PATRONYMIC_PARTICLES = re.compile(r"^([уұ]лы|[кқ]ызы|[оұ]ғлы|[оу]глы|зад[еа]|ul[yı]|[kq]yz[yı]|kizi|ogl[yu])$")
PATRONYMIC_ENDINGS = re.compile(
    r"(ұлы|қызы|улы|кызы|оглы|оғлы|[оеө]вич|[иы]ч|[оеё]вна|инична|ична"
    r"|uly|ulı|qyzy|qyzı|kyzy|kizi|ogly|[oe]vich|[oe]vna|ichna)$"
)
INITIALS = re.compile(r"^(\w\.\s*){1,3}$|^\w$")

WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Name:
    """A person's name as the identity document has it; the patronymic is empty where the document has none."""

    surname: str
    given_name: str
    patronymic: str = ""

    def __str__(self) -> str:
        return " ".join(part for part in (self.surname, self.given_name, self.patronymic) if part)


def clean(text: str) -> str:
    """The text with one kind of space, dash and apostrophe, and nothing invisible."""
    return DASHES.sub("-", tidy(text).translate(APOSTROPHES)).strip(" ,;-")


def split(full_name: str) -> Name:
    """Surname, given name and patronymic out of one cell, in the order of the document or with the surname last."""
    before, _comma, after = full_name.partition(",")
    if clean(after):
        given, patronymic = _without_patronymic(["", *clean(after).split()])
        return Name(clean(before), " ".join(given).strip(), patronymic)
    everything = clean(full_name).split()
    words, patronymic = _without_patronymic(everything)
    if len(words) < 3 and not patronymic:
        return Name(*[*words, "", ""][:2])
    if patronymic and len(words) > 1 and not " ".join(everything).endswith(patronymic):  # Айгүл Болатқызы Серікова
        return Name(words[-1], " ".join(words[:-1]), patronymic)
    if patronymic:
        return Name(words[0], " ".join(words[1:]), patronymic)
    return Name(words[0], words[1], " ".join(words[2:]))


def _without_patronymic(words: list[str]) -> tuple[list[str], str]:
    """The other words, and the patronymic of one word or of two («Нұрлан ұлы»); the first word is never taken."""
    for place in range(len(words) - 1, 1, -1):
        word = words[place].lower()
        if PATRONYMIC_PARTICLES.match(word):
            return words[: place - 1] + words[place + 1 :], " ".join(words[place - 1 : place + 1])
        if PATRONYMIC_ENDINGS.search(word):
            return words[:place] + words[place + 1 :], words[place]
    return _patronymic_in_the_middle(words)


def _patronymic_in_the_middle(words: list[str]) -> tuple[list[str], str]:
    if len(words) > 2 and PATRONYMIC_ENDINGS.search(words[1].lower()):
        return [words[0], *words[2:]], words[1]
    return words, ""


def is_initials(text: str) -> bool:
    """Whether a given name or patronymic is only initials, which no certificate can carry."""
    return bool(INITIALS.match(text))


def mend_case(text: str) -> str:
    """The suggested spelling of a name in all capitals or all small letters; mixed case is left as it is."""
    return " ".join("-".join(_mend_word(part) for part in word.split("-")) for word in text.split(" "))


def _mend_word(word: str) -> str:
    if PATRONYMIC_PARTICLES.match(word.lower()):
        return word.lower()
    letters = "".join(WORD.findall(word))
    if len(letters) < 2 or not (letters.isupper() or letters.islower()):
        return word
    return WORD.sub(lambda part: part.group()[0].upper() + part.group()[1:].lower(), word)


def suggest(name: Name) -> Name:
    """The spelling that the system would propose for a name: capitals and look-alikes mended."""
    parts = mend_look_alikes("\n".join((name.surname, name.given_name, name.patronymic))).split("\n")
    return Name(*map(mend_case, parts))
