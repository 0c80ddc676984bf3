"""Structured logs to the standard error. Events carry ids only, and what others put into a line is taken out."""

import logging
import re

import structlog

# Whoever has a code sees a person's document, and whoever has the key of a link sets somebody's password.
SECRET_IN_ADDRESS = re.compile(r"(/v/|/calendar/|/apply/|/reset/key/)[^\s/?&'\"]+", re.IGNORECASE)
# What follows the question mark of an address is what somebody typed.
TYPED = re.compile(r"(/[^\s?]*)\?\S+?(['\"]?)(?=\s|$)")
# PostgreSQL tells which values it refused: `DETAIL:  Key (iin)=(…)`, `LINE 1: … WHERE iin = '…'`. A value may have
# several lines, so everything goes, up to the next exception of the chain.
VALUES = re.compile(
    r"(DETAIL|ПОДРОБНОСТИ|LINE \d+|СТРОКА \d+): .*?"
    r"(?=(?:\n|\\n)\s*(?:The above exception|During handling|Traceback \(most)|\Z)",
    re.DOTALL,
)


class WithoutPersonalData(logging.Formatter):
    """The last door of every line, whoever writes it."""

    def format(self, record: logging.LogRecord) -> str:
        line = TYPED.sub(r"\1?…\2", super().format(record))
        return VALUES.sub(r"\1: …", SECRET_IN_ADDRESS.sub(r"\1…", line))


def configure() -> None:
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.stdlib.filter_by_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.stdlib.add_logger_name,
            structlog.stdlib.add_log_level,
            structlog.processors.format_exc_info,
            structlog.processors.KeyValueRenderer(key_order=["timestamp", "level", "event"]),
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
