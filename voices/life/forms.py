from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from voices.life.selectors import Looked
from voices.states import LANGUAGES


class LookForm(forms.Form):
    """What somebody looks for; a field that makes no sense is as if it were empty."""

    q = forms.CharField(label=_("Tìm giọng"), required=False, max_length=120)
    tag = forms.ChoiceField(label=_("Nhãn"), required=False)
    language = forms.ChoiceField(label=_("Ngôn ngữ"), required=False, choices=[("", _("Mọi ngôn ngữ")), *LANGUAGES])
    state = forms.ChoiceField(
        label=_("Trạng thái"), required=False,
        choices=[
            ("", _("Mọi trạng thái")), ("ready", _("Sẵn sàng")), ("processing", _("Đang xử lý")),
            ("draft", _("Bản nháp")), ("failed", _("Lỗi")), ("revoked", _("Đã thu hồi")),
        ],
    )  # fmt: skip
    whose = forms.ChoiceField(
        label=pgettext_lazy("voices", "Của ai"), required=False,
        choices=[("", _("Của tôi và được chia sẻ")), ("mine", _("Của tôi")), ("shared", _("Được chia sẻ"))],
    )  # fmt: skip

    def __init__(self, *args: object, tags: list[str], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # handed on as they came
        self.fields["tag"] = forms.ChoiceField(
            label=_("Nhãn"), required=False, choices=[("", _("Mọi nhãn")), *((tag, tag) for tag in tags)]
        )

    def looked(self) -> Looked:
        self.is_valid()
        given = self.cleaned_data
        return Looked(
            given.get("q", ""), given.get("tag", ""), given.get("language", ""), given.get("state", ""),
            given.get("whose", ""),
        )  # fmt: skip


class DescribeForm(forms.Form):
    name = forms.CharField(label=_("Tên giọng"), max_length=120)
    tags = forms.CharField(
        label=_("Nhãn"), required=False, max_length=600,
        help_text=_("Cách nhau bằng dấu phẩy, như: truyện, giọng trầm."),
    )  # fmt: skip

    def tag_list(self) -> list[str]:
        return str(self.cleaned_data["tags"]).split(",")
