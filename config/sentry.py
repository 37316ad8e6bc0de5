"""Sentry, where there is a DSN: that something failed and where in the code, with our identifiers; nothing else.

An event is not cleaned of what must not leave; it is made anew from the few things that may.
"""

from typing import Any

import sentry_sdk
from sentry_sdk.integrations.atexit import AtexitIntegration
from sentry_sdk.integrations.dedupe import DedupeIntegration
from sentry_sdk.integrations.logging import LoggingIntegration
from sentry_sdk.types import Event, Hint

from lib import quiet
from lib.request_log import context

KEPT = ("event_id", "timestamp", "level", "platform", "logger", "release", "environment", "sdk")
FRAME_KEPT = ("filename", "abs_path", "function", "module", "lineno", "in_app")


def start(dsn: str) -> None:
    """Send what is logged as an error. No other integration: they collect requests, SQL and variables."""
    if not dsn:
        return
    sentry_sdk.init(
        dsn=dsn,
        default_integrations=False,
        auto_enabling_integrations=False,
        integrations=[LoggingIntegration(level=None), AtexitIntegration(), DedupeIntegration()],
        before_send=rebuilt,
        send_default_pii=False,
        include_local_variables=False,
        include_source_context=False,
        max_request_body_size="never",
        max_breadcrumbs=0,
        traces_sample_rate=None,
        auto_session_tracking=False,
        enable_metrics=False,
        server_name="giong",
    )


def rebuilt(event: Event, hint: Hint) -> Event:
    """``event`` with its kind, its place in the code and our identifiers only."""
    found: dict[str, Any] = dict(event)
    record = hint.get("log_record")
    known = {name: str(value) for name, value in context().items()}
    user = known.pop("user", "")
    answer: Any = {name: found[name] for name in KEPT if name in found}
    answer |= {"tags": known, **({"user": {"id": user}} if user else {})}
    if record is not None:
        answer["logentry"] = {"formatted": quiet.said(record)}
    if "exception" in found:
        answer["exception"] = {"values": [_kind_and_place(one) for one in found["exception"]["values"]]}
    return answer  # type: ignore[no-any-return]


def _kind_and_place(error: dict[str, Any]) -> dict[str, Any]:
    frames = error.get("stacktrace", {}).get("frames", [])
    places = [{name: frame[name] for name in FRAME_KEPT if name in frame} for frame in frames]
    return {"type": error.get("type"), "module": error.get("module"), "stacktrace": {"frames": places}}
