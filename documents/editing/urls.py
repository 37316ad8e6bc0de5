from django.urls import path

from documents.editing import api, page_views, part_views, views
from lib.paths import owner_path

pages = [
    path("documents/<uuid:public_id>/edit/", views.edit, name="edit"),
    path("documents/<uuid:public_id>/edit/doubt/", views.doubt, name="edit_doubt"),
    path("documents/<uuid:public_id>/edit/find/", views.find, name="edit_find"),
    path("documents/<uuid:public_id>/edit/undo/", views.undo, name="edit_undo"),
    path("documents/<uuid:public_id>/edit/again/", views.again, name="edit_again"),
    path("sections/<uuid:public_id>/edit/", part_views.section, name="edit_section"),
    path("chapters/<uuid:public_id>/edit/", part_views.chapter, name="edit_chapter"),
    path("documents/<uuid:public_id>/pages/<int:number>.webp", page_views.page_picture, name="page_picture"),
]
patterns = [
    *pages,
    owner_path("api/v1/documents/{id}/chapters", api.Chapters.as_view(), "api_chapters"),
    owner_path("api/v1/chapters/{id}", api.OneChapter.as_view(), "api_chapter"),
    owner_path("api/v1/chapters/{id}/merge", api.MergeChapter.as_view(), "api_chapter_merge"),
    owner_path("api/v1/chapters/{id}/split", api.SplitChapter.as_view(), "api_chapter_split"),
    owner_path("api/v1/documents/{id}/sections", api.Sections.as_view(), "api_sections"),
    owner_path("api/v1/sections/{id}", api.OneSection.as_view(), "api_section"),
    owner_path("api/v1/sections/{id}/restore", api.RestoreSection.as_view(), "api_section_restore"),
    owner_path("api/v1/sections/{id}/split", api.SplitSection.as_view(), "api_section_split"),
    owner_path("api/v1/documents/{id}/replace", api.Replace.as_view(), "api_replace"),
    owner_path("api/v1/documents/{id}/undo", api.Undo.as_view(), "api_undo"),
    owner_path("api/v1/documents/{id}/read-again", api.ReadAgain.as_view(), "api_read_again"),
    owner_path(
        "api/v1/documents/{id}/pages/(?P<number>[0-9]{1,6})", page_views.PagePicture.as_view(), "api_page_picture"
    ),
]
