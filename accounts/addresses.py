"""Which e-mail addresses a person may add."""

from allauth.account.forms import AddEmailForm
from allauth.account.models import EmailAddress
from django import forms
from django.utils.translation import gettext as _


class AddressForm(AddEmailForm):  # type: ignore[misc]  # allauth ships no types
    """Another address, once one is confirmed: whoever registered somebody else's address must not tie one of their
    own to the account, by which they would come back after its owner has reset the password."""

    def clean_email(self) -> str:
        email: str = super().clean_email()
        if not EmailAddress.objects.filter(user=self.user, verified=True).exists():
            raise forms.ValidationError(_("Hãy xác nhận địa chỉ đang dùng trước."), code="confirm_first")
        return email
