"""The last pages: what is not there, what one may not do, and what failed on our side."""

import sys

from django.contrib.auth.decorators import login_not_required
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from lib.problems import json_problem
from lib.refusals import Refusal


def _answer(request: HttpRequest, code: str, status: int, template: str) -> HttpResponse:
    if request.path.startswith("/api/"):
        return json_problem(request, Refusal(code, status))
    return render(request, template, status=status)


@login_not_required
def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _answer(request, "not_found", 404, "404.html")


@login_not_required
def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _answer(request, "not_allowed", 403, "403.html")


@login_not_required
def server_error(request: HttpRequest) -> HttpResponse:
    """A database that is away for a moment (a restart, a lock that lasts) is no fault: it says when to come again."""
    if not isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        return _answer(request, "server_error", 500, "500.html")
    answer = _answer(request, "try_later", 503, "500.html")
    answer["Retry-After"] = "10"
    return answer
