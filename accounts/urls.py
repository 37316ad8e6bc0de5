from django.urls import path

from accounts import api, views
from lib.paths import owner_path

urlpatterns = [
    path("", views.home, name="home"),
    owner_path("api/auth/register", api.Register.as_view(), "api_register"),
    owner_path("api/auth/login", api.Login.as_view(), "api_login"),
    owner_path("api/auth/refresh", api.Refresh.as_view(), "api_refresh"),
    owner_path("api/auth/logout", api.Logout.as_view(), "api_logout"),
    owner_path("api/auth/me", api.Me.as_view(), "api_me"),
]
