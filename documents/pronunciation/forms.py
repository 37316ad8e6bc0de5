from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from documents.models import Document, PronunciationRule
from documents.pronunciation.places import Place
from documents.pronunciation.services import FIELDS, Wording
from documents.pronunciation.trial import MOST_TRIED
from documents.pronunciation.words import MOST_SPOKEN, MOST_WRITTEN
from documents.selectors import documents_for, get_document
from documents.states import RuleScope
from speech.types import Pronunciation, as_language

SHOWN = 200
LANGUAGES = [("", _("Cả hai")), ("vi", "Tiếng Việt"), ("en", "English")]


class PlaceForm(forms.Form):
    """Where rules are to hold."""

    scope = forms.ChoiceField(label=_("Dùng cho"), choices=RuleScope.choices, initial=RuleScope.PERSON)
    document = forms.ChoiceField(label=_("Tài liệu"), required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        if "document" in self.fields:
            own = documents_for(user).filter(created_by=user).order_by("-pk")[:SHOWN]
            named = [(str(document.public_id), document.filename) for document in own]
            field = self.fields["document"]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - narrows the type
            field.choices = [("", _("-- Chọn tài liệu --")), *named]

    def document_row(self) -> Document | None:
        """The document that was chosen, where it counts."""
        chosen = self.cleaned_data.get("document")
        of_document = self.cleaned_data.get("scope") == RuleScope.DOCUMENT
        return get_document(self.user, chosen) if chosen and of_document else None


class RuleForm(PlaceForm):
    field_order = ["written", "spoken", "scope", "document", "language", "is_whole_word", "is_case_sensitive"]
    written = forms.CharField(
        label=_("Viết là"), max_length=MOST_WRITTEN, help_text=_("Từ hay cụm từ như trong văn bản.")
    )
    spoken = forms.CharField(label=_("Đọc là"), max_length=MOST_SPOKEN, help_text=_("Viết ra thành chữ, như khi nói."))
    language = forms.ChoiceField(label=_("Trong câu tiếng"), choices=LANGUAGES, required=False)
    is_whole_word = forms.BooleanField(label=_("Chỉ khi đứng riêng thành từ"), required=False, initial=True)
    is_case_sensitive = forms.BooleanField(label=_("Phân biệt chữ hoa, chữ thường"), required=False)
    trial = forms.CharField(
        label=_("Thử một câu"), max_length=MOST_TRIED, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, rule: PronunciationRule | None = None, **kwargs: Any) -> None:
        """``rule``: the one that is changed; it stays where it holds."""
        super().__init__(*args, **kwargs)
        self.place = Place.of_rule(self.user, rule) if rule else None
        if rule is not None:
            del self.fields["scope"], self.fields["document"]
            for name in FIELDS:
                self.fields[name].initial = getattr(rule, name)

    def wording(self) -> Wording:
        given = self.cleaned_data
        return Wording(
            written=given["written"],
            spoken=given["spoken"],
            is_whole_word=given["is_whole_word"],
            is_case_sensitive=given["is_case_sensitive"],
            language=given["language"],
        )

    def rule(self) -> Pronunciation:
        """What is typed, as the reader takes it."""
        given = self.wording()
        language = as_language(given["language"]) if given["language"] else None
        return Pronunciation(
            given["written"], given["spoken"], given["is_whole_word"], given["is_case_sensitive"], language
        )

    def document_row(self) -> Document | None:
        return self.place.document if self.place else super().document_row()


class RuleFileForm(PlaceForm):
    field_order = ["file", "scope", "document"]
    file = forms.FileField(label=_("Tệp quy tắc"), allow_empty_file=True)
