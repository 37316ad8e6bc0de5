from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from documents.reading import picks
from documents.selectors import documents_for
from lib.refusals import Refusal
from synthesis.services import Wish
from voices import presets
from voices.selectors import voices_for
from voices.states import Variant

SHOWN = 200
VARIANTS = [("neutral", _("Bình thường")), ("calm", _("Điềm tĩnh")), ("lively", _("Sôi nổi"))]
LANGUAGES = [("auto", _("Tự nhận")), ("vi", "Tiếng Việt"), ("en", "English")]


class GenerateForm(forms.Form):
    voice = forms.ChoiceField(label=_("Giọng nói"))
    text = forms.CharField(label=_("Văn bản"), required=False, strip=False, widget=forms.Textarea(attrs={"rows": 8}))
    document = forms.ChoiceField(label=_("Tài liệu"), required=False)
    language = forms.ChoiceField(label=_("Ngôn ngữ"), choices=LANGUAGES, initial="auto")
    speed = forms.FloatField(
        label=_("Tốc độ"), min_value=0.5, max_value=2.0, initial=1.0,
        widget=forms.NumberInput(attrs={"step": "0.05", "inputmode": "decimal"}),
    )  # fmt: skip
    format = forms.ChoiceField(label=_("Định dạng"), choices=[("mp3", "MP3"), ("wav", "WAV")], initial="mp3")
    variant = forms.ChoiceField(label=_("Cách đọc"), choices=VARIANTS, initial="neutral", required=False)
    choices = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer(user)
        defaults = {
            "voice": user.default_voice,
            "language": user.default_language,
            "format": user.default_format,
            "speed": user.default_speed,
        }
        for name, value in defaults.items():
            self.fields[name].initial = value

    def _offer(self, user: User) -> None:
        mine = [
            (str(voice.public_id), voice.name)
            for voice in voices_for(user)[:SHOWN]
            if voice.status == "READY" and voice.consent
        ]
        ready = [(preset.id, preset.label) for preset in presets.listed()]
        voice_field, document_field = self.fields["voice"], self.fields["document"]
        assert isinstance(voice_field, forms.ChoiceField)  # noqa: S101 - narrows the type
        assert isinstance(document_field, forms.ChoiceField)  # noqa: S101 - narrows the type
        voice_field.choices = [
            ("", _("-- Chọn giọng nói --")),
            *([(_("Giọng của bạn"), mine)] if mine else []),
            (_("Giọng có sẵn"), ready),
        ]
        documents = documents_for(user).filter(current_extraction__status="READY")[:SHOWN]
        document_field.choices = [
            ("", _("-- Chọn tài liệu --")),
            *((str(document.public_id), document.filename) for document in documents),
        ]

    def clean_variant(self) -> str:
        """A page that was opened before there were any has no such field."""
        return self.cleaned_data["variant"] or Variant.NEUTRAL

    def clean_text(self) -> str:
        return picks.one_line_end(self.cleaned_data["text"])

    def clean(self) -> dict[str, Any]:
        """Choices made on the page of what will be read; those whose place was edited since are let go."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        try:
            chosen = picks.parsed(given.get("choices", ""))
        except Refusal as refusal:
            raise forms.ValidationError(refusal.sentence, code=refusal.code) from None
        given["choices"] = tuple(picks.fitting(chosen, picks.clean_text(given.get("text", ""))))
        return given

    def wish(self) -> Wish:
        return Wish(**self.cleaned_data)


def voice_choices(user: User) -> list[Any]:
    """What a default voice can be: the same as on the generate page."""
    field = GenerateForm(user=user).fields["voice"]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 - narrows the type
    return list(field.choices)  # type: ignore[arg-type]  # set to a list above
