"""May they? ``check_x`` raises with a sentence."""

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest

from accounts.doors import check_account
from accounts.models import User
from lib.refusals import Refusal


def check_second_factor(request: HttpRequest, user: User, otp: str) -> None:
    """Raises ``mfa_required`` unless the account has no second factor or ``otp`` is right (each code once)."""
    if not is_mfa_enabled(user):
        return
    code = otp.strip().replace(" ", "")
    if not code:
        raise Refusal("mfa_required", 401)
    check_account(request, "code", str(user.public_id))
    for one in _code_authenticators(user):
        if one.wrap().validate_code(code):
            one.record_usage()
            return
    raise Refusal("mfa_required", 401)


def _code_authenticators(user: User) -> list[Authenticator]:
    kinds = [Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES]
    return list(Authenticator.objects.filter(user=user, type__in=kinds))


def step_before_admin(request: HttpRequest, user: User) -> str:
    """The name of the page where ``user`` has to go before any page of the admin, or nothing.

    Who has a second factor must have shown it in this very session, however the session began.
    """
    if is_mfa_enabled(user):
        shown = any(one["method"] == "mfa" for one in get_authentication_records(request, user))
        return "" if shown else "mfa_reauthenticate"
    return "mfa_index" if settings.STAFF_SECOND_FACTOR == "required" else ""


def check_may_delete(by: User | None, user: User) -> None:
    """One's own account, or that of an ordinary person for staff with the right; staff only by a superuser. Nobody
    (``None``) is the command line."""
    if by is None or by == user or by.is_superuser:
        return
    if not by.has_perm("accounts.delete_user") or user.is_staff or user.is_superuser:
        raise Refusal("not_allowed", 403)
