"""May they? ``check_x`` raises with a sentence."""

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled

from accounts.models import User
from lib.refusals import Refusal


def check_second_factor(user: User, otp: str) -> None:
    """Raises ``mfa_required`` unless the account has no second factor or ``otp`` is right (each code once)."""
    if not is_mfa_enabled(user):
        return
    code = otp.strip().replace(" ", "")
    if code and any(one.wrap().validate_code(code) for one in _code_authenticators(user)):
        return
    raise Refusal("mfa_required", 401)


def _code_authenticators(user: User) -> list[Authenticator]:
    kinds = [Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES]
    return list(Authenticator.objects.filter(user=user, type__in=kinds))
