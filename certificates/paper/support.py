"""The statement of completed post-course support: the same letter as of attendance, with words of its own."""

from dataclasses import dataclass

from django.utils.html import format_html

from certificates.paper import statement
from certificates.paper.common import Context
from certificates.paper.voice import Voice, quoted
from certificates.snapshot import Snapshot
from people.written import PaperLanguage, range_in_digits


@dataclass(frozen=True)
class Words:
    after: str
    completed: str
    period: str


WORDS: dict[PaperLanguage, Words] = {
    "kk": Words(
        after="білім беру бағдарламасы бойынша біліктілікті арттыру курсынан кейінгі қолдаудан толық өтті.",
        completed="Консультациялар мен әдістемелік көмек аяқталды, жобаның енгізілуі бақыланды.",
        period="Қолдау мерзімі",
    ),
    "ru": Words(
        after="— посткурсовая поддержка по этой образовательной программе пройдена полностью.",
        completed="Консультации и методическая помощь завершены, внедрение проекта отслежено.",
        period="Период поддержки",
    ),
    "en": Words(
        after="— the support after the in-service training course under this programme was completed in full.",
        completed="Consultations and methodical support are completed; the implementation of the project was followed.",
        period="Period of support",
    ),
}


def context(snapshot: Snapshot, voice: Voice) -> Context:
    said, letter = WORDS[voice.language], statement.context(snapshot, voice)
    period = snapshot["support"]
    of_support = {
        "label": voice.say(lambda lang: WORDS[lang].period),
        "value": voice.plain(range_in_digits(period["first"], period["last"])),
    }
    return letter | {
        "statement": True,
        "page_title": f"{voice.wording.support.capitalize()} № {snapshot['number'] or ''}".strip(" №"),
        "title": voice.word("support"),
        "after": (said.after, said.completed),
        "particulars": [of_support, *letter["particulars"]],
        "second": [
            (
                lang,
                format_html(
                    "{} {} {}",
                    quoted(snapshot["programme"][lang], lang),
                    WORDS[lang].after,
                    WORDS[lang].completed,
                ),
            )
            for lang in voice.glosses
        ],
    }
