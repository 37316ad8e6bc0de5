from django.urls import path

from lib.paths import owner_path
from voices.enrolment import api, views

pages = [
    path("voices/new/", views.new, name="new"),
    path("voices/<uuid:public_id>/samples/", views.samples, name="samples"),
    path("voices/<uuid:public_id>/learn/", views.learn, name="learn"),
    path("samples/<uuid:public_id>/card/", views.sample_card, name="sample_card"),
    path("samples/<uuid:public_id>/audio/", views.sample_audio, name="sample_audio"),
    path("samples/<uuid:public_id>/leave-out/", views.sample_leave_out, name="sample_leave_out"),
    path("samples/<uuid:public_id>/transcript/", views.sample_transcript, name="sample_transcript"),
    path("samples/<uuid:public_id>/check-again/", views.sample_check_again, name="sample_check_again"),
    path("samples/<uuid:public_id>/delete/", views.sample_delete, name="sample_delete"),
    path("trials/<uuid:public_id>/audio/", views.trial_audio, name="trial_audio"),
]
patterns = [
    *pages,
    owner_path("api/v1/voices/new", api.Drafts.as_view(), "api_draft"),
    owner_path("api/v1/voices/scripts", api.Scripts.as_view(), "api_scripts"),
    owner_path("api/v1/voices/{id}/samples", api.Samples.as_view(), "api_samples"),
    owner_path("api/v1/voices/{id}/learn", api.Learn.as_view(), "api_learn"),
    owner_path("api/v1/samples/{id}", api.OneSample.as_view(), "api_sample"),
    owner_path("api/v1/samples/{id}/audio", api.SampleAudio.as_view(), "api_sample_audio"),
    owner_path("api/v1/trials/{id}/audio", api.TrialAudio.as_view(), "api_trial_audio"),
]
