"""What the site writes to its log: for programs a line of JSON each, on a terminal plain text.

A line tells which request it belongs to by a number of ours, and never an address or a query of a
visitor.
"""

from __future__ import annotations

import logging
import sys
from contextvars import ContextVar
from datetime import UTC, datetime

import msgspec
from gunicorn.config import Config
from gunicorn.glogging import Logger

REQUEST_ID: ContextVar[str] = ContextVar("request_id", default="")
PLAIN = "%(asctime)s %(levelname)s %(name)s %(message)s"


class Lines(logging.Formatter):
    """One JSON object a line, whatever a message holds."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name,
            "said": record.getMessage(),
        }
        if REQUEST_ID.get():
            line["request"] = REQUEST_ID.get()
        if record.exc_info:
            line["fault"] = self.formatException(record.exc_info)
        return msgspec.json.encode(line).decode()


def formatter() -> logging.Formatter:
    """Plain text for a person who looks on, lines for a program that collects."""
    return logging.Formatter(PLAIN) if sys.stderr.isatty() else Lines()


def configure() -> None:
    """Send what modules say to standard error."""
    handler = logging.StreamHandler()
    handler.setFormatter(formatter())
    logging.basicConfig(level=logging.INFO, handlers=[handler])


class ServerLogger(Logger):
    """Gunicorn's own messages, written as the site's are."""

    def setup(self, cfg: Config) -> None:
        """As gunicorn sets it up, in our form."""
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(formatter())
