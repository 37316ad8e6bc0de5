from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from voices.forms import LANGUAGES, ConsentForm
from voices.services import MAX_TRANSCRIPT_CHARS


class DraftForm(ConsentForm):
    """Whose voice it is, and that it may be learned: before anything is recorded."""

    field_order = ["name", "language", "consent", "speaker_name"]
    name = forms.CharField(label=_("Tên giọng"), max_length=120)
    language = forms.ChoiceField(label=_("Ngôn ngữ sẽ nói khi ghi"), choices=LANGUAGES, initial="vi")


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """One or several files, always as a list."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> "list[UploadedFile[bytes]]":
        files = data if isinstance(data, list) else [data]
        return [super(ManyFilesField, self).clean(file, initial) for file in files or [None]]


class SamplesForm(forms.Form):
    """Recordings from the person's machine. The words, and what it takes the place of, are for one file alone."""

    file = ManyFilesField(label=_("File audio"), allow_empty_file=True)
    transcript = forms.CharField(
        label=_("Lời trong bản ghi (giúp giọng giống hơn)"), required=False, max_length=MAX_TRANSCRIPT_CHARS,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    instead_of = forms.UUIDField(required=False, widget=forms.HiddenInput)


class TranscriptForm(forms.Form):
    transcript = forms.CharField(
        label=_("Lời trong bản ghi"), required=False, max_length=MAX_TRANSCRIPT_CHARS,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
