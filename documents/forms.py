from django import forms
from django.utils.translation import gettext_lazy as _


class DocumentUploadForm(forms.Form):
    file = forms.FileField(label=_("Tài liệu"), allow_empty_file=True)
