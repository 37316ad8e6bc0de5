from django.urls import include, path

from lib.paths import owner_path
from synthesis import api, trash, views
from synthesis.clips.urls import patterns as clips

pages = [
    *clips,
    path("generate/", views.generate, name="generate"),
    path("generate/preview/", views.preview, name="preview"),
    path("history/", views.history, name="history"),
    path("history/deleted/", trash.job_trash, name="trash"),
    path("jobs/<uuid:public_id>/restore/", trash.job_restore, name="restore"),
    path("jobs/<uuid:public_id>/purge/", trash.job_purge, name="purge"),
    path("jobs/<uuid:public_id>/", views.job_detail, name="job"),
    path("jobs/<uuid:public_id>/card/", views.job_card, name="card"),
    path("jobs/<uuid:public_id>/cancel/", views.job_cancel, name="cancel"),
    path("jobs/<uuid:public_id>/retry/", views.job_retry, name="retry"),
    path("jobs/<uuid:public_id>/delete/", views.job_delete, name="delete"),
    path("jobs/<uuid:public_id>/audio/", views.job_audio, name="audio"),
    owner_path("api/generation/create", api.Create.as_view(), "api_create"),
    owner_path("api/generation/history", api.History.as_view(), "api_history"),
    owner_path("api/generation/{id}", api.OneGeneration.as_view(), "api_detail"),
    owner_path("api/generation/{id}/audio", api.Audio.as_view(), "api_audio"),
    owner_path("api/generation/{id}/cancel", api.Cancel.as_view(), "api_cancel"),
    owner_path("api/generation/{id}/retry", api.Retry.as_view(), "api_retry"),
    owner_path("api/v1/generation/{id}/restore", api.Restore.as_view(), "api_restore"),
    owner_path("api/jobs/{id}", api.Task.as_view(), "api_task"),
]
urlpatterns = [
    path("dashboard/", views.dashboard, name="dashboard"),
    path("account/", views.account, name="account"),
    path("", include((pages, "synthesis"))),
]
