"""Page 2: the appendix with modules, points by criterion, and the band."""

from collections.abc import Callable
from decimal import Decimal
from functools import partial
from itertools import pairwise
from typing import NamedTuple

from certificates.paper.common import Context
from certificates.paper.filling import FREE, ROOMY, Filling, tidy
from certificates.paper.fitting import fit_title, width, wrap
from certificates.paper.voice import Voice, quoted, unbroken
from certificates.paper.wording import WORDING, hours_in_words
from certificates.snapshot import BandSnapshot, ModuleSnapshot, Snapshot
from people.written import PaperLanguage, date_of_paper, decimals, figure, in_points

HEADS = ("module", "lecture", "practice", "self_study", "total", "criterion", "points", "maximum")
LOWEST_BAND = 24.0  # per cent of the scale; the other bands share the rest by their breadth
# Millimetres that texts have, as the stylesheet has them.
PAGE_ROOM, OWN_ROOM, SUM_ROOM, OUTCOME_ROOM = 168.0, 133.0, 61.0, 104.0
OUTCOME_SIZES, TWO_LINE_OUTCOME = (12.6, 9.6), 8.4
SUM_SIZE, SUM_PAIR_SIZE = 7.6, 6.2
LABEL_SIZE, LABEL_ROOM = 7.8, 33.0


class OwnSetting(NamedTuple):
    name: str
    points: float
    lines: int  # of place of work and topic together


LONG = OwnSetting(ROOMY, 7.6, 8)
OWN_SETTINGS = (OwnSetting("large", 9.6, 3), OwnSetting("medium", 8.8, 4), OwnSetting("small", 7.6, 5), LONG)
OWN_TRILINGUAL = (OwnSetting("large", 8.8, 3), OwnSetting("medium", 8.2, 4), OwnSetting("small", 7.6, 5), LONG)


def context(snapshot: Snapshot, voice: Voice, shown: Context) -> Context:
    """`shown` are the fields as the template shows them: the rows of a table take theirs."""
    return {
        "appendix": voice.word("appendix"),
        "particulars": particulars(snapshot, voice),
        "content": voice.word("content"),
        "content_unit": voice.word("content_unit"),
        "heads": {head: voice.word(head) for head in HEADS},
        "modules": _modules(snapshot, voice),
        "assessment": voice.word("assessment"),
        **_assessment(snapshot, voice, shown),
    }


def fill(filling: Filling, snapshot: Snapshot, voice: Voice) -> None:
    """Everything on page 2 that is this person's own."""
    filling.write_within("appendix_to", unbroken(in_all(voice, partial(_appendix_to, snapshot))), 9.6, PAGE_ROOM)
    size = 14.6 if voice.glosses else 16.0
    filling.write_within("who", snapshot["name"]["full"], size, PAGE_ROOM, "bold")
    fill_own(filling, snapshot, voice, OWN_TRILINGUAL if voice.glosses else OWN_SETTINGS, OWN_ROOM)
    _fill_points(filling, snapshot, voice)
    _fill_outcome(filling, snapshot, voice)


def in_all(voice: Voice, said: Callable[[PaperLanguage], str]) -> str:
    """In the language of the paper; of two with equal rank in both."""
    if not voice.equal:
        return said(voice.language)
    return " / ".join(dict.fromkeys(filter(None, map(said, voice.languages))))


def _appendix_to(snapshot: Snapshot, lang: PaperLanguage) -> str:
    issued = date_of_paper(snapshot["issued_on"], lang)
    return WORDING[lang].appendix_to.format(number=snapshot["number"] or "", date=issued)


def _label(name: str, lang: PaperLanguage) -> str:
    return str(getattr(WORDING[lang], name))


def particulars(snapshot: Snapshot, voice: Voice) -> list[Context]:
    """Programme and volume."""
    rows = [
        ("programme", voice.quoted(snapshot["programme"])),
        ("volume", voice.say(lambda lang: hours_in_words(snapshot["hours"]["declared"], lang))),
    ]
    return [
        {"label": voice.word(label), "value": value, "inline": label == "volume"} for label, value in rows if value.main
    ]


def _own(snapshot: Snapshot, voice: Voice) -> list[tuple[str, str]]:
    return [("school", tidy(snapshot["organisation"])), ("topic", _in_quotes(tidy(snapshot["project_topic"]), voice))]


def fill_own(filling: Filling, snapshot: Snapshot, voice: Voice, settings: tuple[OwnSetting, ...], room: float) -> None:
    """Place of work and topic share one place: few lines, else more of a smaller size, else a higher place, else as
    many as it takes."""
    rows = [(name, text) for name, text in _own(snapshot, voice) if text]
    if not rows:
        return
    for setting in settings:
        broken = [wrap(text, setting.points, room) for _name, text in rows]
        inside = all(width(line, setting.points) <= room for lines in broken for line in lines)
        if inside and sum(map(len, broken)) <= setting.lines:
            break
    else:
        filling.settings["own"] = FREE
        broken = [(text,) for _name, text in rows]
    filling.settings.setdefault("own", setting.name)
    for (name, _text), lines in zip(rows, broken, strict=True):
        label = in_all(voice, partial(_label, name))
        if voice.equal:
            filling.write_within(f"label_{name}", label, LABEL_SIZE, LABEL_ROOM)
        else:
            filling.write(f"label_{name}", label)
        filling.write(name, *lines)


def _in_quotes(topic: str, voice: Voice) -> str:
    return quoted(topic, voice.language) if topic and not topic.startswith(("«", "“", '"')) else topic


def _modules(snapshot: Snapshot, voice: Voice) -> list[Context]:
    rows, place = [], 0
    for module in snapshot["modules"]:
        place += module["kind"] == "module"
        rows.append(_module(module, str(place) if module["kind"] == "module" else "", voice))
    if snapshot["hours"]["sum_line"]:
        sums = [str(sum(column)) for column in zip(*map(_hours, snapshot["modules"]), strict=True)]
        rows.append({"kind": "sum", "place": "", "title": voice.word("total"), "hours": sums[:3], "total": sums[3]})
    return rows


def _module(module: ModuleSnapshot, place: str, voice: Voice) -> Context:
    figures = [str(hours) if hours else "–" for hours in _hours(module)]
    title = voice.words(module["title"])
    return {"kind": module["kind"], "place": place, "title": title, "hours": figures[:3], "total": figures[3]}


def _hours(module: ModuleSnapshot) -> tuple[int, int, int, int]:
    return module["lecture"], module["practice"], module["self_study"], module["total"]


def _assessment(snapshot: Snapshot, voice: Voice, shown: Context) -> Context:
    """The criteria, and the bands side by side."""
    return {
        "criteria": [
            {
                "label": voice.words(criterion["label"]),
                "maximum": figure(criterion["maximum"], voice.language),
                "points": shown["field"][f"points_{row}"],
                "bar": f"bar_{row}",
                "width": shown["width"][f"bar_{row}"],
            }
            for row, criterion in enumerate(snapshot["criteria"])
        ],
        "final_points": voice.word("final_points"),
        "result": voice.word("result"),
        "scale": _scale(snapshot, shown),
    }


def _fill_points(filling: Filling, snapshot: Snapshot, voice: Voice) -> None:
    """Points by criterion, the exact sum and its one rounding."""
    lang = voice.language
    criteria, exact, total = snapshot["criteria"], snapshot["total_exact"], snapshot["total"]
    places = decimals([criterion["points"] for criterion in criteria])
    for row, criterion in enumerate(criteria):
        filling.write(f"points_{row}", figure(criterion["points"], lang, places))
        filling.widths[f"bar_{row}"] = _share(Decimal(criterion["points"]), Decimal(criterion["maximum"]))
    out_of = figure(sum((Decimal(each["maximum"]) for each in criteria), Decimal()), lang)
    filling.write("total", str(total))
    filling.write("out_of", f"/ {out_of}")
    rounded = "exact_sum" if Decimal(exact) == total else "exact_sum_rounded"
    summed = in_all(voice, lambda one: str(getattr(WORDING[one], rounded)).format(exact=in_points(exact, one)))
    filling.write("exact_sum", *wrap(summed, SUM_PAIR_SIZE if voice.equal else SUM_SIZE, SUM_ROOM))


def _fill_outcome(filling: Filling, snapshot: Snapshot, voice: Voice) -> None:
    """The band in words, and its place on the scale."""
    outcome = _outcome(snapshot, voice.language)
    if width(outcome, OUTCOME_SIZES[-1], "bold") <= OUTCOME_ROOM:
        filling.settings["outcome"] = "one"
        filling.write_within("outcome", outcome, OUTCOME_SIZES[0], OUTCOME_ROOM, "bold")
    else:
        filling.settings["outcome"] = "two"
        filling.fields["outcome"] = fit_title(outcome, OUTCOME_ROOM, (TWO_LINE_OUTCOME,))
    if voice.glosses:
        glosses = [_outcome(snapshot, lang) for lang in voice.glosses]
        size = OUTCOME_SIZES[-1] if voice.equal else 6.8
        filling.write_within("outcome_gloss", " · ".join(filter(None, glosses)), size, OUTCOME_ROOM)
    for place, (band, top) in enumerate(_bands(snapshot)):
        reached = snapshot["band"] is not None and band["key"] == snapshot["band"]["key"]
        filling.settings[f"band_{place}"] = "reached" if reached else "plain"
        span = f"{band['floor']}–{top - 1 if top < 100 else 100}"
        labels = [band["label"][lang] for lang in (voice.languages if voice.equal else (voice.language,))]
        filling.write(f"band_{place}", *labels, span)
        if reached:
            left, right = _edges(snapshot)[place : place + 2]
            share = (snapshot["total"] - band["floor"]) / max(1, top - band["floor"])
            filling.shifts["mark"] = min(left + (right - left) * share, 99.7) / 100
    filling.shifts.setdefault("mark", 0.0)


def _outcome(snapshot: Snapshot, lang: PaperLanguage) -> str:
    """The programme's own sentence for the band, or one in its manner."""
    band = snapshot["band"]
    if band is None:
        return ""
    if "outcome" in band:
        return band["outcome"][lang]
    lowest_pass = min(each["floor"] for each in snapshot["bands"] if each["passed"])
    template = "not_passed" if not band["passed"] else "passed_barely" if band["floor"] == lowest_pass else "passed"
    return str(getattr(WORDING[lang], template)).format(band=band["label"][lang])


def _bands(snapshot: Snapshot) -> list[tuple[BandSnapshot, int]]:
    """From the lowest to the highest, each with where the next begins."""
    bands = sorted(snapshot["bands"], key=lambda band: band["floor"])
    return list(zip(bands, [*(band["floor"] for band in bands[1:]), 100], strict=False))


def _edges(snapshot: Snapshot) -> list[float]:
    """Where the bands part, in per cent of the scale's breadth."""
    tops = [top for _band, top in _bands(snapshot)]
    rest = (100 - LOWEST_BAND) / max(1, 100 - tops[0]) if tops else 0.0
    return [0.0] + [LOWEST_BAND + (top - tops[0]) * rest for top in tops]


def _scale(snapshot: Snapshot, shown: Context) -> list[Context]:
    edges, last = _edges(snapshot), max(1, len(snapshot["bands"]) - 1)
    rows: list[Context] = []
    for place, (left, right) in enumerate(pairwise(edges)):
        name, gap = f"band_{place}", 0.6 if right < 100 else 0.0
        edge = {"left": f"{left:.2f}", "width": f"{right - left - gap:.2f}", "shade": 1 + round(3 * place / last)}
        rows.append({"name": name, "lines": shown["lines"][name], "settings": shown["settings"][name], **edge})
    return rows


def _share(points: Decimal, maximum: Decimal) -> float:
    return float(points / maximum) if maximum else 0.0
