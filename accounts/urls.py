from django.urls import path

from accounts import api, views
from lib.paths import owner_path

urlpatterns = [
    path("", views.home, name="home"),
    # In front of allauth's pages of the same paths.
    path("accounts/sessions/", views.devices, name="usersessions_list"),
    path("accounts/2fa/totp/activate/", views.ActivateCode.as_view(), name="mfa_activate_totp"),
    owner_path("api/auth/register", api.Register.as_view(), "api_register"),
    owner_path("api/auth/login", api.Login.as_view(), "api_login"),
    owner_path("api/auth/refresh", api.Refresh.as_view(), "api_refresh"),
    owner_path("api/auth/logout", api.Logout.as_view(), "api_logout"),
    path("account/delete/", views.delete_account, name="account_delete"),
    owner_path("api/v1/account", api.Account.as_view(), "api_account"),
    owner_path("api/auth/me", api.Me.as_view(), "api_me"),
]
