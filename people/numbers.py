"""Numbers that a browser sends: whatever else stands there is no number, and no error either."""

from __future__ import annotations

import re

# A key of any table fits into ten digits; longer ones are nobody's, and cost more than they are worth to read.
WHOLE = re.compile(r"[0-9]{1,10}")


def whole_number(sent: object) -> int | None:
    """A whole number somebody sent, in plain digits; None for anything else."""
    return int(sent) if isinstance(sent, str) and WHOLE.fullmatch(sent) else None
