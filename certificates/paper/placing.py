"""Where things stand on page 1, in millimetres, whatever the length of the title; a name moves nothing."""

from dataclasses import dataclass

from certificates.paper.fitting import Fitted, width

LEFT, RIGHT = 34.0, 263.0  # of the row of facts, of signature and QR
POINT = 25.4 / 72


@dataclass(frozen=True)
class Block:
    name: str
    height: float


@dataclass(frozen=True)
class Places:
    """Tops of the blocks, in millimetres, ready for the stylesheet."""

    tops: dict[str, str]

    def __getitem__(self, name: str) -> str:
        return self.tops[name]


def page_one(programme: Fitted, *, before: bool, after: int, trilingual: bool) -> Places:
    """The tops of everything between the divider and the facts, evenly spaced; nothing depends on the name."""
    facts = 132.9 if trilingual else 131.6
    tops = {"title": 50.0 if trilingual else 49.4, "org_gloss": 48.2, "facts": facts, "lead": 76.9}
    tops["micro"] = 101.4 if trilingual else 102.8
    blocks = _sentence(programme, before=before, after=after, trilingual=trilingual)
    tops |= _stack(blocks, tops["micro"] + 1.8, facts - (1.2 if trilingual else 3.6))
    return Places({key: f"{value:.2f}" for key, value in tops.items()})


def columns(contents: list[list[tuple[str, float, bool]]]) -> list[tuple[float, float]]:
    """Left edges and widths of columns that share LEFT…RIGHT, each as wide as its longest text and an equal air."""
    needs = [max(width(text, points, "bold" if bold else "regular") for text, points, bold in c) for c in contents]
    air = (RIGHT - LEFT - sum(needs)) / len(needs)
    edges, left = [], LEFT
    for need in needs:
        edges.append((left, need + air))
        left += need + air
    return edges


def _sentence(programme: Fitted, *, before: bool, after: int, trilingual: bool) -> list[Block]:
    blocks = [Block("before", 5.4)] if before else []
    blocks.append(Block("programme", programme.points * POINT * 1.22 * len(programme.lines)))
    blocks.append(Block("say", 5.83 * after))
    return blocks + ([Block("second", 8.4)] if trilingual else [])


def _stack(blocks: list[Block], top: float, bottom: float) -> dict[str, float]:
    """Blocks one under the other in the middle of a space, with gaps of at most 1.8 mm."""
    used = sum(block.height for block in blocks)
    gap = min(1.8, max(0.0, bottom - top - used) / (len(blocks) + 1))
    y = top + (bottom - top - used - gap * (len(blocks) - 1)) / 2
    tops = {}
    for block in blocks:
        tops[block.name] = y
        y += block.height + gap
    return tops
