"""One setting for the language of pages: the switch changes the account, the account changes the switch."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.views.i18n import set_language

from accounts.models import User


@login_not_required
def switch_language(request: HttpRequest) -> HttpResponseBase:
    """Django's own view; what a signed-in user chose is kept with the account."""
    answer = set_language(request)
    chosen = request.POST.get("language", "")
    if request.method == "POST" and isinstance(request.user, User) and chosen in dict(settings.LANGUAGES):
        User.objects.filter(pk=request.user.pk).update(language=chosen)
    return answer


def remember_language(answer: HttpResponse, language: str) -> None:
    """Set the switch to ``language``."""
    answer.set_cookie(
        settings.LANGUAGE_COOKIE_NAME, language, max_age=365 * 86400, samesite="Lax", secure=settings.HTTPS
    )
