"""Who looks at a page."""

from django.http import HttpRequest

from accounts.models import User


def person(request: HttpRequest) -> User:
    """The signed-in user (LoginRequiredMiddleware lets nobody else through)."""
    if not isinstance(request.user, User):
        raise TypeError("a page without LoginRequiredMiddleware asked who looks at it")
    return request.user
