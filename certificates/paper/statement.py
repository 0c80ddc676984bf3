"""The statement of attendance: a letter that nobody can take for a certificate."""

from django.utils.html import format_html

from certificates.paper.appendix import particulars
from certificates.paper.common import LANGUAGES, Context
from certificates.paper.voice import Voice, quoted
from certificates.paper.wording import WORDING
from certificates.snapshot import Snapshot
from people.written import date_in_words, range_in_digits


def context(snapshot: Snapshot, voice: Voice) -> Context:
    period = voice.plain(range_in_digits(snapshot["course_start"], snapshot["course_end"]))
    rows = [row for row in particulars(snapshot, voice) if row["label"].main != voice.wording.programme]
    rows.insert(0, {"label": voice.word("statement_period"), "value": period})
    return {
        "issued": voice.say(lambda lang: date_in_words(snapshot["issued_on"], lang)),
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
