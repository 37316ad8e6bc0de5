"""Logs on stderr: one event a line, JSON for machines or short for a terminal. What they may say: ``lib.quiet``."""

import logging
import logging.config
import sys
import threading
from datetime import UTC, datetime
from typing import Any

from structlog.dev import ConsoleRenderer, plain_traceback
from structlog.processors import JSONRenderer
from structlog.types import Processor

from lib import quiet
from lib.request_log import context

FIELDS = ("method", "route", "status", "ms")  # of ``extra``; a library may put a whole request there

# What libraries tell on the way is for LOG_LEVEL=DEBUG only.
CALM = (
    "django.db.backends", "django.server", "asyncio", "botocore", "boto3", "urllib3", "celery",
    "kombu", "websockets", "uvicorn.access",
)  # fmt: skip
TALKING = ("django", "uvicorn", "uvicorn.error", "celery.task")


class QuietFormatter(logging.Formatter):
    """Renders what ``lib.quiet`` lets through of a record, with the identifiers that are bound where it was made."""

    def __init__(self, form: str) -> None:
        super().__init__()
        self._render: Processor = _renderer(form)

    def format(self, record: logging.LogRecord) -> str:
        event: dict[str, Any] = {
            "timestamp": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": quiet.said(record),
            **context(),
            **{name: record.__dict__[name] for name in FIELDS if name in record.__dict__},
        }
        if record.exc_info and record.exc_info[1]:
            event["exception"] = quiet.trace(record.exc_info[1])
        return str(self._render(None, record.levelname.lower(), event))


def _renderer(form: str) -> Processor:
    if form == "json":
        return JSONRenderer(ensure_ascii=False)
    return ConsoleRenderer(colors=sys.stderr.isatty(), exception_formatter=plain_traceback, pad_event_to=0)


def table(level: str, form: str, *, debug: bool) -> dict[str, Any]:
    """Django's LOGGING: everything to the root, which has the one handler; whatever a library set up goes."""
    if form == "auto":
        form = "plain" if debug or sys.stderr.isatty() else "json"
    calm = dict.fromkeys(CALM, "DEBUG" if level == "DEBUG" else "WARNING")
    levels = {**dict.fromkeys(TALKING, "NOTSET"), **calm, "django.request": "ERROR"}  # every request has a line of ours
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"quiet": {"()": "config.logs.QuietFormatter", "form": form}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "quiet"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {name: {"handlers": [], "propagate": True, "level": known} for name, known in levels.items()},
    }


def apply(wanted: dict[str, Any]) -> None:
    """Django's LOGGING_CONFIG. Warnings and what ends a thread go the same way as all else."""
    logging.raiseExceptions = False  # a line that cannot be written would be printed with its values
    logging.config.dictConfig(wanted)
    logging.captureWarnings(True)
    threading.excepthook = _thread_ended


def _thread_ended(args: threading.ExceptHookArgs) -> None:
    error = args.exc_value
    if error is not None and not isinstance(error, SystemExit):
        logging.getLogger(__name__).error("a thread ended", exc_info=error)
