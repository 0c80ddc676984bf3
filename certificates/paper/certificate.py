"""Page 1: the certificate itself."""

from dataclasses import dataclass

from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeString

from certificates.paper import side_by_side
from certificates.paper.common import Context, host, number
from certificates.paper.filling import Filling, tidy
from certificates.paper.fitting import Fitted, fit_name, fit_title, width
from certificates.paper.placing import columns, page_one
from certificates.paper.voice import Said, Voice, instead, quoted, unbroken
from certificates.paper.wording import WORDING, hours_in_words
from certificates.snapshot import Snapshot
from people.written import PaperLanguage, date_in_digits, date_in_words, date_until, range_in_digits

NAME_ROOM = 240.0
SMALL_NAME = 21.0  # points; a name on two lines that is smaller stands closer
NUMBER_ROOM, BLANK_ROOM = 200.0, 48.0
TITLE_ROOM = 237.0
TITLE_SIZES = (14.6, 13.4, 12.6)
SECOND_SIZES = (8.2, 6.8)
MICRO_ROOM = 180.0  # millimetres, at 2.3 points


@dataclass(frozen=True)
class Fact:
    label: str
    value: str
    gloss: SafeString
    left: str = ""
    width: str = ""
    first: bool = False


def context(snapshot: Snapshot, voice: Voice) -> Context:
    if voice.equal:
        return side_by_side.context(snapshot, voice)
    wording = voice.wording
    after = [line for line in wording.after_title if line]
    programme = fit_title(quoted(snapshot["programme"][voice.language], voice.language), TITLE_ROOM, TITLE_SIZES)
    places = page_one(programme, before=bool(wording.before_title), after=len(after), trilingual=bool(voice.glosses))
    return {
        "at": places.tops,
        "lead": voice.word("lead"),
        "before": voice.word("before_title"),
        "programme": programme,
        "after": after,
        "facts": _laid_out(_facts(snapshot, voice)),
        "verify": [format_html(line, host=format_html("<b>{}/v</b>", host(snapshot))) for line in wording.verify],
        "verify_gloss": voice.word("verify_short").gloss,
        "blank": bool(snapshot["blank"]),
        "in_place_of": bool(snapshot["replaces"]),
        **_second(snapshot, voice),
    }


def fill(filling: Filling, snapshot: Snapshot, voice: Voice) -> None:
    """Everything on page 1 that is this person's own."""
    filling.write_within("number", unbroken(voice.wording.number.format(number=number(snapshot))), 12.5, NUMBER_ROOM)
    name = _name(snapshot)
    filling.fields["name"] = name
    filling.settings["name"] = "one" if len(name.lines) == 1 else "two" if name.points >= SMALL_NAME else "small"
    filling.write("microtext", _microtext(snapshot, voice))
    if in_place_of := _in_place_of(snapshot, voice):
        filling.write_within("in_place_of", in_place_of, 7.6, NAME_ROOM)
    if blank := _blank(snapshot, voice):
        filling.write_within("blank", blank, 7.6, BLANK_ROOM)


def _name(snapshot: Snapshot) -> Fitted:
    name = snapshot["name"]
    whole = tidy(name["full"])
    # On two lines the surname comes first; a full name that is written otherwise is kept as it is written.
    first = name["surname"] if name["surname"] and whole.startswith(name["surname"]) else whole.partition(" ")[0]
    return fit_name(first, whole[len(first) :].strip(), NAME_ROOM)


def _facts(snapshot: Snapshot, voice: Voice) -> list[Fact]:
    def fact(label: str, value: str, gloss: Said) -> Fact:
        return Fact(getattr(voice.wording, label), value, gloss.gloss)

    def dated(label: str, day: str) -> Said:
        """The label in the other languages, and the date in digits, which all of them read."""
        glosses = voice.word(label).gloss
        return Said("", format_html("{}: {}", glosses, date_in_digits(day)) if glosses else glosses)

    start, end, issued = snapshot["course_start"], snapshot["course_end"], snapshot["issued_on"]
    declared = voice.say(lambda lang: hours_in_words(snapshot["hours"]["declared"], lang))
    facts = [
        fact("volume", declared.main, declared),
        fact("course", range_in_digits(start, end), voice.word("course")),
        fact("issued", date_in_words(issued, voice.language), dated("issued", issued)),
    ]
    if last_day := snapshot["valid_through"]:
        facts.append(fact("valid", _valid_through(last_day, voice.language), dated("valid", last_day)))
    return facts


def _valid_through(day: str, language: PaperLanguage) -> str:
    """The English label already says "through", the Russian «по» and the Kazakh label say that the day is included."""
    return date_in_words(day, "en") if language == "en" else date_until(day, language)


def _laid_out(facts: list[Fact]) -> list[Fact]:
    edges = columns([[(f.label, 7.8, False), (f.value, 10.8, True), (strip_tags(f.gloss), 6.95, False)] for f in facts])
    return [
        Fact(f.label, f.value, f.gloss, f"{left:.2f}", f"{wide:.2f}", first=place == 0)
        for place, (f, (left, wide)) in enumerate(zip(facts, edges, strict=True))
    ]


def _second(snapshot: Snapshot, voice: Voice) -> Context:
    """The trilingual page says title and sentence once more, a line to each language; a long title stands alone."""
    lines = []
    for lang in voice.glosses:
        title = quoted(snapshot["programme"][lang], lang)
        whole = WORDING[lang].gloss.format(title=title)
        lines.append((lang, whole if width(whole, SECOND_SIZES[-1]) <= NAME_ROOM else title))
    widest = max((width(line, 1) for _lang, line in lines), default=1)
    return {"second": lines, "second_size": f"{min(SECOND_SIZES[0], NAME_ROOM / widest):.1f}pt"}


def _blank(snapshot: Snapshot, voice: Voice) -> str:
    blank = snapshot["blank"]
    return unbroken(voice.wording.blank.format(**blank)) if blank else ""


def _in_place_of(snapshot: Snapshot, voice: Voice) -> str:
    languages = voice.languages if voice.equal else (voice.language,)
    said = (instead(snapshot["kind"], snapshot["replaces"], lang) for lang in languages)
    return " / ".join(filter(None, said))


def _microtext(snapshot: Snapshot, voice: Voice) -> str:
    """Number, code and provider over and over: a copier turns it into a line."""
    provider = snapshot["provider"]["name"][voice.language].upper()
    number = f"№ {snapshot['number']}" if snapshot["number"] else ""
    parts = ("BASQARU", host(snapshot).upper(), number, snapshot["code"] or "", provider)
    phrase = " · ".join(part for part in parts if part) + " · "
    endless = phrase * int(MICRO_ROOM / width(phrase, 2.3, spacing=0.08) + 1)
    return endless[: int(len(endless) * MICRO_ROOM / width(endless, 2.3, spacing=0.08))]
