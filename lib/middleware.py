"""At the edge: the sign of life, and refusals as a page of the right status, never a traceback."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from lib.problems import json_problem, retry_after
from lib.refusals import Refusal
from lib.storage import StorageFailed, is_full


class AliveMiddleware:
    """Answers ``/health`` before anything else: whoever asks (a container's check, a balancer) knows no host name,
    no scheme and no cookie."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.rstrip("/") == "/health":
            return JsonResponse({"status": "healthy"})
        return self.get_response(request)


class RefusalMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "%00" in request.META.get("QUERY_STRING", ""):  # no database takes a NUL, and no search means one
            return self._told(request, Refusal("invalid", 400))
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Views that do not show a refusal in their own form get the plain page of it."""
        if isinstance(error, StorageFailed) or is_full(error):
            error = Refusal("storage_unavailable", 503, seconds=30)
        if not isinstance(error, Refusal):
            return None
        return self._told(request, error)

    def _told(self, request: HttpRequest, refusal: Refusal) -> HttpResponse:
        is_program = request.path.startswith("/api/")
        return json_problem(request, refusal) if is_program else refused_page(request, refusal)


def refused_page(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """The plain page of a refusal, which says when to come again where that is known."""
    response = render(request, "refusal.html", {"refusal": refusal}, status=refusal.status)
    retry_after(response, refusal)
    return response
