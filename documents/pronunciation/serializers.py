from typing import Any, cast

from rest_framework import serializers

from documents.models import PronunciationRule
from documents.pronunciation.hits import Hits
from documents.pronunciation.services import Wording
from documents.pronunciation.transfer import Imported
from documents.pronunciation.words import MOST_SPOKEN, MOST_WRITTEN
from documents.states import RuleScope
from lib.refusals import sentence
from speech.types import Pronunciation, as_language

LANGUAGES = ["vi", "en", "auto"]
KEPT_AS = {
    "written": "written",
    "spoken": "spoken",
    "whole_word": "is_whole_word",
    "case_sensitive": "is_case_sensitive",
    "language": "language",
}


class RuleWords(serializers.Serializer[None]):
    """What a rule says; ``auto`` is both languages. In a change what is not given stays."""

    written = serializers.CharField(max_length=MOST_WRITTEN)
    spoken = serializers.CharField(max_length=MOST_SPOKEN)
    whole_word = serializers.BooleanField(required=False)
    case_sensitive = serializers.BooleanField(required=False)
    language = serializers.ChoiceField(choices=LANGUAGES, required=False)

    def wording(self) -> Wording:
        """The fields that were given, under our names."""
        given = self.validated_data
        wording = {kept: given[name] for name, kept in KEPT_AS.items() if name in given}
        return cast(Wording, wording | ({"language": ""} if wording.get("language") == "auto" else {}))


class RuleChange(RuleWords):
    """The same for PATCH."""


class PronunciationIn(RuleWords):
    """Where no scope is given: the document, if there is one, else everything that the person hears."""

    scope = serializers.ChoiceField(choices=RuleScope.values, required=False)
    document_id = serializers.UUIDField(required=False, allow_null=True)


class RuleFileIn(serializers.Serializer[None]):
    file = serializers.FileField(allow_empty_file=True)
    scope = serializers.ChoiceField(choices=RuleScope.values, required=False)
    document_id = serializers.UUIDField(required=False, allow_null=True)


class RuleQuery(serializers.Serializer[None]):
    """What a list is about."""

    scope = serializers.ChoiceField(choices=RuleScope.values, required=False)
    document_id = serializers.UUIDField(required=False)
    q = serializers.CharField(required=False, max_length=MOST_WRITTEN, help_text="letters of either form")


class RuleOut(serializers.ModelSerializer[PronunciationRule]):
    id = serializers.UUIDField(source="public_id")
    user_id = serializers.UUIDField(source="created_by.public_id")
    scope = serializers.ChoiceField(choices=RuleScope.values)
    document_id = serializers.UUIDField(source="document.public_id", allow_null=True, default=None)
    whole_word = serializers.BooleanField(source="is_whole_word")
    case_sensitive = serializers.BooleanField(source="is_case_sensitive")
    language = serializers.SerializerMethodField()

    class Meta:
        model = PronunciationRule
        fields = [
            "id", "user_id", "scope", "document_id", "written", "spoken", "whole_word", "case_sensitive", "language",
            "created_at", "updated_at",
        ]  # fmt: skip

    def get_language(self, rule: PronunciationRule) -> str:
        return rule.language or "auto"


class RulePageOut(serializers.Serializer[None]):
    results = RuleOut(many=True)
    next = serializers.UUIDField(allow_null=True, help_text="the cursor of the next page")


class HitsIn(serializers.Serializer[None]):
    """A rule that is not saved; what it says does not matter."""

    written = serializers.CharField(max_length=MOST_WRITTEN)
    whole_word = serializers.BooleanField(required=False, default=True)
    case_sensitive = serializers.BooleanField(required=False, default=False)
    language = serializers.ChoiceField(choices=LANGUAGES, required=False, default="auto")
    document_id = serializers.UUIDField(required=False, allow_null=True)

    def rule(self) -> Pronunciation:
        given = self.validated_data
        language = None if given["language"] == "auto" else as_language(given["language"])
        return Pronunciation(given["written"], "", given["whole_word"], given["case_sensitive"], language)


class DocumentHitsOut(serializers.Serializer[Any]):
    document_id = serializers.UUIDField(source="document.public_id")
    filename = serializers.CharField(source="document.filename")
    places = serializers.IntegerField()


class HitsOut(serializers.Serializer[Hits]):
    places = serializers.IntegerField()
    document_count = serializers.IntegerField()
    documents = DocumentHitsOut(many=True)
    complete = serializers.BooleanField(source="is_complete", help_text="false: only a part could be looked at")


class LeftOutOut(serializers.Serializer[Any]):
    number = serializers.IntegerField(help_text="the line, or the lexeme")
    written = serializers.CharField()
    code = serializers.CharField()
    detail = serializers.SerializerMethodField()

    def get_detail(self, entry: Any) -> str:
        return sentence(entry.code, entry.params)


class ImportedOut(serializers.Serializer[Imported]):
    created = serializers.IntegerField()
    changed = serializers.IntegerField()
    unchanged = serializers.IntegerField()
    skipped = serializers.DictField(child=serializers.IntegerField(), help_text="how many rows were left out, by code")
    left_out = LeftOutOut(many=True, help_text="the first of them")
