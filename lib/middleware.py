"""At the edge: the sign of life, and refusals as a page of the right status, never a traceback."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from lib.problems import json_problem
from lib.refusals import Refusal
from lib.storage import StorageFailed


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
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Views that do not show a refusal in their own form get the plain page of it."""
        if isinstance(error, StorageFailed):
            error = Refusal("storage_unavailable", 503, seconds=30)
        if not isinstance(error, Refusal):
            return None
        if request.path.startswith("/api/"):
            return json_problem(request, error)
        return render(request, "refusal.html", {"refusal": error}, status=error.status)
