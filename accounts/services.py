"""What changes accounts. Every refusal is named; faces translate them."""

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth import authenticate
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest

from accounts.doors import check_account
from accounts.models import Erasure, Organisation, User
from accounts.permissions import check_may_delete, check_second_factor
from accounts.states import Asker
from lib import privacy
from lib.hints import hint_on_commit
from lib.refusals import Refusal

ERASE_TASK = "erase_accounts"


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
            if EmailAddress.objects.filter(email=made.email, verified=True).exists():  # somebody's second one
                raise Refusal("email_taken", 400, field="email")
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
    # By one name only: with two a wrong password costs a known account one hash more than an unknown one.
    user = authenticate(request, email=email.strip().lower(), password=password)
    if not isinstance(user, User) or not user.is_active:
        raise Refusal("wrong_credentials", 401)
    check_second_factor(request, user, otp)
    if must_verify() and not _is_verified(user):
        raise Refusal("email_unverified", 401)
    return user


def _is_verified(user: User) -> bool:
    return bool(EmailAddress.objects.filter(user=user, email=user.email, verified=True).exists())


def confirm_person(request: HttpRequest, *, user: User, password: str, otp: str = "") -> None:
    """That ``user`` is really there, before something that cannot be undone.

    Raises ``wrong_password`` (403), ``mfa_required`` (401), ``too_many_requests`` (429).
    """
    check_account(request, "reauthenticate", str(user.public_id))
    if not user.check_password(password):
        raise Refusal("wrong_password", 403, field="password")
    check_second_factor(request, user, otp)


def delete_account(*, by: User | None, user: User) -> Erasure:
    """Close an account for ever: nobody signs in, all work stops now; a worker erases the rest within moments.

    ``by`` is the person, staff who may delete users, or nobody (the command line). Raises ``not_allowed`` (403) and
    ``last_superuser`` (409).
    """
    check_may_delete(by, user)
    with transaction.atomic():
        _keep_a_superuser(user)
        found = User.objects.select_for_update().filter(pk=user.pk).first()
        if found is None:  # somebody else was quicker, and the worker too
            raise Refusal("not_found", 404)
        user = found
        asked_by = Asker.SELF if by == user else Asker.STAFF
        erasure, _ = Erasure.objects.get_or_create(user=user, defaults={"asked_by": asked_by})
        for app in reversed(privacy.listed()):  # the door is shut first, then what runs is ended
            app.stop(user)
        hint_on_commit(ERASE_TASK)
    return erasure


def _keep_a_superuser(user: User) -> None:
    """Two who delete each other at the same moment: the rows are locked, one of them stays."""
    if user.is_superuser:
        others = User.objects.select_for_update().filter(is_superuser=True, is_active=True).order_by("pk")
        if all(one == user for one in others):
            raise Refusal("last_superuser", 409)
