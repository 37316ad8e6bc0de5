from allauth.account.decorators import secure_admin_login
from django.conf import settings
from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path, re_path
from django.views.decorators.http import require_safe
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from accounts.language import switch_language
from config import health

admin.site.site_header = admin.site.site_title = settings.APP_NAME
# Everybody signs in at our page. The admin's own form, open to staff who are in already, would let them in as somebody
# else by a password alone, as often as they like to guess.
admin.site.login = secure_admin_login(require_safe(admin.site.login))  # type: ignore[method-assign]

urlpatterns = [
    path("", include("accounts.urls")),
    path("", include("voices.urls")),
    path("", include("documents.urls")),
    path("", include("synthesis.urls")),
    path("accounts/", include("allauth.urls")),
    path("i18n/setlang/", switch_language, name="set_language"),
    path("admin/", admin.site.urls),
    re_path("^api/schema/?$", login_not_required(SpectacularAPIView.as_view()), name="schema"),
    re_path("^api/docs/?$", login_not_required(SpectacularSwaggerSplitView.as_view(url_name="schema")), name="docs"),
    path("healthz/", health.ready),
    path("healthz", health.ready),
]
handler404 = "config.errors.not_found"
handler403 = "config.errors.forbidden"
handler500 = "config.errors.server_error"
