from django.urls import path

from lib.paths import owner_path
from voices.life import api, compare_views, views

pages = [
    path("voices/<uuid:public_id>/describe/", views.describe, name="describe"),
    path("voices/<uuid:public_id>/share/", views.share, name="share"),
    path("voices/<uuid:public_id>/versions/", views.versions, name="versions"),
    path("voices/<uuid:public_id>/versions/learn/", views.learn_again, name="learn_again"),
    path("voices/<uuid:public_id>/trend/", views.trend, name="trend"),
    path("voices/versions/<uuid:public_id>/", views.version, name="version"),
    path("voices/versions/<uuid:public_id>/label/", views.label, name="version_label"),
    path("voices/versions/<uuid:public_id>/roll-back/", views.roll_back, name="roll_back"),
    path("voices/notices/<uuid:public_id>/seen/", views.notice_seen, name="notice_seen"),
    path("voices/<uuid:public_id>/compare/", compare_views.begin, name="compare"),
    path("voices/comparisons/<uuid:public_id>/", compare_views.comparison, name="comparison"),
    path("voices/comparisons/<uuid:public_id>/left/", compare_views.side, {"side": "left"}, name="comparison_left"),
    path("voices/comparisons/<uuid:public_id>/right/", compare_views.side, {"side": "right"}, name="comparison_right"),
    path("voices/presets/<slug:preset>/audio/", views.preset_audio, name="preset_audio"),
]
patterns = [
    *pages,
    owner_path("api/v1/voices", api.Library.as_view(), "api_library"),
    owner_path("api/v1/voices/presets", api.Presets.as_view(), "api_presets"),
    owner_path("api/v1/voices/{id}", api.OneVoice.as_view(), "api_voice"),
    owner_path("api/v1/voices/{id}/versions", api.Versions.as_view(), "api_versions"),
    owner_path("api/v1/voices/{id}/trend", api.Trend.as_view(), "api_trend"),
    owner_path("api/v1/voices/{id}/comparisons", api.Comparisons.as_view(), "api_comparisons"),
    owner_path("api/v1/voice-versions/{id}", api.OneVersion.as_view(), "api_version"),
    owner_path("api/v1/voice-versions/{id}/roll-back", api.RollBack.as_view(), "api_roll_back"),
    owner_path("api/v1/voice-comparisons/{id}", api.OneComparison.as_view(), "api_comparison"),
    owner_path("api/v1/voice-comparisons/{id}/left", api.ComparisonAudio.as_view(), "api_comparison_left", side="left"),
    owner_path(
        "api/v1/voice-comparisons/{id}/right", api.ComparisonAudio.as_view(), "api_comparison_right", side="right"
    ),
    owner_path("api/v1/voice-notices/{id}/seen", api.NoticeSeen.as_view(), "api_notice_seen"),
]
