"""JSON logs by structlog: one line an event, with a reference where a person saw one, and no personal data."""

import logging
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog


def _only_the_kind_of_error(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Replace what a library says of an exception by its kind: a database error can quote an address."""
    told = event.pop("exc_info", None)
    if told:
        kind = (
            told[0] if isinstance(told, tuple) else type(told) if isinstance(told, BaseException) else sys.exc_info()[0]
        )
        event["error"] = kind.__name__ if kind else "unknown"
    return event


def configure(_settings: dict[str, Any]) -> None:
    """Send every log record through structlog as one JSON line on standard error."""
    shared: list[Any] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processor=structlog.processors.JSONRenderer(),
            foreign_pre_chain=[*shared, _only_the_kind_of_error],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("concord").setLevel(logging.INFO)
    logging.getLogger("axes").setLevel(logging.ERROR)
    logging.getLogger("django.security.csrf").setLevel(logging.CRITICAL)  # its line holds the address, a private link
    logging.getLogger("django.request").setLevel(logging.CRITICAL)  # our own middleware logs it, without data
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )
