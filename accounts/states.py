from django.db import models

from lib.states import StateTable


class Role(models.TextChoices):
    OWNER = "owner", "Chủ"
    MEMBER = "member", "Thành viên"


class Plan(models.TextChoices):
    """Plans by name; what each allows is in ``accounts.limits`` until plan rows come."""

    FREE = "free", "Miễn phí"
    PREMIUM = "premium", "Cao cấp"
    BUSINESS = "business", "Doanh nghiệp"


class UsageKind(models.TextChoices):
    """What is counted for an organisation."""

    STORED_BYTES = "stored_bytes", "Byte đang lưu"
    CHARS = "chars", "Ký tự mỗi ngày"


class ErasureState(models.TextChoices):
    QUEUED = "QUEUED", "Đang chờ"
    RUNNING = "RUNNING", "Đang xóa"
    DONE = "DONE", "Đã xóa"


class Asker(models.TextChoices):
    """Who wanted an account erased; who exactly is not kept."""

    SELF = "self", "Chủ tài khoản"
    STAFF = "staff", "Nhân viên"


ERASURE = StateTable("Erasure", {"QUEUED": frozenset({"RUNNING"}), "RUNNING": frozenset({"DONE"}), "DONE": frozenset()})
TABLES: tuple[StateTable, ...] = (ERASURE,)
