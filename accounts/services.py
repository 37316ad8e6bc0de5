"""What changes accounts. Every refusal is named; faces translate them."""

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth import authenticate
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest

from accounts.models import Organisation, User
from accounts.permissions import check_second_factor
from lib.refusals import Refusal


def must_verify() -> bool:
    """Whether an e-mail has to be confirmed before the first sign-in."""
    return bool(settings.ACCOUNT_EMAIL_VERIFICATION == "mandatory")


def register(request: HttpRequest, *, email: str, password: str, full_name: str = "") -> User:
    """A new person with their own organisation, and a mail that confirms the address.

    Raises ``email_taken`` or ``weak_password``.
    """
    user = User(email=email.strip().lower(), full_name=full_name.strip())
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise Refusal("weak_password", 400, field="password", why=" ".join(error.messages)) from error
    try:
        with transaction.atomic():
            made = User.objects.create_user(user.email, password, full_name=user.full_name)
            address = EmailAddress.objects.create(user=made, email=made.email, primary=True, verified=False)
    except IntegrityError as error:
        raise Refusal("email_taken", 400, field="email") from error
    address.send_confirmation(request, signup=True)
    return made


def give_home(user: User) -> Organisation:
    """Make sure that ``user`` has a personal organisation (sign-up pages and the admin save users themselves)."""
    with transaction.atomic():
        return Organisation.home_of(user)


def check_credentials(request: HttpRequest, *, email: str, password: str, otp: str = "") -> User:
    """Who this is. Raises ``wrong_credentials``, ``mfa_required`` or ``email_unverified`` (all 401)."""
    user = authenticate(request, email=email.strip().lower(), username=email.strip().lower(), password=password)
    if not isinstance(user, User) or not user.is_active:
        raise Refusal("wrong_credentials", 401)
    check_second_factor(user, otp)
    if must_verify() and not _is_verified(user):
        raise Refusal("email_unverified", 401)
    return user


def _is_verified(user: User) -> bool:
    return bool(EmailAddress.objects.filter(user=user, email=user.email, verified=True).exists())
