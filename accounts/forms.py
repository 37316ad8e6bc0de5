from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User


class SignupForm(forms.Form):
    """What registering asks besides e-mail and password."""

    full_name = forms.CharField(label=_("Họ và tên"), max_length=150, required=False)

    def signup(self, request: object, user: User) -> None:
        """allauth calls this; the adapter has saved the name already."""


class DeleteAccountForm(forms.Form):
    """That it is really this person: the password, and a code where there is a second factor."""

    password = forms.CharField(
        label=_("Mật khẩu"), strip=False, max_length=256,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )  # fmt: skip
    otp = forms.CharField(
        label=_("Mã xác thực hai bước"), max_length=32,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )  # fmt: skip

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_mfa_enabled(user):
            del self.fields["otp"]


class AccountForm(forms.ModelForm[User]):
    """A person's own settings and defaults; ``voices`` are the choices for the default voice."""

    def __init__(self, *args: Any, voices: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        label = self.fields["default_voice"].label
        self.fields["default_voice"] = forms.ChoiceField(label=label, choices=voices, required=False)

    class Meta:
        model = User
        fields = [
            "full_name",
            "language",
            "default_voice",
            "default_language",
            "default_format",
            "default_speed",
        ]
        help_texts = {"language": "", "default_voice": ""}
        labels = {
            "full_name": _("Họ và tên"),
            "language": _("Ngôn ngữ giao diện"),
            "default_voice": _("Giọng mặc định"),
            "default_language": _("Ngôn ngữ đọc mặc định"),
            "default_format": _("Định dạng mặc định"),
            "default_speed": _("Tốc độ mặc định"),
        }
