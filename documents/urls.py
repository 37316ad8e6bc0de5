from django.urls import include, path

from documents import api, trash, views
from documents.editing.urls import patterns as editing
from documents.pronunciation.urls import patterns as pronunciation
from documents.reading.urls import patterns as reading
from lib.paths import owner_path

app_name = "documents"
pages = [
    path("", views.document_list, name="list"),
    path("deleted/", trash.document_trash, name="trash"),
    path("<uuid:public_id>/restore/", trash.document_restore, name="restore"),
    path("<uuid:public_id>/purge/", trash.document_purge, name="purge"),
    path("<uuid:public_id>/", views.document_detail, name="detail"),
    path("<uuid:public_id>/card/", views.document_card, name="card"),
    path("<uuid:public_id>/retry/", views.document_retry, name="retry"),
    path("<uuid:public_id>/rename/", views.document_rename, name="rename"),
    path("<uuid:public_id>/delete/", views.document_delete, name="delete"),
    path("<uuid:public_id>/file/", views.document_file, name="file"),
    path("<uuid:public_id>/file/delete/", views.original_delete, name="original_delete"),
    path("<uuid:public_id>/password/", views.document_password, name="password"),
    path("<uuid:public_id>/asides/", views.document_asides, name="asides"),
]
urlpatterns = [
    path("documents/", include(pages)),
    *reading,
    *editing,
    *pronunciation,
    owner_path("api/documents/upload", api.Upload.as_view(), "api_upload"),
    owner_path("api/documents", api.Documents.as_view(), "api_list"),
    owner_path("api/documents/{id}", api.OneDocument.as_view(), "api_detail"),
    owner_path("api/v1/documents/{id}", api.Life.as_view(), "api_life"),
    owner_path("api/v1/documents/{id}/restore", api.Restore.as_view(), "api_restore"),
    owner_path("api/v1/documents/{id}/password", api.Password.as_view(), "api_password"),
    owner_path("api/v1/documents/{id}/original", api.Original.as_view(), "api_original"),
    owner_path("api/documents/{id}/file", api.DocumentFile.as_view(), "api_file"),
]
