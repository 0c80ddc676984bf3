"""Structured logs to the standard error. No processor adds personal data; events carry ids only."""

import logging
import re

import structlog

CODE_IN_ADDRESS = re.compile(r"(/v/|/calendar/|[?&]code=)[^\s/?&'\"]+", re.IGNORECASE)


class WithoutCodes(logging.Formatter):
    """Whoever has a code sees a person's document: no line, whoever writes it, carries one."""

    def format(self, record: logging.LogRecord) -> str:
        return CODE_IN_ADDRESS.sub(r"\1…", super().format(record))


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
