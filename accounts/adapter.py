"""How allauth's pages make people, and sign them in and out."""

import logging
from smtplib import SMTPException
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.crypto import constant_time_compare

from accounts.doors import remember_device
from accounts.models import User
from accounts.services import give_home
from accounts.sessions import end_all, end_oldest, forget
from lib.throttle import client_address

log = logging.getLogger(__name__)
KEEPS_SESSION = {"account_change_password", "account_set_password"}
BEGUN_WITH = "sign_in_mark"


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        user.full_name = form.cleaned_data.get("full_name", "").strip()
        user.email = form.cleaned_data["email"].strip().lower()
        user.language = request.LANGUAGE_CODE  # of the page on which they signed up
        saved: User = super().save_user(request, user, form, commit)
        if commit:
            give_home(saved)
        return saved

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Mails call the site by its name, and lead to it whatever host name was asked."""
        site = SimpleNamespace(name=settings.APP_NAME, domain=urlsplit(settings.SITE_URL).netloc)
        context = {name: at_home(value) for name, value in context.items()}
        try:
            super().send_mail(template_prefix, email, {**context, "current_site": site})
        except (OSError, SMTPException) as error:  # the account is made; the mail can be asked for again
            log.error("mail %s not sent: %s", template_prefix, type(error).__name__)

    def set_password(self, user: User, password: str) -> None:
        """All that was signed in with the old password ends; a change (not a reset) keeps where it was made."""
        super().set_password(user, password)
        at = self.request.resolver_match
        if at is not None and at.url_name in KEEPS_SESSION:
            end_all(user, "password_changed", keep=self.request)
        else:
            end_all(user, "password_reset")

    def pre_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse | None:
        request.session[BEGUN_WITH] = user.sign_in_mark()
        response: HttpResponse | None = super().pre_login(request, user, **kwargs)
        return response

    def login(self, request: HttpRequest, user: User) -> None:
        """Who gave the password before all sign-ins ended, and the code after that, has to begin anew."""
        if not constant_time_compare(request.session.pop(BEGUN_WITH, ""), user.sign_in_mark()):
            raise ImmediateHttpResponse(redirect(settings.LOGIN_URL))
        super().login(request, user)

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().post_login(request, user, **kwargs)
        remember_device(response, user)
        end_oldest(user)
        return response

    def logout(self, request: HttpRequest) -> None:
        forget(request)
        super().logout(request)

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address(request)


def at_home(value: Any) -> Any:
    """An absolute URL with SITE_URL's scheme and host: the request's ``Host`` is the caller's word."""
    if not isinstance(value, str) or not value.startswith(("http://", "https://")):
        return value
    home = urlsplit(settings.SITE_URL)
    return urlsplit(value)._replace(scheme=home.scheme, netloc=home.netloc).geturl()
