from django.urls import path

from documents.reading import api, views
from lib.paths import owner_path

patterns = [
    path("reading/", views.pasted, name="reading"),
    path("documents/<uuid:public_id>/reading/", views.of_document, name="document_reading"),
    owner_path("api/v1/text/preview", api.Preview.as_view(), "api_preview"),
    owner_path("api/v1/documents/{id}/choices", api.Choices.as_view(), "api_choices"),
    owner_path("api/v1/choices/{id}", api.OneChoice.as_view(), "api_choice"),
]
