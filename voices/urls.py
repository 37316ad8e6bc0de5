from django.urls import include, path

from lib.paths import owner_path
from voices import api, views
from voices.enrolment.urls import patterns as enrolment
from voices.life.urls import patterns as life

app_name = "voices"
pages = [
    path("", views.voice_list, name="list"),
    path("<uuid:public_id>/", views.voice_detail, name="detail"),
    path("<uuid:public_id>/card/", views.voice_card, name="card"),
    path("<uuid:public_id>/consent/", views.voice_consent, name="consent"),
    path("<uuid:public_id>/revoke/", views.voice_revoke, name="revoke"),
    path("<uuid:public_id>/retry/", views.voice_retry, name="retry"),
    path("<uuid:public_id>/delete/", views.voice_delete, name="delete"),
    path("<uuid:public_id>/audio/", views.voice_audio, name="audio"),
]
urlpatterns = [
    *enrolment,
    *life,
    path("voices/", include(pages)),
    owner_path("api/voice-profiles/upload", api.Upload.as_view(), "api_upload"),
    owner_path("api/voice-profiles", api.Voices.as_view(), "api_list"),
    owner_path("api/voice-profiles/{id}", api.OneVoice.as_view(), "api_detail"),
    owner_path("api/voice-profiles/{id}/consent", api.GiveConsent.as_view(), "api_consent"),
    owner_path("api/voice-profiles/{id}/audio", api.VoiceAudio.as_view(), "api_audio"),
]
