from typing import Literal

# room: a text is too long for every setting of its place; pages: the design itself needs more pages than it has;
# letter: a letter that the design's fonts were not cut for.
Reason = Literal["room", "pages", "letter"]


class Unfit(Exception):  # noqa: N818 (not a mistake: the document is made another way)
    """This document cannot be made by filling its design in."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason: Reason = reason
