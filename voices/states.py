from django.db import models

from lib.states import StateTable, WorkState, work_table

VERSION = work_table("VoiceVersion", without=frozenset({WorkState.NEEDS_PASSWORD.value}))


class ConsentKind(models.TextChoices):
    SELF = "self", "Đây là giọng của tôi"
    PERMISSION = "permission", "Tôi được người nói cho phép"


class ConsentScope(models.TextChoices):
    PRIVATE = "private", "Chỉ mình tôi"
    ORGANISATION = "organisation", "Trong tổ chức"


TABLES: tuple[StateTable, ...] = (VERSION,)
