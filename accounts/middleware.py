"""Language and clock of an answer; who gets in, how often one may try, and what staff need for the admin.

Pages: what the user chose, else Vietnamese, and the time of the house.
Programs: ``Accept-Language``, then the user's setting, else Vietnamese, and UTC."""

from collections.abc import Callable
from datetime import UTC
from typing import Any, Final
from urllib.parse import urlencode

from allauth.account.internal.stagekit import get_pending_stage
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts import sessions
from accounts.doors import check_account, check_address
from accounts.models import User
from accounts.permissions import step_before_admin
from lib.middleware import refused_page
from lib.refusals import Refusal

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
        if refused is None and _is_page_read(request):
            sessions.note_seen(request)
        return refused


def _is_page_read(request: HttpRequest) -> bool:
    if request.method != "GET" or request.headers.get("HX-Request") or request.path.startswith("/api/"):
        return False
    return request.user.is_authenticated


class DoorMiddleware:
    """Counts knocks at allauth's pages before they look at anything (its own limits read, then write)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view_func: Callable[..., Any], view_args: Any, view_kwargs: Any
    ) -> HttpResponseBase | None:
        name = request.resolver_match.view_name if request.resolver_match else ""
        if request.method != "POST" or name not in PAGES:
            return None
        door, account = PAGES[name]
        try:
            check_address(request, door)
            check_account(request, door, account(request))
        except Refusal as refusal:
            return refused_page(request, refusal)
        return None


def _typed(field: str) -> Callable[[HttpRequest], str]:
    return lambda request: str(request.POST.get(field, ""))


def _signed_in(request: HttpRequest) -> str:
    return str(request.user.public_id) if isinstance(request.user, User) else ""


def _half_signed_in(request: HttpRequest) -> str:
    """Who gave the right password and now has to give a code."""
    stage = get_pending_stage(request)
    return str(stage.login.user.public_id) if stage and stage.login.user else ""


PAGES: Final[dict[str, tuple[str, Callable[[HttpRequest], str]]]] = {
    "account_login": ("login", _typed("login")),
    "account_signup": ("register", _typed("email")),
    "account_reset_password": ("reset", _typed("email")),
    "account_reset_password_from_key": ("reset", _typed("")),
    "account_email": ("confirm", _typed("email")),
    "account_confirm_email": ("confirm", _typed("")),
    "account_reauthenticate": ("reauthenticate", _signed_in),
    "account_change_password": ("reauthenticate", _signed_in),
    "admin:password_change": ("reauthenticate", _signed_in),
    "mfa_authenticate": ("code", _half_signed_in),
    "mfa_reauthenticate": ("code", _signed_in),
}


class StaffMiddleware:
    """No page of the admin for a password alone where a second factor is set, or has to be."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view_func: Callable[..., Any], view_args: Any, view_kwargs: Any
    ) -> HttpResponseBase | None:
        at = request.resolver_match
        if at is None or "admin" not in at.namespaces or at.url_name == "logout" or not isinstance(request.user, User):
            return None
        step = step_before_admin(request, request.user) if request.user.is_staff else ""
        if not step:
            return None
        if step == "mfa_index":
            messages.warning(request, _("Trang quản trị cần xác thực hai bước: hãy bật ở đây trước."))
        return redirect(f"{reverse(step)}?{urlencode({REDIRECT_FIELD_NAME: request.get_full_path()})}")
