"""Language and clock of an answer. Pages: what the user chose, else Vietnamese, and the time of the house.
Programs: ``Accept-Language``, then the user's setting, else Vietnamese, and UTC."""

from collections.abc import Callable
from datetime import UTC

from django.conf import settings
from django.http import HttpRequest, HttpResponse
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
