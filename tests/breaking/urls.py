from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def broken(request: HttpRequest, word: str) -> HttpResponse:
    typed = {**request.POST.dict(), **request.GET.dict(), **request.headers}
    raise ValueError(f"{word} {typed} {request.build_absolute_uri()} {request.user}")


urlpatterns = [path("broken/<str:word>/", broken), path("", include("config.urls"))]
handler404 = "config.errors.not_found"
handler403 = "config.errors.forbidden"
handler500 = "config.errors.server_error"
