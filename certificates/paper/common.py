"""What every page carries: who issued it, its number, code and QR, who signs, and whether it is only a specimen."""

from typing import Any

from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from certificates.codes import pretty
from certificates.paper import signing
from certificates.paper.blocks import fit_block
from certificates.paper.filling import Filling
from certificates.paper.fitting import Fitted, shrink, width
from certificates.paper.pictures import address
from certificates.paper.voice import Voice
from certificates.paper.wording import WORDING
from certificates.snapshot import Snapshot, design_of
from people.written import PaperLanguage, office

Context = dict[str, Any]
NOT_YET = "————"  # in place of a number that has not been given
LANGUAGES: tuple[PaperLanguage, ...] = ("kk", "ru", "en")
# The provider's name over the title: millimetres, points, em between the letters.
HEAD_ROOM, HEAD_SIZE, HEAD_HEIGHT, HEAD_SPACING = 240.0, 10.4, 6.0, 0.09
HEAD_GLOSS_SIZE = 6.9
# The same over the appendix.
OVER_ROOM, OVER_SIZE, OVER_HEIGHT, OVER_SPACING = 168.0, 8.6, 6.2, 0.08


def common(snapshot: Snapshot, voice: Voice) -> Context:
    """The part of the template's context that certificate, appendix and statement share."""
    statement = snapshot["kind"] == "statement"
    signatory, design = snapshot["signatory"], design_of(snapshot)
    title = "statement" if statement else "certificate"
    return {
        "lang": voice.language,
        "tri": bool(voice.glosses),
        "pair": voice.equal,
        "statement": statement,
        "page_title": f"{getattr(voice.wording, title).capitalize()} № {number(snapshot)}",
        "title": voice.word(title),
        "created": snapshot["issued_on"],
        "signature": voice.word("signature"),
        "seal": voice.word("seal"),
        "signatory": signatory["name"],
        "capacity": voice.say(lambda lang: office(signatory["capacity"], lang, acting=signatory["acting"])),
        "host": f"{host(snapshot)}/v",
        "logo": address(design["logo"]),
        "seal_kind": design["seal"],
        "seal_picture": address(design["seal_picture"]),
        "signers": signing.rows(signatory, design, voice),
        **_provider(snapshot, voice),
        **_void(snapshot),
    }


def fill(filling: Filling, snapshot: Snapshot) -> None:
    """The number and the code."""
    filling.number = number(snapshot)
    filling.write("code", code(snapshot))


def number(snapshot: Snapshot) -> str:
    return snapshot["number"] or NOT_YET


def code(snapshot: Snapshot) -> str:
    return pretty(snapshot["code"], " ") if snapshot["code"] else ""


def host(snapshot: Snapshot) -> str:
    """The site without its scheme, as a person types it."""
    return snapshot["site"].partition("://")[2].rstrip("/").lower()


def _provider(snapshot: Snapshot, voice: Voice) -> Context:
    provider = snapshot["provider"]

    def imprint(lang: PaperLanguage) -> str:
        number = WORDING[lang].bin.format(bin=provider["bin"]) if provider["bin"] else ""
        return " · ".join(part for part in (provider["city"][lang], number) if part)

    return {
        "provider": voice.words(provider["name"]),
        "provider_name": provider["name"][voice.language],
        "long_provider": _long_provider(provider["name"][voice.language]),
        "long_gloss": _long_gloss([provider["name"][lang] for lang in voice.glosses]),
        "heading": _heading([provider["name"][lang] for lang in voice.languages], voice),
        "imprint": voice.say(imprint),
    }


def _void(snapshot: Snapshot) -> Context:
    """Words across the page, and why: a specimen or a preview says so in all three languages, whatever the paper's."""
    if snapshot["number"] and snapshot["code"] and not snapshot["specimen"]:
        return {"watermark": [], "void": ""}
    word = "specimen" if snapshot["number"] and snapshot["code"] else "preview"

    def in_all(field: str) -> list[tuple[PaperLanguage, str]]:
        return [(lang, getattr(WORDING[lang], field)) for lang in LANGUAGES]

    reasons: SafeString = format_html_join("", '<div lang="{}">{}</div>', in_all(f"{word}_why"))
    return {"watermark": in_all(word), "watermark_kind": word, "void": reasons}


def _long_provider(name: str) -> Fitted | None:
    """A name that is wider than its line at the usual size."""
    shown = name.upper()
    if width(shown, HEAD_SIZE, spacing=HEAD_SPACING) <= HEAD_ROOM:
        return None
    return fit_block((shown,), HEAD_ROOM, HEAD_HEIGHT, HEAD_SIZE, leading=1.15, spacing=HEAD_SPACING)


def _long_gloss(names: list[str]) -> str:
    """The size of a line of glosses that is too wide for the usual one."""
    told = " · ".join(names)
    if width(told, HEAD_GLOSS_SIZE, spacing=0.01) <= HEAD_ROOM:
        return ""
    return f"{shrink((told,), HEAD_GLOSS_SIZE, HEAD_ROOM, 'regular', 0.01):g}pt"


def _heading(names: list[str], voice: Voice) -> Fitted | None:
    """Over the appendix: both names of a paper in two languages, or one that is wider than its line."""
    shown = tuple(name.upper() for name in (names if voice.equal else names[:1]))
    if not voice.equal and width(shown[0], OVER_SIZE, spacing=OVER_SPACING) <= OVER_ROOM:
        return None
    return fit_block(shown, OVER_ROOM, OVER_HEIGHT, OVER_SIZE, leading=1.2, spacing=OVER_SPACING)
