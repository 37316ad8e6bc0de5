"""Errors of the API: problem+json with ``detail``, ``code`` and, for fields, ``errors``; never a traceback."""

import logging
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, JsonResponse
from rest_framework import exceptions
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from lib.refusals import Refusal, sentence
from lib.storage import StorageFailed, is_full

log = logging.getLogger(__name__)

_CODES: dict[type[Exception], tuple[str, int]] = {
    exceptions.NotAuthenticated: ("not_signed_in", 401),
    exceptions.AuthenticationFailed: ("token_invalid", 401),
    exceptions.PermissionDenied: ("not_allowed", 403),
    PermissionDenied: ("not_allowed", 403),
    exceptions.NotFound: ("not_found", 404),
    Http404: ("not_found", 404),
    exceptions.MethodNotAllowed: ("method_not_allowed", 405),
    exceptions.UnsupportedMediaType: ("unsupported_media_type", 415),
    exceptions.ParseError: ("parse_error", 400),
    exceptions.NotAcceptable: ("not_acceptable", 406),
    RequestDataTooBig: ("body_too_large", 413),
    SuspiciousOperation: ("invalid", 400),
    StorageFailed: ("storage_unavailable", 503),
    OperationalError: ("try_later", 503),
    InterfaceError: ("try_later", 503),
}


def body(code: str, status: int, detail: str, errors: dict[str, Any] | None = None) -> dict[str, Any]:
    """One problem (RFC 9457 with our ``code``)."""
    problem = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status}
    problem |= {"detail": detail, "code": code}
    return problem | ({"errors": errors} if errors else {})


def handle(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's exception handler: refusals, DRF's own errors, and 500 for what is our fault."""
    _in_json(context.get("request"))
    if is_full(error):
        error = StorageFailed("full")
    if isinstance(error, Refusal):
        errors = {error.field: [{"code": error.code, "detail": error.sentence}]} if error.field else None
        return _answer(body(error.code, error.status, error.sentence, errors), error.status, error)
    if isinstance(error, exceptions.ValidationError):
        return _answer(body("invalid", 400, sentence("invalid"), _field_errors(error.get_full_details())), 400)
    for kind, (code, status) in _CODES.items():
        if isinstance(error, kind):
            return _answer(body(code, status, sentence(code)), status)
    if isinstance(error, exceptions.APIException) and error.status_code < 500:
        return _answer(body("invalid", error.status_code, sentence("invalid")), error.status_code)
    log.error("unhandled in %s", type(context.get("view")).__name__, exc_info=error)
    return _answer(body("server_error", 500, sentence("server_error")), 500)


def _in_json(request: Request | None) -> None:
    """A problem is JSON, also where the answer would have been YAML or bytes."""
    if request is not None:
        request.accepted_renderer, request.accepted_media_type = JSONRenderer(), JSONRenderer.media_type


def _answer(problem: dict[str, Any], status: int, error: Refusal | None = None) -> Response:
    response = Response(problem, status=status, content_type="application/problem+json")
    retry_after(response, error)
    if status == 401:
        response["WWW-Authenticate"] = 'Bearer realm="api"'
    return response


def retry_after(response: Any, error: Refusal | None) -> None:
    """Tell programs and browsers when to come again, where that is known."""
    if response.status_code == 503:
        response["Retry-After"] = "10"
    if error and error.status in {429, 503, 409} and "seconds" in error.params:
        response["Retry-After"] = str(error.params["seconds"])


def _field_errors(details: Any) -> dict[str, Any]:
    if not isinstance(details, dict):
        details = {"non_field_errors": details}
    return {field: _flat(value) for field, value in details.items()}


def _flat(value: Any) -> list[dict[str, str]]:
    if isinstance(value, dict) and "message" in value:
        # A message may quote what was sent, half characters and all, which no answer can carry.
        detail = str(value["message"]).encode("utf-8", "replace").decode("utf-8")
        return [{"code": str(value["code"]), "detail": detail}]
    parts = value.values() if isinstance(value, dict) else value
    return [flat for part in parts for flat in _flat(part)]


def json_problem(request: HttpRequest, error: Refusal) -> JsonResponse:
    """The same problem outside of DRF (plain Django views under /api/)."""
    response = JsonResponse(
        body(error.code, error.status, error.sentence),
        status=error.status,
        content_type="application/problem+json",
    )
    retry_after(response, error)
    return response
