"""How many documents of this process filled a design in, and how many had to be laid out whole, and why."""

from collections import Counter

import structlog

from certificates.compiling.unfit import Reason

log = structlog.get_logger()
FILLED = "filled"
_counted: Counter[str] = Counter()


def count_filled() -> None:
    _counted[FILLED] += 1


def count_whole(reason: Reason) -> None:
    """Each is in the log too: many of them mean that a design has places too small for what it is used for."""
    _counted[reason] += 1
    log.info("paper_laid_out_whole", reason=reason)


def counted() -> Counter[str]:
    return Counter(_counted)
