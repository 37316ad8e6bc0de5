"""Rules as a file over HTTP, for page and API."""

from django.db.models import QuerySet
from django.http import HttpResponse

from documents.models import PronunciationRule
from documents.pronunciation import transfer
from lib.headers import content_disposition


def file_response(rules: "QuerySet[PronunciationRule]", wanted: str) -> HttpResponse:
    data, media_type = transfer.export_rules(rules, wanted)
    named = content_disposition(f"giong-tu-dien.{wanted}", inline=False)
    return HttpResponse(data, content_type=media_type, headers={"Content-Disposition": named})
