from typing import Any

from rest_framework import serializers

from documents.models import SectionChoice
from documents.pronunciation.serializers import RuleWords
from documents.pronunciation.trial import FIRST
from documents.reading import picks
from documents.reading.picks import Pick
from documents.reading.services import Wanted
from documents.reading.usual import usual_options
from speech.types import Pronunciation, as_language


class PlaceIn(serializers.Serializer[None]):
    """How one place is read: ``written`` is what stands there."""

    start = serializers.IntegerField(min_value=0)
    end = serializers.IntegerField(min_value=1)
    written = serializers.CharField(max_length=picks.LONGEST, trim_whitespace=False)
    spoken = serializers.CharField(max_length=picks.LONGEST)


class OptionsIn(serializers.Serializer[None]):
    ids = serializers.ChoiceField(choices=["digits", "number"], required=False)
    letters = serializers.ChoiceField(choices=["vi", "en"], required=False)
    years = serializers.ChoiceField(choices=["full", "short"], required=False)
    emoji = serializers.ChoiceField(choices=["drop", "say"], required=False)
    is_respelled = serializers.BooleanField(
        required=False,
        help_text="whether foreign words are written as Vietnamese speaks them (if not given: as the engine needs)",
    )


class PreviewQuery(serializers.Serializer[None]):
    """What a GET can ask for: a text or a document."""

    text = serializers.CharField(required=False, allow_blank=True, default="", trim_whitespace=False)
    document = serializers.UUIDField(required=False, allow_null=True, default=None)
    language = serializers.ChoiceField(choices=["vi", "en", "auto"], default="auto")
    region = serializers.ChoiceField(choices=["north", "central", "south"], default="north")
    cursor = serializers.CharField(required=False, allow_blank=True, default="", max_length=32)

    def wanted(self) -> Wanted:
        given: dict[str, Any] = self.validated_data
        options = usual_options(language=given["language"], region=given["region"], **given.get("options", {}))
        document = str(given["document"]) if given["document"] else ""
        rules = tuple(_first(rule) for rule in given.get("rules", ()))
        return Wanted(given["text"], document, options, given.get("choices", ()), rules, given["cursor"])


def _first(rule: dict[str, Any]) -> Pronunciation:
    """A rule to try, before all that are kept."""
    language = rule.get("language", "auto")
    return Pronunciation(
        rule["written"],
        rule["spoken"],
        rule.get("whole_word", True),
        rule.get("case_sensitive", False),
        None if language == "auto" else as_language(language),
        FIRST,
    )


class PreviewIn(PreviewQuery):
    options = OptionsIn(required=False, default=dict)
    rules = RuleWords(many=True, required=False, default=list, help_text="to try; nothing is kept")
    choices = PlaceIn(many=True, required=False, default=list)

    def validate_choices(self, given: list[dict[str, Any]]) -> tuple[Pick, ...]:
        return tuple(Pick(**place) for place in given)


class TokenOut(serializers.Serializer[Any]):
    start = serializers.IntegerField()
    end = serializers.IntegerField()
    text = serializers.CharField()
    spoken = serializers.CharField()
    by = serializers.CharField(help_text="the rule that says it; empty where it is said as it stands")
    readings = serializers.ListField(
        child=serializers.CharField(), help_text="what it can mean, the one that is said first; empty when it is sure"
    )


class SentenceOut(serializers.Serializer[Any]):
    """Spans count the characters of the section's text, or of the text that was sent, in NFC."""

    section = serializers.UUIDField(source="section.public_id", allow_null=True, default=None)
    start = serializers.IntegerField(source="sentence.start")
    end = serializers.IntegerField(source="sentence.end")
    text = serializers.CharField(source="sentence.text")
    spoken = serializers.CharField(source="sentence.spoken")
    language = serializers.CharField(source="sentence.language")
    tokens = TokenOut(source="sentence.tokens", many=True)


class FlagOut(serializers.Serializer[Any]):
    section = serializers.UUIDField(source="section.public_id", allow_null=True, default=None)
    code = serializers.CharField(source="flag.code")
    start = serializers.IntegerField(source="flag.start")
    end = serializers.IntegerField(source="flag.end")
    readings = serializers.ListField(source="flag.readings", child=serializers.CharField())


class PreviewOut(serializers.Serializer[Any]):
    language = serializers.CharField()
    sentences = SentenceOut(source="seen", many=True)
    flags = FlagOut(source="noticed", many=True)
    next = serializers.CharField(allow_null=True, help_text="`cursor` of the next page; null on the last")


class ChoiceIn(PlaceIn):
    section = serializers.UUIDField()


class ChoiceOut(serializers.ModelSerializer[SectionChoice]):
    id = serializers.UUIDField(source="public_id")
    section = serializers.UUIDField(source="section.public_id")

    class Meta:
        model = SectionChoice
        fields = ["id", "section", "start", "end", "written", "spoken", "created_at"]


class ChoicePageOut(serializers.Serializer[Any]):
    results = ChoiceOut(many=True)
    next = serializers.UUIDField(allow_null=True)
