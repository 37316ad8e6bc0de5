from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from documents.editing.showing import KINDS
from documents.editing.words import LONGEST_FIND, LONGEST_TITLE
from documents.models import Section

LINE = 60  # characters
MOST_ROWS = 24


def _rows(text: str) -> int:
    """Rows of a field in which ``text`` is seen whole, if it is not too long."""
    lines = sum(1 + len(line) // LINE for line in text.splitlines() or [""])
    return max(3, min(MOST_ROWS, lines + 1))


class SectionForm(forms.Form):
    """The text and kind of a section, and its revision as its editor saw it."""

    revision = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    text = forms.CharField(
        label=_("Chữ"), strip=False, required=False, widget=forms.Textarea(attrs={"rows": 3, "autofocus": True})
    )
    kind = forms.ChoiceField(label=_("Loại đoạn"), choices=list(KINDS.items()))

    @classmethod
    def of(cls, section: Section, **given: Any) -> "SectionForm":
        """As it stands; ``given`` instead of that."""
        now = {"text": section.text, "kind": section.kind, "revision": section.revision}
        form = cls(initial=now | given, auto_id=f"id_%s_{section.public_id}")
        form.fields["text"].widget.attrs["rows"] = _rows(str(form.initial["text"]))
        return form


class ChapterForm(forms.Form):
    title = forms.CharField(max_length=LONGEST_TITLE, required=False)


class FindForm(forms.Form):
    """What is looked for, and what stands there instead."""

    find = forms.CharField(label=_("Tìm"), max_length=LONGEST_FIND, strip=False)
    replace = forms.CharField(label=_("Thay bằng"), max_length=LONGEST_FIND, strip=False, required=False)
    is_case_sensitive = forms.BooleanField(label=_("Phân biệt chữ hoa, chữ thường"), required=False)
    is_whole_word = forms.BooleanField(label=_("Chỉ cả từ"), required=False)
    chapter = forms.ChoiceField(label=_("Ở đâu"), required=False)

    def __init__(self, *arguments: Any, chapters: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*arguments, **options)
        places = forms.ChoiceField(label=_("Ở đâu"), required=False, choices=[("", _("Cả tài liệu")), *chapters])
        self.fields["chapter"] = places
