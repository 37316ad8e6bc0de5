from django.urls import path

from lib.paths import owner_path
from synthesis.clips import api, views

patterns = [
    path("jobs/<uuid:public_id>/clips/", views.clips, name="clips"),
    path("jobs/<uuid:public_id>/read-again/", views.read_again, name="read_again"),
    path("takes/<uuid:public_id>/good/", views.mark_good, name="mark_good"),
    path("takes/<uuid:public_id>/audio/", views.take_audio, name="take_audio"),
    path("voices/<uuid:public_id>/versions/learn-takes/", views.learn_from_takes, name="learn_from_takes"),
    owner_path("api/v1/generation/{id}/clips", api.Clips.as_view(), "api_clips"),
    owner_path("api/v1/generation/{id}/read-again", api.ReadAgain.as_view(), "api_read_again"),
    owner_path("api/v1/takes/{id}", api.OneTake.as_view(), "api_take"),
    owner_path("api/v1/takes/{id}/audio", api.TakeAudio.as_view(), "api_take_audio"),
    owner_path("api/v1/voices/{id}/learn-from-takes", api.LearnFromTakes.as_view(), "api_learn_from_takes"),
]
