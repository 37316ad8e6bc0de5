from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from documents.reading import picks
from documents.reading.services import Wanted
from documents.reading.usual import region_of, usual_options
from lib.refusals import Refusal
from speech.types import TextOptions

LANGUAGES = [("auto", _("Tự nhận")), ("vi", "Tiếng Việt"), ("en", "English")]
REGIONS = [("north", _("Miền Bắc")), ("central", _("Miền Trung")), ("south", _("Miền Nam"))]


class OptionsForm(forms.Form):
    """How it will be read; what is missing or unknown is as usual."""

    language = forms.ChoiceField(label=_("Ngôn ngữ"), choices=LANGUAGES, initial="auto", required=False)
    region = forms.ChoiceField(label=_("Cách nói số"), choices=REGIONS, initial="north", required=False)

    def options(self) -> TextOptions:
        given = self.cleaned_data
        return usual_options(language=given.get("language") or "auto", region=given.get("region") or "north")


class ReadingForm(OptionsForm):
    """A pasted text with the choices made for places of it, and what the form of "Tạo Audio" wants back."""

    text = forms.CharField(label=_("Văn bản"), strip=False, widget=forms.Textarea(attrs={"rows": 6}))
    choices = forms.CharField(required=False, widget=forms.HiddenInput)
    cursor = forms.CharField(required=False, widget=forms.HiddenInput, max_length=32)
    voice = forms.CharField(required=False, widget=forms.HiddenInput, max_length=64)
    speed = forms.CharField(required=False, widget=forms.HiddenInput, max_length=8)
    variant = forms.CharField(required=False, widget=forms.HiddenInput, max_length=8)
    format = forms.CharField(required=False, widget=forms.HiddenInput, max_length=4)

    field_order = ("text", "language", "region")

    def clean_text(self) -> str:
        return picks.clean_text(picks.one_line_end(self.cleaned_data["text"]))

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        given["region"] = given.get("region") or region_of(given.get("voice", ""))
        try:
            chosen = picks.parsed(given.get("choices", ""))
        except Refusal as refusal:
            raise forms.ValidationError(refusal.sentence, code=refusal.code) from None
        given["choices"] = picks.fitting(chosen, given.get("text", ""))
        self.lost = len(chosen) - len(given["choices"])
        return given

    def wanted(self) -> Wanted:
        given = self.cleaned_data
        return Wanted(given["text"], "", self.options(), tuple(given["choices"]), (), given["cursor"])
