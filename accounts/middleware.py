"""Language and clock of an answer. Pages: what the user chose, else Vietnamese, and the time of the house.
Programs: ``Accept-Language``, then the user's setting, else Vietnamese, and UTC."""

from collections.abc import Callable
from datetime import UTC
from typing import Any

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone, translation

LANGUAGES = ("vi", "en")


class LanguageMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        is_api = request.path.startswith("/api/")
        language = _api_language(request) if is_api else _page_language(request)
        clock = timezone.override(UTC if is_api else None)
        with translation.override(language), clock:
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


def _page_language(request: HttpRequest) -> str:
    """The switch (a cookie), then the user's setting; a page is Vietnamese first whatever the browser says."""
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    return chosen if chosen in LANGUAGES else getattr(request.user, "language", "vi")


def _api_language(request: HttpRequest) -> str:
    for part in request.headers.get("Accept-Language", "").split(","):
        code = part.split(";")[0].strip().lower()[:2]
        if code in LANGUAGES:
            return code
    return getattr(request.user, "language", "vi")


class SignInMiddleware(LoginRequiredMiddleware):
    """Sign-in everywhere by default. A fragment's caller is told so in the fragment: a login page inside a page
    helps nobody, and what was typed there stays."""

    def process_view(
        self, request: HttpRequest, view_func: Callable[..., Any], view_args: Any, view_kwargs: Any
    ) -> HttpResponseBase | None:
        refused = super().process_view(request, view_func, view_args, view_kwargs)
        if refused is not None and request.headers.get("HX-Request"):
            answer = render(request, "signed_out.html")
            answer["HX-Reselect"] = "#signed-out"
            return answer
        return refused
