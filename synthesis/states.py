from django.db import models

from lib.states import StateTable, WorkState, work_table


class JobState(models.TextChoices):
    QUEUED = "QUEUED", "Đang chờ"
    PLANNING = "PLANNING", "Đang chuẩn bị"
    RENDERING = "RENDERING", "Đang tạo audio"
    ASSEMBLING = "ASSEMBLING", "Đang ghép"
    READY = "READY", "Sẵn sàng"
    FAILED = "FAILED", "Lỗi"
    CANCELLED = "CANCELLED", "Đã hủy"


UNFINISHED_JOB = [JobState.QUEUED, JobState.PLANNING, JobState.RENDERING, JobState.ASSEMBLING]


class SegmentState(models.TextChoices):
    PENDING = "PENDING", "Đang chờ"
    RENDERING = "RENDERING", "Đang đọc"
    DONE = "DONE", "Xong"
    FAILED = "FAILED", "Lỗi"


class RenditionState(models.TextChoices):
    QUEUED = "QUEUED", "Đang chờ"
    ENCODING = "ENCODING", "Đang mã hóa"
    ACTIVE = "ACTIVE", "Nghe được"
    FAILED = "FAILED", "Lỗi"
    EXPIRED = "EXPIRED", "Hết hạn"
    DELETED = "DELETED", "Đã xóa"


class IdentityMark(models.TextChoices):
    """What was found of a clip's identity; without one it was not measured."""

    OK = "ok", "Giống giọng"
    LOW = "low", "Kém giống"


class JobKind(models.TextChoices):
    BOOK = "book", "Audio"
    PREVIEW = "preview", "Nghe thử"


def _moves(**moves: str) -> dict[str, frozenset[str]]:
    return {state: frozenset(nexts.split()) for state, nexts in moves.items()}


JOB = StateTable(
    "Job",
    _moves(
        QUEUED="PLANNING FAILED CANCELLED",
        PLANNING="RENDERING FAILED CANCELLED",
        RENDERING="ASSEMBLING FAILED CANCELLED",
        ASSEMBLING="READY FAILED CANCELLED",
        READY="",
        FAILED="QUEUED",
        CANCELLED="",
    ),
)
SEGMENT = StateTable("Segment", _moves(PENDING="RENDERING", RENDERING="DONE FAILED", DONE="", FAILED="PENDING"))
RENDITION = StateTable(
    "Rendition",
    _moves(
        QUEUED="ENCODING DELETED",
        ENCODING="ACTIVE FAILED DELETED",
        ACTIVE="EXPIRED DELETED",
        FAILED="QUEUED DELETED",
        EXPIRED="DELETED",
        DELETED="",
    ),
)
IDENTITY_CHECK = work_table("IdentityCheck", without=frozenset({WorkState.NEEDS_PASSWORD.value}))
TABLES: tuple[StateTable, ...] = (JOB, SEGMENT, RENDITION, IDENTITY_CHECK)
