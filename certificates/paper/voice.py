"""In which language a paper speaks: one voice, Kazakh with Russian and English glosses, or two side by side."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe

from certificates.paper.wording import WORDING, Wording
from certificates.snapshot import PaperLanguages, ReplacedSnapshot, Snapshot, design_of
from people.written import NO_BREAK, PaperLanguage, Words, date_of_paper

NOTHING = SafeString("")
_NUMBER_SIGNS = ("№", "No.")


@dataclass(frozen=True)
class Said:
    """A text in the language of the paper, and the same in the other two where the paper is trilingual."""

    main: str
    gloss: SafeString = NOTHING


@dataclass(frozen=True)
class Voice:
    language: PaperLanguage
    glosses: tuple[PaperLanguage, ...] = ()
    equal: bool = False  # the one gloss has the rank of the language itself

    @classmethod
    def of(cls, languages: PaperLanguages) -> "Voice":
        return cls("kk", ("ru", "en")) if languages == "tri" else cls(languages)

    @classmethod
    def of_paper(cls, snapshot: Snapshot) -> "Voice":
        second = design_of(snapshot)["second"]
        main = cls.of(snapshot["language"])
        return cls(main.language, (second,), equal=True) if second else main

    @property
    def languages(self) -> tuple[PaperLanguage, ...]:
        return (self.language, *self.glosses)

    @property
    def wording(self) -> Wording:
        return WORDING[self.language]

    def say(self, text: Callable[[PaperLanguage], str]) -> Said:
        """The text in each language of the paper; glosses that repeat the main text word for word are left out."""
        main = unbroken(text(self.language))
        others = [(code, unbroken(text(code))) for code in self.glosses]
        return Said(main, join_glosses([(code, said) for code, said in others if said and said != main]))

    def words(self, words: Words) -> Said:
        return self.say(lambda language: words[language])

    def word(self, name: str) -> Said:
        """A fixed word of the design, by its field in Wording."""
        return self.say(lambda language: str(getattr(WORDING[language], name)))

    def quoted(self, title: Words) -> Said:
        return self.say(lambda language: quoted(title[language], language))

    def plain(self, text: str) -> Said:
        """The same in every language: a name, a topic."""
        return Said(text)


def quoted(title: str, language: PaperLanguage) -> str:
    opening, closing = tuple(WORDING[language].quotes)
    return f"{opening}{title}{closing}"


def unbroken(text: str) -> str:
    """A number is never parted from its sign."""
    for sign in _NUMBER_SIGNS:
        text = text.replace(f"{sign} ", f"{sign}{NO_BREAK}")
    return text


def instead(kind: str, replaced: ReplacedSnapshot | None, language: PaperLanguage) -> str:
    """In place of which certificate; of a duplicate also that it is one."""
    if not replaced:
        return ""
    wording, day = WORDING[language], date_of_paper(replaced["issued_on"], language)
    said = unbroken(wording.in_place_of.format(date=day, number=replaced["number"]))
    return f"{wording.duplicate} · {said}" if kind == "duplicate" else said


def join_glosses(glosses: list[tuple[PaperLanguage, str]]) -> SafeString:
    return format_html_join(mark_safe("<i> · </i>"), '<span lang="{}">{}</span>', glosses)
