"""Who asks."""

from django.http import HttpRequest
from rest_framework.request import Request

from accounts.models import User


def person(request: HttpRequest | Request) -> User:
    """The signed-in user: the middleware and the API's permissions let nobody else through."""
    if not isinstance(request.user, User):
        raise TypeError("a view that is open to strangers asked who is signed in")
    return request.user
