from django.db import models

from lib.states import StateTable, WorkState, work_table

VERSION = work_table("VoiceVersion", without=frozenset({WorkState.NEEDS_PASSWORD.value}))

SAMPLE_CHECK = work_table("SampleCheck", without=frozenset({WorkState.NEEDS_PASSWORD.value}))

LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]


class ConsentKind(models.TextChoices):
    SELF = "self", "Đây là giọng của tôi"
    PERMISSION = "permission", "Tôi được người nói cho phép"


class ConsentScope(models.TextChoices):
    PRIVATE = "private", "Chỉ mình tôi"
    ORGANISATION = "organisation", "Trong tổ chức"


class SampleSource(models.TextChoices):
    UPLOAD = "upload", "Tải lên"
    RECORDED = "recorded", "Ghi tại đây"
    TAKE = "take", "Đoạn đọc được đánh dấu"


class VersionOrigin(models.TextChoices):
    FIRST = "first", "Lần học đầu"
    CONSENT = "consent", "Sau khi có sự đồng ý"
    SAMPLES = "samples", "Từ mẫu ghi âm đã chọn"
    TAKES = "takes", "Từ đoạn đọc được đánh dấu"
    ENGINE = "engine", "Vì máy đọc đã đổi"
    MANUAL = "manual", "Theo yêu cầu"


class StepKind(models.TextChoices):
    """The life of a version, in the order of its chain."""

    VALIDATE = "validate", "Kiểm tra bản ghi"
    FEATURES = "features", "Đo đặc điểm giọng"
    LEARN = "learn", "Học giọng"
    CHECK = "check", "Thử giọng"
    OPTIMISE = "optimise", "Tối ưu"
    LIBRARY = "library", "Vào thư viện"
    MONITOR = "monitor", "Theo dõi"
    LEARN_ON = "learn_on", "Học thêm"
    ROLL_BACK = "roll_back", "Quay lại"


REPEATED_STEPS = (StepKind.LEARN_ON.value, StepKind.ROLL_BACK.value)


class StepState(models.TextChoices):
    RUNNING = "RUNNING", "Đang làm"
    DONE = "DONE", "Xong"
    SKIPPED = "SKIPPED", "Bỏ qua"
    FAILED = "FAILED", "Lỗi"


class Variant(models.TextChoices):
    NEUTRAL = "neutral", "Bình thường"
    CALM = "calm", "Điềm tĩnh"
    LIVELY = "lively", "Sôi nổi"


class Chosen(models.TextChoices):
    LEFT = "left", "Bên trái"
    RIGHT = "right", "Bên phải"
    SAME = "same", "Như nhau"


TABLES: tuple[StateTable, ...] = (VERSION, SAMPLE_CHECK)
