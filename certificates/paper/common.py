"""What every page carries: who issued it, its number, code and QR, who signs, and whether it is only a specimen."""

from typing import Any

from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from certificates.codes import pretty
from certificates.paper.filling import Filling
from certificates.paper.voice import Voice
from certificates.paper.wording import WORDING
from certificates.snapshot import Snapshot
from people.written import PaperLanguage, office

Context = dict[str, Any]
NOT_YET = "————"  # in place of a number that has not been given
LANGUAGES: tuple[PaperLanguage, ...] = ("kk", "ru", "en")


def common(snapshot: Snapshot, voice: Voice) -> Context:
    """The part of the template's context that certificate, appendix and statement share."""
    statement = snapshot["kind"] == "statement"
    signatory = snapshot["signatory"]
    title = "statement" if statement else "certificate"
    return {
        "lang": voice.language,
        "tri": bool(voice.glosses),
        "statement": statement,
        "page_title": f"{getattr(voice.wording, title).capitalize()} № {number(snapshot)}",
        "title": voice.word(title),
        "created": snapshot["issued_on"],
        "signature": voice.word("signature"),
        "seal": voice.word("seal"),
        "signatory": signatory["name"],
        "capacity": voice.say(lambda lang: office(signatory["capacity"], lang, acting=signatory["acting"])),
        "host": f"{host(snapshot)}/v",
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
