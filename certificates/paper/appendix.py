"""Page 2: the appendix with modules, points by criterion, and the band."""

from decimal import Decimal

from certificates.paper.common import Context
from certificates.paper.voice import Said, Voice, quoted
from certificates.paper.wording import WORDING, hours_in_words
from certificates.snapshot import BandSnapshot, ModuleSnapshot, Snapshot
from people.written import PaperLanguage, date_of_paper, decimals, figure, in_points

HEADS = ("module", "lecture", "practice", "self_study", "total", "criterion", "points", "maximum")
LOWEST_BAND = 24.0  # per cent of the scale; the other bands share the rest by their breadth


def context(snapshot: Snapshot, voice: Voice) -> Context:
    number, issued = snapshot["number"] or "", snapshot["issued_on"]
    return {
        "appendix": voice.word("appendix"),
        "appendix_to": voice.say(
            lambda lang: WORDING[lang].appendix_to.format(number=number, date=date_of_paper(issued, lang))
        ),
        "particulars": particulars(snapshot, voice),
        "content": voice.word("content"),
        "content_unit": voice.word("content_unit"),
        "heads": {head: voice.word(head) for head in HEADS},
        "modules": _modules(snapshot, voice),
        "assessment": voice.word("assessment"),
        **_assessment(snapshot, voice),
    }


def particulars(snapshot: Snapshot, voice: Voice) -> list[Context]:
    """Programme, volume, place of work and topic, as far as there are any."""
    rows = [
        ("programme", voice.quoted(snapshot["programme"])),
        ("volume", voice.say(lambda lang: hours_in_words(snapshot["hours"]["declared"], lang))),
        ("school", voice.plain(snapshot["organisation"])),
        ("topic", voice.plain(_in_quotes(snapshot["project_topic"], voice))),
    ]
    return [
        {"label": voice.word(label), "value": value, "inline": label == "volume"} for label, value in rows if value.main
    ]


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


def _assessment(snapshot: Snapshot, voice: Voice) -> Context:
    """Points by criterion, the exact sum and its one rounding, the band and its place on the scale."""
    lang = voice.language
    points = decimals([criterion["points"] for criterion in snapshot["criteria"]])
    exact, total = snapshot["total_exact"], snapshot["total"]
    rounded = "exact_sum" if Decimal(exact) == total else "exact_sum_rounded"
    outcome = _outcome(snapshot, voice)
    return {
        "criteria": [
            {
                "label": voice.words(criterion["label"]),
                "points": figure(criterion["points"], lang, points),
                "maximum": figure(criterion["maximum"], lang),
                "share": _share(Decimal(criterion["points"]), Decimal(criterion["maximum"])),
            }
            for criterion in snapshot["criteria"]
        ],
        "final_points": voice.word("final_points"),
        "total": str(total),
        "out_of": figure(sum((Decimal(c["maximum"]) for c in snapshot["criteria"]), Decimal()), lang),
        "exact_sum": voice.say(lambda lang: getattr(WORDING[lang], rounded).format(exact=in_points(exact, lang))),
        "result": voice.word("result"),
        "outcome": outcome,
        **_scale(snapshot, voice),
    }


def _outcome(snapshot: Snapshot, voice: Voice) -> Said:
    """The programme's own sentence for the band, or one in its manner."""
    band = snapshot["band"]
    if band is None:
        return Said("")
    if "outcome" in band:
        return voice.words(band["outcome"])
    lowest_pass = min(each["floor"] for each in snapshot["bands"] if each["passed"])
    template = "not_passed" if not band["passed"] else "passed_barely" if band["floor"] == lowest_pass else "passed"

    def said(lang: PaperLanguage) -> str:
        return str(getattr(WORDING[lang], template)).format(band=band["label"][lang])

    return voice.say(said)


def _scale(snapshot: Snapshot, voice: Voice) -> Context:
    """The bands side by side from left to right, and where the total stands among them."""
    bands = sorted(snapshot["bands"], key=lambda band: band["floor"])
    tops = [band["floor"] for band in bands[1:]] + [100]
    rest = (100 - LOWEST_BAND) / max(1, 100 - tops[0])
    edges = [0.0] + [LOWEST_BAND + (top - tops[0]) * rest for top in tops]
    rows, mark = [], 0.0
    for place, (band, top) in enumerate(zip(bands, tops, strict=True)):
        left, right = edges[place], edges[place + 1]
        reached = snapshot["band"] is not None and band["key"] == snapshot["band"]["key"]
        if reached:
            mark = left + (right - left) * (snapshot["total"] - band["floor"]) / max(1, top - band["floor"])
        rows.append(_segment(band, top, left, right, voice, shade=1 + round(3 * place / max(1, len(bands) - 1))))
        rows[-1]["reached"] = reached
    return {"scale": rows, "mark": f"{min(mark, 99.7):.1f}"}


def _segment(band: BandSnapshot, top: int, left: float, right: float, voice: Voice, *, shade: int) -> Context:
    last = top - 1 if top < 100 else 100
    gap = 0.6 if right < 100 else 0.0
    return {
        "label": voice.words(band["label"]),
        "range": f"{band['floor']}–{last}",
        "left": f"{left:.2f}",
        "width": f"{right - left - gap:.2f}",
        "shade": shade,
    }


def _share(points: Decimal, maximum: Decimal) -> str:
    return f"{points / maximum * 100:.1f}" if maximum else "0"
