from typing import Any

from allauth.mfa.totp.views import ActivateTOTPView
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts import services, sessions
from accounts.asker import person
from accounts.forms import DeleteAccountForm
from lib.pages import show_refusal
from lib.refusals import Refusal


@login_not_required
def home(request: HttpRequest) -> HttpResponse:
    """The public first page."""
    context: dict[str, Any] = {}
    return render(request, "home.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def devices(request: HttpRequest) -> HttpResponse:
    """Where one is signed in. A post ends one of them, or all others."""
    user = person(request)
    if request.method == "POST":
        if handle := request.POST.get("device", ""):
            sessions.end_device(user, handle, request)
        else:
            sessions.end_others(user, request)
        messages.success(request, _("Đã đăng xuất ở đó."))
        return redirect("usersessions_list")
    found = sessions.devices_of(user, request)
    context = {"devices": found, "has_others": any(not one.is_this for one in found)}
    return render(request, "usersessions/usersession_list.html", context)


class ActivateCode(ActivateTOTPView):  # type: ignore[misc]  # allauth ships no types
    """A second factor is for every device: those that signed in without it have to sign in again."""

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        sessions.end_all(person(self.request), "second_factor", keep=self.request)
        return response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def delete_account(request: HttpRequest) -> HttpResponse:
    """Close one's own account: says what goes, asks for the password again."""
    user = person(request)
    form = DeleteAccountForm(request.POST or None, user=user)
    if request.method == "POST" and form.is_valid():
        try:
            services.confirm_person(request, user=user, **form.cleaned_data)
            services.delete_account(by=user, user=user)
        except Refusal as refusal:
            show_refusal(form, refusal)
        else:
            logout(request)
            messages.success(request, _("Tài khoản đã đóng. Mọi thứ của bạn đang được xóa."))
            return redirect("home")
    return render(request, "account_delete.html", {"form": form}, status=422 if form.errors else 200)
