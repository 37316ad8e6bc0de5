from typing import Self

from django import forms
from django.utils.translation import gettext_lazy as _

from documents import passwords
from documents.models import Document
from documents.states import Aside


class DocumentUploadForm(forms.Form):
    file = forms.FileField(label=_("Tài liệu"), allow_empty_file=True)
    delete_original = forms.BooleanField(
        label=_("Xóa tệp gốc sau khi đọc"),
        required=False,
        help_text=_("Chữ vẫn còn và vẫn sửa, nghe được. Không giữ tệp thì không xem được ảnh trang và không đọc lại."),
    )


class PasswordForm(forms.Form):
    """A document's own password; what was typed is never shown again."""

    password = forms.CharField(
        label=_("Mật khẩu của tài liệu"),
        strip=False,
        max_length=passwords.LONGEST,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )


class RenameForm(forms.Form):
    """What its owner calls a document."""

    filename = forms.CharField(label=_("Tên tài liệu"), max_length=200, help_text=_("Phần đuôi của tệp được giữ."))


class AsidesForm(forms.Form):
    """What becomes of that which stands beside the text."""

    footnotes = forms.ChoiceField(label=_("Chú thích cuối trang"), choices=Aside.choices)
    tables = forms.ChoiceField(label=_("Bảng"), choices=Aside.choices)
    captions = forms.ChoiceField(label=_("Chú thích hình"), choices=Aside.choices)

    @classmethod
    def of(cls, document: Document) -> Self:
        return cls(initial={name: getattr(document, name) for name in cls.base_fields})
