from django.db import models
from django.utils.translation import gettext_lazy as _

from lib.states import StateTable, work_table

EXTRACTION = work_table("Extraction")

TABLES: tuple[StateTable, ...] = (EXTRACTION,)


class Aside(models.TextChoices):
    """What becomes of footnotes, tables or captions."""

    READ = "read", _("Đọc tại chỗ")
    SKIP = "skip", _("Bỏ qua")
    END = "end", _("Đọc ở cuối chương")


class Phase(models.TextChoices):
    """What a worker does with the pages of a document right now."""

    READING = "reading", _("Đang đọc")
    PARTS = "parts", _("Đang đọc từng phần")
    RECOGNISING = "recognising", _("Đang nhận dạng chữ trong ảnh")


class RuleScope(models.TextChoices):
    """Where a rule of pronunciation holds; the nearest is asked first."""

    DOCUMENT = "document", _("Một tài liệu")
    PERSON = "person", _("Mọi thứ bạn nghe")
    ORGANISATION = "organisation", _("Cả nhóm")
