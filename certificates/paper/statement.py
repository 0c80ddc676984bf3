"""The statement of attendance: a letter that nobody can take for a certificate."""

from django.utils.html import format_html

from certificates.paper.appendix import OwnSetting, fill_own, particulars
from certificates.paper.common import LANGUAGES, Context, number
from certificates.paper.filling import ROOMY, Filling, tidy
from certificates.paper.fitting import Fitted, shrink, width
from certificates.paper.voice import Voice, quoted, unbroken
from certificates.paper.wording import WORDING
from certificates.snapshot import Snapshot
from people.written import date_in_words, range_in_digits

LONG = OwnSetting(ROOMY, 8.0, 9)
OWN_SETTINGS = (OwnSetting("large", 10.4, 4), OwnSetting("medium", 9.2, 5), OwnSetting("small", 8.0, 6), LONG)
PAGE_ROOM, OWN_ROOM = 158.0, 115.0
NAME_SIZES, TWO_LINE_NAME = (17.0, 12.0), 13.0


def fill(filling: Filling, snapshot: Snapshot, voice: Voice) -> None:
    """Everything in the letter that is this person's own."""
    numbered = unbroken(voice.wording.number.format(number=number(snapshot)))
    issued = date_in_words(snapshot["issued_on"], voice.language)
    filling.write_within("number", f"{numbered} · {issued}", 10.6, PAGE_ROOM)
    _fill_name(filling, snapshot["name"]["full"])
    fill_own(filling, snapshot, voice, OWN_SETTINGS, OWN_ROOM)


def _fill_name(filling: Filling, name: str) -> None:
    name = tidy(name)
    largest, smallest = NAME_SIZES
    if width(name, smallest, "bold") <= PAGE_ROOM:
        filling.settings["who"] = "one"
        filling.write_within("who", name, largest, PAGE_ROOM, "bold")
    else:
        filling.settings["who"] = "two"
        lines = tuple(part for part in name.partition(" ")[::2] if part)
        filling.fields["who"] = Fitted(lines, shrink(lines, TWO_LINE_NAME, PAGE_ROOM, "bold"))


def context(snapshot: Snapshot, voice: Voice) -> Context:
    period = voice.plain(range_in_digits(snapshot["course_start"], snapshot["course_end"]))
    rows = [row for row in particulars(snapshot, voice) if row["label"].main != voice.wording.programme]
    rows.insert(0, {"label": voice.word("statement_period"), "value": period})
    return {
        "lead": voice.word("statement_lead"),
        "programme_title": voice.quoted(snapshot["programme"]),
        "after": voice.wording.statement_after,
        "particulars": rows,
        # In all three languages, whatever the paper's own.
        "not_a_certificate": [
            {"lang": lang, "what": WORDING[lang].not_a_certificate, "why": WORDING[lang].not_a_certificate_why}
            for lang in LANGUAGES
        ],
        "second": [
            (
                lang,
                format_html(
                    "{} {}", quoted(snapshot["programme"][lang], lang), " ".join(WORDING[lang].statement_after)
                ),
            )
            for lang in voice.glosses
        ],
    }
