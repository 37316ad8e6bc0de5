"""Chapters and sections of a document over the API: seen, corrected, replaced, read again."""

from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer
from rest_framework.views import APIView

from accounts.asker import person
from documents.editing import again, chapters, selectors, services
from documents.editing.replacing import replace_text
from documents.editing.serializers import (
    AgainOut,
    ChapterChange,
    ChapterOut,
    ChapterPageOut,
    ChapterSplit,
    EditedOut,
    ReplacedOut,
    ReplaceIn,
    RevisionIn,
    SectionChange,
    SectionOut,
    SectionPageOut,
    SectionSplit,
    UndoneOut,
)
from documents.editing.services import Edited
from documents.editing.undoing import undo_edit
from documents.models import Chapter, Document, Section
from documents.permissions import check_owner
from documents.selectors import check_read, get_document
from lib.keyset import limit_of
from lib.owner_api import PAGING, told
from lib.refusals import Refusal

TAGS = ["chapters"]
Row = TypeVar("Row", bound=Model)
OF_CHAPTER = OpenApiParameter("chapter", OpenApiTypes.UUID, description="sections of this chapter only")


def _own(request: Request, document: Document) -> None:
    """Who may not change it hears that before anything about what they sent."""
    check_owner(person(request), document)


def _given(form: type[Serializer[Any]], request: Request) -> dict[str, Any]:
    asked = form(data=request.data)
    asked.is_valid(raise_exception=True)
    given: dict[str, Any] = asked.validated_data
    return given


def _chapter(chapter: Chapter) -> dict[str, Any]:
    return told(ChapterOut, _still_there(selectors.chapters_of(chapter.extraction.document).filter(pk=chapter.pk)))


def _still_there(rows: "QuerySet[Row]") -> Row:
    """The one row; somebody may have merged it or read the document again between the change and this look."""
    found = rows.first()
    if found is None:
        raise Refusal("changed_meanwhile", 409)
    return found


def _edited(edited: Edited) -> dict[str, Any]:
    section: Any = _still_there(selectors.with_spoken(Section.objects.filter(pk=edited.section.pk)))
    section.lost_choices = edited.lost_choices
    selectors.placed([section])
    return told(EditedOut, section)


class Chapters(APIView):
    @extend_schema(parameters=PAGING, responses={200: ChapterPageOut}, tags=TAGS)
    def get(self, request: Request, public_id: UUID) -> Response:
        document = get_document(person(request), public_id)
        check_read(document)
        asked = request.query_params
        rows = selectors.chapters_of(document)
        found = selectors.page_of_chapters(rows, cursor=asked.get("cursor", ""), limit=limit_of(asked.get("limit")))
        return Response({"results": [told(ChapterOut, row) for row in found.rows], "next": found.next_cursor})


class OneChapter(APIView):
    problems = ("404", "409")

    @extend_schema(request=ChapterChange, responses={200: ChapterOut}, tags=TAGS)
    def patch(self, request: Request, public_id: UUID) -> Response:
        chapter = selectors.get_chapter(person(request), public_id)
        _own(request, chapter.extraction.document)
        given = _given(ChapterChange, request)
        if given:
            chapters.change_chapter(
                by=person(request), chapter=chapter, title=given.get("title"), is_skipped=given.get("is_skipped"),
                to=given.get("position"),
            )  # fmt: skip
        return Response(_chapter(chapter))


class MergeChapter(APIView):
    problems = ("404", "409")

    @extend_schema(request=None, responses={200: ChapterOut}, tags=TAGS)
    def post(self, request: Request, public_id: UUID) -> Response:
        """With the chapter after it."""
        chapter = selectors.get_chapter(person(request), public_id)
        chapters.merge_chapter(by=person(request), chapter=chapter)
        return Response(_chapter(chapter))


class SplitChapter(APIView):
    problems = ("404", "409")

    @extend_schema(request=ChapterSplit, responses={201: ChapterOut}, tags=TAGS)
    def post(self, request: Request, public_id: UUID) -> Response:
        by = person(request)
        chapter = selectors.get_chapter(by, public_id)
        _own(request, chapter.extraction.document)
        given = _given(ChapterSplit, request)
        section = selectors.section_in(chapter, given["section"])
        return Response(_chapter(chapters.split_chapter(by=by, section=section, title=given["title"])), status=201)


class Sections(APIView):
    @extend_schema(parameters=[*PAGING, OF_CHAPTER], responses={200: SectionPageOut}, tags=TAGS)
    def get(self, request: Request, public_id: UUID) -> Response:
        """In the order of reading, also what is not read aloud."""
        document = get_document(person(request), public_id)
        check_read(document)
        asked = request.query_params
        chapter = selectors.chapter_in(document, asked["chapter"]) if asked.get("chapter") else None
        rows = selectors.with_spoken(selectors.all_sections(document, chapter))
        found = selectors.page_of_sections(rows, cursor=asked.get("cursor", ""), limit=limit_of(asked.get("limit")))
        return Response(
            {"results": [told(SectionOut, row) for row in selectors.placed(found.rows)], "next": found.next_cursor}
        )


class OneSection(APIView):
    problems = ("404", "409")

    @extend_schema(request=SectionChange, responses={200: EditedOut}, tags=TAGS)
    def patch(self, request: Request, public_id: UUID) -> Response:
        section = selectors.get_section(person(request), public_id)
        _own(request, section.extraction.document)
        given = _given(SectionChange, request)
        return Response(_edited(services.edit_section(by=person(request), section=section, **given)))


class RestoreSection(APIView):
    problems = ("404", "409")

    @extend_schema(request=RevisionIn, responses={200: EditedOut}, tags=TAGS)
    def post(self, request: Request, public_id: UUID) -> Response:
        """As it was read."""
        section = selectors.get_section(person(request), public_id)
        _own(request, section.extraction.document)
        given = _given(RevisionIn, request)
        return Response(_edited(services.restore_section(by=person(request), section=section, **given)))


class SplitSection(APIView):
    problems = ("404", "409")

    @extend_schema(request=SectionSplit, responses={201: SectionOut(many=True)}, tags=TAGS)
    def post(self, request: Request, public_id: UUID) -> Response:
        section = selectors.get_section(person(request), public_id)
        _own(request, section.extraction.document)
        made = services.split_section(by=person(request), section=section, **_given(SectionSplit, request))
        rows = Section.objects.filter(pk__in=[row.pk for row in made]).order_by("piece")
        found = selectors.placed(list(selectors.with_spoken(rows)))
        return Response([told(SectionOut, row) for row in found], status=201)


class Replace(APIView):
    problems = ("404", "409", "429")

    @extend_schema(request=ReplaceIn, responses={200: ReplacedOut}, tags=TAGS)
    def post(self, request: Request, public_id: UUID) -> Response:
        """Find literal text and, unless it is a trial, replace it everywhere at once."""
        by = person(request)
        document = get_document(by, public_id)
        _own(request, document)
        asked = ReplaceIn(data=request.data)
        asked.is_valid(raise_exception=True)
        given = asked.validated_data
        chapter = selectors.chapter_in(document, given["chapter"]) if given["chapter"] else None
        found = replace_text(by=by, document=document, wanted=asked.wanted(), chapter=chapter, is_trial=given["trial"])
        return Response(told(ReplacedOut, found))


class Undo(APIView):
    problems = ("404", "409")

    @extend_schema(request=None, responses={200: UndoneOut}, tags=TAGS)
    def post(self, request: Request, public_id: UUID) -> Response:
        """The last change that the caller made of sections or chapters; asked again, the one before it."""
        document = get_document(person(request), public_id)
        return Response(told(UndoneOut, undo_edit(by=person(request), document=document)))


class ReadAgain(APIView):
    problems = ("404", "409", "410", "429")

    @extend_schema(request=None, responses={202: AgainOut}, tags=TAGS)
    def post(self, request: Request, public_id: UUID) -> Response:
        """Read the file anew; what was edited is carried over, and what was read before serves until then."""
        document = get_document(person(request), public_id)
        return Response(told(AgainOut, again.read_again(by=person(request), document=document)), status=202)
