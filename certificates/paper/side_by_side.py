"""Page 1 in two languages of equal rank: what differs by language stands twice, side by side, at one size.

Number, name, dates in figures, QR and code stand once, in the middle. Nothing here is the person's own.
"""

from django.utils.html import format_html
from django.utils.safestring import SafeString

from certificates.paper import signing
from certificates.paper.blocks import evenly, fit_block
from certificates.paper.common import Context, host
from certificates.paper.fitting import Fitted, shrink, width
from certificates.paper.placing import columns
from certificates.paper.voice import Voice, quoted, unbroken
from certificates.paper.wording import WORDING, hours_in_words
from certificates.snapshot import Snapshot
from people.written import PaperLanguage, date_in_words, date_until, range_in_digits

# Millimetres and points; the stylesheet has the same places.
PROVIDER = (94.0, 11.0, 10.4)
TITLE_ROOM, TITLE_SIZES = 112.0, (34.0, 30.0)
COLUMN, BETWEEN = 113.0, (103.6, 128.2)
SENTENCE_SIZE, LEADING = 11.4, 1.3
LABEL, VALUE = 7.4, 10.2
IMPRINT_SIZE, IMPRINT_ROOM, IMPRINT_BESIDE = 7.2, 100.0, 84.0
NAME_TOPS = {"micro": "101.40", "lead": "76.60"}
POINT = 25.4 / 72


def context(snapshot: Snapshot, voice: Voice) -> Context:
    size, sentences = _sentences(snapshot, voice)
    return {
        "at": NAME_TOPS,
        "columns": [
            {
                "side": side,
                "lang": lang,
                "provider": _provider(snapshot, lang),
                "title": WORDING[lang].certificate,
                "lead": WORDING[lang].lead,
                "sentence": sentence,
            }
            for side, lang, sentence in zip(("left", "right"), voice.languages, sentences, strict=True)
        ],
        "one_title": _one_title(voice),
        "title_size": f"{_title_size(voice):g}pt",
        "sentence_size": f"{size:g}pt",
        "facts": _facts(snapshot, voice),
        "said_by": fit_block(signing.capacity(snapshot["signatory"], voice), *signing.HEAD_OFFICE),
        "by": _both(voice, "signature"),
        "of_seal": _both(voice, "seal"),
        "cities": _imprint(snapshot, voice),
        "verify": [
            format_html(line, host=format_html("<b>{}/v</b>", host(snapshot)))
            for lang in voice.languages
            for line in WORDING[lang].verify
        ],
        "blank": False,
        "in_place_of": bool(snapshot["replaces"]),
    }


def _provider(snapshot: Snapshot, lang: PaperLanguage) -> Fitted:
    room, height, size = PROVIDER
    return fit_block((snapshot["provider"]["name"][lang].upper(),), room, height, size, leading=1.2, spacing=0.06)


def _one_title(voice: Voice) -> str:
    """СЕРТИФИКАТ is the same word in Kazakh and in Russian."""
    titles = {WORDING[lang].certificate for lang in voice.languages}
    return titles.pop() if len(titles) == 1 else ""


def _title_size(voice: Voice) -> float:
    if _one_title(voice):
        return TITLE_SIZES[0]
    return shrink(
        tuple(WORDING[lang].certificate for lang in voice.languages), TITLE_SIZES[1], TITLE_ROOM, "bold", 0.09
    )


def _sentences(snapshot: Snapshot, voice: Voice) -> tuple[float, list[list[tuple[str, bool]]]]:
    """The largest size at which both sentences fit their columns, and the lines: the text, and whether it is bold."""
    points, height = SENTENCE_SIZE, BETWEEN[1] - BETWEEN[0]
    while True:
        broken = [_broken(snapshot, lang, points) for lang in voice.languages]
        high = max(map(len, broken)) * points * LEADING * POINT <= height
        wide = all(
            width(text, points, "bold" if bold else "regular") <= COLUMN for lines in broken for text, bold in lines
        )
        if (high and wide) or points <= 4:
            return points, broken
        points = round(points - 0.2, 1)


def _broken(snapshot: Snapshot, lang: PaperLanguage, points: float) -> list[tuple[str, bool]]:
    wording = WORDING[lang]
    parts = [
        (wording.before_title, False),
        (quoted(snapshot["programme"][lang], lang), True),
        (" ".join(filter(None, wording.after_title)), False),
    ]
    return [
        (line, bold)
        for text, bold in parts
        if text
        for line in evenly(text, points, COLUMN, "bold" if bold else "regular")
    ]


def _facts(snapshot: Snapshot, voice: Voice) -> list[Context]:
    start, end, issued = snapshot["course_start"], snapshot["course_end"], snapshot["issued_on"]
    last_day, both = snapshot["valid_through"], voice.languages
    told = [
        ("volume", [hours_in_words(snapshot["hours"]["declared"], lang) for lang in voice.languages]),
        ("course", [range_in_digits(start, end)]),
        ("issued", [date_in_words(issued, lang) for lang in voice.languages]),
    ]
    if last_day:
        through = [date_in_words(last_day, "en") if one == "en" else date_until(last_day, one) for one in both]
        told.append(("valid", through))
    facts = [([getattr(WORDING[lang], name) for lang in voice.languages], values) for name, values in told]
    edges = columns([
        [*((label, LABEL, False) for label in labels), *((value, VALUE, True) for value in values)]
        for labels, values in facts
    ])  # fmt: skip
    return [
        {
            "labels": list(dict.fromkeys(labels)),
            "values": values,
            "left": f"{left:.2f}",
            "width": f"{wide:.2f}",
            "first": place == 0,
        }
        for place, ((labels, values), (left, wide)) in enumerate(zip(facts, edges, strict=True))
    ]


def _both(voice: Voice, name: str) -> SafeString:
    words = dict.fromkeys(str(getattr(WORDING[lang], name)) for lang in voice.languages)
    return format_html("{}", " / ".join(words))


def _imprint(snapshot: Snapshot, voice: Voice) -> Fitted:
    """City and BIN in both languages, on one line."""
    provider = snapshot["provider"]
    said = []
    for lang in voice.languages:
        number = WORDING[lang].bin.format(bin=provider["bin"]) if provider["bin"] else ""
        said.append(" · ".join(filter(None, (provider["city"][lang], number))))
    text = unbroken(" / ".join(dict.fromkeys(filter(None, said))))
    room = IMPRINT_BESIDE if snapshot["design"]["signers"] else IMPRINT_ROOM
    return Fitted((text,), shrink((text,), IMPRINT_SIZE, room, "regular", 0.02))
