from django.db import models
from django.utils.translation import gettext_lazy as _

from lib.states import StateTable, work_table

EXTRACTION = work_table("Extraction", in_parts=True)

TABLES: tuple[StateTable, ...] = (EXTRACTION,)


class Aside(models.TextChoices):
    """What becomes of footnotes, tables or captions."""

    READ = "read", _("Đọc tại chỗ")
    SKIP = "skip", _("Bỏ qua")
    END = "end", _("Đọc ở cuối chương")


class ChangeKind(models.TextChoices):
    """What somebody changed of a document, as it is told to who undoes it."""

    EDIT = "edit", _("sửa một đoạn")
    RESTORE = "restore", _("trả một đoạn về như lúc đọc")
    CUT = "cut", _("tách một đoạn")
    REPLACE = "replace", _("tìm và thay")
    RENAME = "rename", _("đổi tên chương")
    SKIP = "skip", _("bỏ qua hay đọc một chương")
    MOVE = "move", _("chuyển chỗ một chương")
    MERGE = "merge", _("gộp chương")
    SPLIT = "split", _("bắt đầu chương mới")


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
