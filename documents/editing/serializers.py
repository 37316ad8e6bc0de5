"""How chapters and sections are told and asked for over the API."""

from typing import Any

from rest_framework import serializers

from documents.editing.replacing import Wanted
from documents.editing.words import KINDS, LONGEST_FIND, LONGEST_TITLE
from documents.models import Chapter, Extraction, Section
from documents.selectors import estimated_seconds
from documents.states import ChangeKind


class ChapterOut(serializers.ModelSerializer[Chapter]):
    id = serializers.UUIDField(source="public_id")
    word_count = serializers.IntegerField(source="words", help_text="words that are read when it is not skipped")
    estimated_duration = serializers.SerializerMethodField()
    sections = serializers.IntegerField(source="section_count")
    doubtful = serializers.IntegerField(source="doubtful_count", help_text="sections with words that are not sure")

    class Meta:
        model = Chapter
        fields = [
            "id", "position", "title", "source_title", "is_skipped", "word_count", "estimated_duration", "sections",
            "doubtful",
        ]  # fmt: skip

    def get_estimated_duration(self, chapter: Any) -> float | None:
        return estimated_seconds(chapter.words)


class ChapterPageOut(serializers.Serializer[Any]):
    results = ChapterOut(many=True)
    next = serializers.UUIDField(allow_null=True)


class ChapterChange(serializers.Serializer[None]):
    title = serializers.CharField(
        required=False, allow_blank=True, max_length=LONGEST_TITLE, help_text="empty: as the file has it"
    )
    is_skipped = serializers.BooleanField(required=False)
    position = serializers.IntegerField(required=False, min_value=0, max_value=1_000_000, help_text="from 0")


class ChapterSplit(serializers.Serializer[None]):
    section = serializers.UUIDField(help_text="with which the new chapter begins")
    title = serializers.CharField(required=False, allow_blank=True, default="", max_length=LONGEST_TITLE)


class SectionOut(serializers.ModelSerializer[Section]):
    """``source_text`` and ``source_kind``: as they were read, null where nothing was changed. ``doubts`` are spans of
    ``text`` with the recogniser's confidence, ``box`` is left, top, right, bottom as a share of the page."""

    id = serializers.UUIDField(source="public_id")
    chapter = serializers.UUIDField(source="chapter.public_id", allow_null=True, default=None)
    position = serializers.IntegerField(source="place", help_text="in the order of reading, from 0")
    source_kind = serializers.SerializerMethodField()
    is_spoken = serializers.BooleanField(help_text="whether it is read aloud as things are")
    doubts = serializers.ListField(child=serializers.ListField(child=serializers.FloatField()))
    box = serializers.ListField(child=serializers.FloatField(), allow_null=True)

    class Meta:
        model = Section
        fields = [
            "id", "chapter", "position", "kind", "level", "text", "source_text", "source_kind", "is_skipped",
            "is_spoken", "page", "box", "doubts", "word_count", "start_seconds", "end_seconds", "revision",
        ]  # fmt: skip

    def get_source_kind(self, section: Section) -> str | None:
        return section.source_kind or None


class SectionPageOut(serializers.Serializer[Any]):
    results = SectionOut(many=True)
    next = serializers.UUIDField(allow_null=True)


class EditedOut(SectionOut):
    lost_choices = serializers.IntegerField(help_text="choices for places that are not there any more")

    class Meta(SectionOut.Meta):
        fields = [*SectionOut.Meta.fields, "lost_choices"]


class RevisionIn(serializers.Serializer[None]):
    revision = serializers.IntegerField(min_value=0, help_text="of the section as it was seen")


class SectionChange(RevisionIn):
    text = serializers.CharField(required=False, allow_blank=True, trim_whitespace=False)
    kind = serializers.ChoiceField(required=False, choices=sorted(KINDS))
    is_skipped = serializers.BooleanField(required=False)


class SectionSplit(RevisionIn):
    at = serializers.IntegerField(min_value=0, help_text="at which character of the text")


class ReplaceIn(serializers.Serializer[None]):
    find = serializers.CharField(max_length=LONGEST_FIND, trim_whitespace=False)
    replace = serializers.CharField(max_length=LONGEST_FIND, allow_blank=True, default="", trim_whitespace=False)
    case_sensitive = serializers.BooleanField(default=False)
    whole_word = serializers.BooleanField(default=False)
    chapter = serializers.UUIDField(required=False, allow_null=True, default=None)
    trial = serializers.BooleanField(default=True, help_text="look only; nothing is changed")

    def wanted(self) -> Wanted:
        given: dict[str, Any] = self.validated_data
        return Wanted(given["find"], given["replace"], given["case_sensitive"], given["whole_word"])


class PlaceOut(serializers.Serializer[Any]):
    section = serializers.UUIDField(source="section.public_id")
    page = serializers.IntegerField(source="section.page", allow_null=True)
    start = serializers.IntegerField()
    end = serializers.IntegerField()
    before = serializers.CharField()
    found = serializers.CharField()
    after = serializers.CharField()


class ReplacedOut(serializers.Serializer[Any]):
    count = serializers.IntegerField()
    sections = serializers.IntegerField()
    left = serializers.IntegerField(help_text="sections that would be empty and are left as they are")
    lost_choices = serializers.IntegerField()
    places = PlaceOut(many=True, help_text="the first hundred")


class UndoneOut(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(choices=ChangeKind.choices, help_text="what was undone")
    sections = serializers.IntegerField(help_text="that are as they were; a chapter counts as one")
    left = serializers.IntegerField(help_text="sections that were changed again meanwhile and stay")


class AgainOut(serializers.ModelSerializer[Extraction]):
    task_id = serializers.UUIDField(source="public_id")
    status = serializers.SerializerMethodField()

    class Meta:
        model = Extraction
        fields = ["task_id", "status"]

    def get_status(self, extraction: Extraction) -> str:
        return "processing"
