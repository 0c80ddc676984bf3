"""Who signs beside the head: a row for each, the capacity on the left, the line and the name under it on the right."""

from typing import Any

from certificates.paper.blocks import fit_block
from certificates.paper.plates import HEAD_SIGNS, Stroke
from certificates.paper.voice import Voice
from certificates.snapshot import DesignSnapshot, SignatorySnapshot
from people.written import PaperLanguage, office

# Millimetres. The lines by how many sign; a row ends at its line, the name hangs below it.
HEIGHTS = {2: (160.0, 176.5), 3: (156.4, 168.8, 181.2)}
LEFT, OFFICE_ROOM, LINE_LEFT, LINE_RIGHT = 34.0, 58.0, 95.0, 131.0
OFFICE_SIZE, NAME_SIZE, NAME_HEIGHT = 9.6, 9.2, 4.2
HEAD_OFFICE = (92.0, 18.0, 11.4)  # room, height and size where the head signs alone, in two languages


def lines(others: int) -> tuple[Stroke, ...]:
    """The lines to sign on, where so many sign beside the head."""
    if not others:
        return (HEAD_SIGNS,)
    return tuple(((LINE_LEFT, y), (LINE_RIGHT, y)) for y in HEIGHTS[1 + others])


def rows(signatory: SignatorySnapshot, design: DesignSnapshot, voice: Voice) -> list[dict[str, Any]]:
    """Head and others, each fitted into its row; nothing where the head signs alone."""
    others = design["signers"]
    if not others:
        return []
    signing = [(capacity(signatory, voice), signatory["name"])]
    signing += [(_each(voice, other["capacity"]), other["name"]) for other in others]
    heights = HEIGHTS[len(signing)]
    pitch = heights[1] - heights[0]
    return [_row(texts, name, y, pitch) for (texts, name), y in zip(signing, heights, strict=True)]


def capacity(signatory: SignatorySnapshot, voice: Voice) -> tuple[str, ...]:
    """The head's, in each language of the paper."""

    def said(lang: PaperLanguage) -> str:
        return office(signatory["capacity"], lang, acting=signatory["acting"])

    return _unlike([said(lang) for lang in voice.languages])


def _each(voice: Voice, words: Any) -> tuple[str, ...]:
    return _unlike([words[lang] for lang in voice.languages])


def _unlike(texts: list[str]) -> tuple[str, ...]:
    """Директор is the same word in two languages."""
    return tuple(dict.fromkeys(text for text in texts if text))


def _row(texts: tuple[str, ...], name: str, y: float, pitch: float) -> dict[str, Any]:
    said = fit_block(texts, OFFICE_ROOM, pitch - 1.6, OFFICE_SIZE, leading=1.2)
    named = fit_block((name,), LINE_RIGHT - LINE_LEFT, NAME_HEIGHT, NAME_SIZE, leading=1.2, face="bold")
    return {"office": said, "name": named, "bottom": f"{210 - y - 0.6:.2f}", "under": f"{y + 0.5:.2f}"}
