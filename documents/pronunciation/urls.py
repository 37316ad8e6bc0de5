from django.urls import path

from documents.pronunciation import api, views
from lib.paths import owner_path

patterns = [
    path("pronunciations/", views.rule_list, name="rules"),
    path("pronunciations/new/", views.rule_new, name="rule_new"),
    path("pronunciations/import/", views.rule_import, name="rule_import"),
    path("pronunciations/export/", views.rule_export, name="rule_export"),
    path("pronunciations/<uuid:public_id>/", views.rule_edit, name="rule_edit"),
    path("pronunciations/<uuid:public_id>/delete/", views.rule_delete, name="rule_delete"),
    path("pronunciations/<uuid:public_id>/restore/", views.rule_restore, name="rule_restore"),
    owner_path("api/v1/pronunciations", api.Rules.as_view(), "api_rules"),
    owner_path("api/v1/pronunciations/hits", api.CountHits.as_view(), "api_rule_hits"),
    owner_path("api/v1/pronunciations/import", api.Import.as_view(), "api_rule_import"),
    owner_path("api/v1/pronunciations/export", api.Export.as_view(), "api_rule_export"),
    owner_path("api/v1/pronunciations/{id}", api.OneRule.as_view(), "api_rule"),
    owner_path("api/v1/pronunciations/{id}/restore", api.Restore.as_view(), "api_rule_restore"),
]
