from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from voices import statements
from voices.services import Said
from voices.states import ConsentKind

LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]


class ConsentForm(forms.Form):
    consent = forms.ChoiceField(label=_("Sự đồng ý"), choices=ConsentKind.choices, widget=forms.RadioSelect)
    speaker_name = forms.CharField(label=_("Tên người nói"), max_length=120, required=False)
    statement_version = forms.CharField(
        max_length=24, required=False, widget=forms.HiddenInput, initial=statements.CURRENT
    )

    def clean(self) -> dict[str, Any]:
        """Who gave a permission has a name."""
        given = super().clean() or {}
        if given.get("consent") == ConsentKind.PERMISSION and not given.get("speaker_name", "").strip():
            self.add_error("speaker_name", _("Hãy ghi tên người nói."))
        return given

    def said(self, evidence: dict[str, Any]) -> Said | None:
        """The consent that was given here, if one was."""
        given = self.cleaned_data
        if not given.get("consent"):
            return None
        version = given.get("statement_version") or statements.CURRENT
        speaker = given.get("speaker_name", "") if given["consent"] == ConsentKind.PERMISSION else ""
        return Said(given["consent"], version, speaker, evidence)
