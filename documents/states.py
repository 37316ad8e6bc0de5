from django.db import models
from django.utils.translation import gettext_lazy as _

from lib.states import StateTable, work_table

EXTRACTION = work_table("Extraction")

TABLES: tuple[StateTable, ...] = (EXTRACTION,)


class RuleScope(models.TextChoices):
    """Where a rule of pronunciation holds; the nearest is asked first."""

    DOCUMENT = "document", _("Một tài liệu")
    PERSON = "person", _("Mọi thứ bạn nghe")
    ORGANISATION = "organisation", _("Cả nhóm")
