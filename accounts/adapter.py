"""How allauth's pages make and count people."""

import logging
from smtplib import SMTPException
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest

from accounts.models import User
from accounts.services import give_home
from lib.throttle import client_address

log = logging.getLogger(__name__)


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        user.full_name = form.cleaned_data.get("full_name", "").strip()
        user.email = form.cleaned_data["email"].strip().lower()
        saved: User = super().save_user(request, user, form, commit)
        if commit:
            give_home(saved)
        return saved

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Mails call the site by its name, not by its address."""
        site = SimpleNamespace(name=settings.APP_NAME, domain=urlsplit(settings.SITE_URL).netloc)
        try:
            super().send_mail(template_prefix, email, {**context, "current_site": site})
        except (OSError, SMTPException) as error:  # the account is made; the mail can be asked for again
            log.error("mail %s not sent: %s", template_prefix, type(error).__name__)

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address(request)
