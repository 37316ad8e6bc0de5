"""The library: found without marks, tagged, shared within the organisation, cheap to read; presets to be heard."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lib.refusals import Refusal
from tests.conftest import Cast
from tests.living import old_voice
from tests.test_main_path import body_of
from voices import presets
from voices.life import services
from voices.models import Consent, PresetClip, Voice, VoiceNotice
from voices.stages.presets import say_one, want_presets

pytestmark = pytest.mark.django_db


def names(answer: Any) -> list[str]:
    assert answer.status_code == 200, answer.content
    return [voice["name"] for voice in answer.json()["results"]]


def test_a_voice_is_found_without_its_marks_by_name_and_tag(cast: Cast) -> None:
    mother, _ = old_voice(cast.owner, name="Giọng Mẹ Đặng"), old_voice(cast.owner, name="Giọng Bố")
    services.describe(by=cast.owner, voice=mother, name=mother.name, tags=["Truyện đêm khuya"])
    api = cast.api(cast.owner)
    for words in ("me dang", "MẸ ĐẶNG", "dang giong", "khuya", "truyen dem"):
        assert names(api.get("/api/v1/voices", {"q": words})) == ["Giọng Mẹ Đặng"], words
    assert names(api.get("/api/v1/voices", {"q": "giong"})) == ["Giọng Bố", "Giọng Mẹ Đặng"]
    assert names(api.get("/api/v1/voices", {"q": "ông"})) == ["Giọng Bố", "Giọng Mẹ Đặng"]
    assert names(api.get("/api/v1/voices", {"q": "%"})) == []
    services.describe(by=cast.owner, voice=mother, name="Giọng Mẹ", tags=[])
    assert names(api.get("/api/v1/voices", {"q": "khuya"})) == []


def test_filters_of_language_state_tag_and_owner(cast: Cast) -> None:
    viet, english = old_voice(cast.owner), old_voice(cast.owner, name="Alice", language="en")
    theirs = old_voice(cast.colleague, name="Của đồng nghiệp")
    theirs.organisation = viet.organisation
    theirs.is_shared = True
    theirs.save()
    services.describe(by=cast.owner, voice=english, name="Alice", tags=["sách"])
    Voice.objects.filter(pk=viet.pk).update(current_version=None)
    api = cast.api(cast.owner)
    for asked, found in (
        ({"language": "en"}, ["Alice"]), ({"tag": "sách"}, ["Alice"]),
        ({"state": "draft"}, ["Giọng Mẹ"]), ({"state": "ready"}, ["Của đồng nghiệp", "Alice"]),
        ({"state": "processing"}, []), ({"whose": "mine"}, ["Alice", "Giọng Mẹ"]),
        ({"whose": "shared"}, ["Của đồng nghiệp"]), ({}, ["Của đồng nghiệp", "Alice", "Giọng Mẹ"]),
    ):  # fmt: skip
        assert names(api.get("/api/v1/voices", asked)) == found, asked
        page = cast.browser(cast.owner).get("/voices/", asked).content.decode()
        assert [name for name in ("Của đồng nghiệp", "Alice", "Giọng Mẹ") if f">{name}</a>" in page] == found
    assert names(api.get("/api/v1/voices", {"tag": "không có"})) == []
    assert api.get("/api/v1/voices", {"state": "sleeping"}).status_code == 400
    assert cast.browser(cast.owner).get("/voices/", {"state": "sleeping"}).status_code == 200


def test_pages_of_the_library_follow_each_other(cast: Cast) -> None:
    for number in range(5):
        old_voice(cast.owner, name=f"Giọng {number}")
    api, seen, cursor = cast.api(cast.owner), [], ""
    while True:
        answer = api.get("/api/v1/voices", {"q": "giọng", "limit": 2, "cursor": cursor}).json()
        seen += [voice["name"] for voice in answer["results"]]
        cursor = answer["next"]
        if not cursor:
            break
    assert seen == [f"Giọng {number}" for number in reversed(range(5))]


def test_a_shared_voice_is_used_and_heard_by_colleagues_and_changed_by_its_owner_alone(cast: Cast) -> None:
    voice = old_voice(cast.owner, versions=2)
    owner, colleague, stranger = (cast.api(user) for user in (cast.owner, cast.colleague, cast.stranger))
    address = f"/api/v1/voices/{voice.public_id}"
    assert colleague.get(address).status_code == 404
    assert owner.patch(address, {"is_shared": True}, format="json").json()["is_shared"]
    assert Consent.objects.get().scope == "organisation"
    assert colleague.get(address).status_code == 200
    assert stranger.get(address).status_code == 404
    versions = colleague.get(f"{address}/versions").json()["results"]
    assert [version["number"] for version in versions] == [2, 1]
    heard = colleague.get(versions[0]["trials"][0]["audio_path"])
    assert body_of(heard) == f"heard {voice.pk} 2".encode()
    assert colleague.get(f"/api/voice-profiles/{voice.public_id}/audio").status_code == 403, "its owner's alone"
    page = cast.browser(cast.colleague).get(f"/voices/{voice.public_id}/").content.decode()
    assert voice.samples.get().filename not in page
    wish = {"voice_profile_id": str(voice.public_id), "text": "Xin chào."}
    assert colleague.post("/api/generation/create", wish, format="json").status_code == 200
    for path, body in (
        (address, {"name": "Khác"}), (address, {"is_shared": False}),
        (f"/api/v1/voice-versions/{versions[1]['id']}", {"label": "x"}),
    ):  # fmt: skip
        assert colleague.patch(path, body, format="json").status_code == 403
    assert colleague.post(f"/api/v1/voice-versions/{versions[1]['id']}/roll-back").status_code == 403
    assert colleague.post(f"{address}/versions").status_code == 403
    owner.patch(address, {"is_shared": False}, format="json")
    assert Consent.objects.get().scope == "private"
    assert colleague.get(address).status_code == 404


def test_without_consent_nothing_is_shared(cast: Cast) -> None:
    voice = old_voice(cast.owner)
    Consent.objects.all().delete()
    with pytest.raises(Refusal) as refused:
        services.share(by=cast.owner, voice=voice, is_shared=True)
    assert refused.value.code == "consent_required"
    assert not Voice.objects.get().is_shared


def test_a_change_is_all_or_nothing(cast: Cast) -> None:
    voice = old_voice(cast.owner)
    Consent.objects.all().delete()
    answer = cast.api(cast.owner).patch(
        f"/api/v1/voices/{voice.public_id}", {"name": "Khác", "tags": ["a"], "is_shared": True}, format="json"
    )
    assert answer.status_code == 403
    voice.refresh_from_db()
    assert (voice.name, list(voice.tags.all())) == ("Giọng Mẹ", [])


def test_tags_are_few_short_and_clean(cast: Cast) -> None:
    voice = old_voice(cast.owner)
    services.describe(by=cast.owner, voice=voice, name=" Mẹ\n ", tags=["a", " a ", "", "b" * 90, "\u202ec"])
    voice.refresh_from_db()
    assert voice.name == "Mẹ"
    assert [tag.name for tag in voice.tags.all()] == ["a", "b" * 40, "c"]
    with pytest.raises(Refusal) as refused:
        services.describe(by=cast.owner, voice=voice, name="Mẹ", tags=[str(n) for n in range(13)])
    assert refused.value.code == "too_many_tags"


@pytest.mark.parametrize("path", ["/api/v1/voices", "/voices/"])
def test_the_library_asks_as_often_for_many_voices_as_for_one(cast: Cast, path: str) -> None:
    client = cast.api(cast.owner) if path.startswith("/api") else cast.browser(cast.owner)
    counts = []
    for number in (1, 6):
        for n in range(number):
            voice = old_voice(cast.owner, name=f"Giọng {number}.{n}")
            services.describe(by=cast.owner, voice=voice, name=voice.name, tags=["một", "hai"])
            VoiceNotice.objects.create(version=voice.versions.get(), code="voice_drifts", params={})
        client.get(path)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert client.get(path).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_the_versions_page_asks_as_often_for_many_versions_as_for_one(cast: Cast) -> None:
    one, many = old_voice(cast.owner), old_voice(cast.owner, name="Nhiều", versions=7)
    browser, counts = cast.browser(cast.owner), []
    for voice in (one, many):
        for path in (f"/voices/{voice.public_id}/versions/", f"/api/v1/voices/{voice.public_id}/versions"):
            client = cast.api(cast.owner) if path.startswith("/api") else browser
            client.get(path)
            with CaptureQueriesContext(connection) as asked:
                assert client.get(path).status_code == 200
            counts.append(len(asked))
    assert counts[:2] == counts[2:]


def test_presets_say_their_sentence_once_for_each_state_of_the_engine(cast: Cast) -> None:
    listed = presets.listed()
    open_to_all = cast.browser(cast.stranger)
    address = f"/voices/presets/{listed[0].id}/audio/"
    assert open_to_all.get(address).status_code == 409
    want_presets()
    want_presets()
    while say_one():
        pass
    assert PresetClip.objects.exclude(key="").count() == len(listed)
    heard = open_to_all.get(address)
    assert heard["Content-Type"] == "audio/mpeg"
    assert heard["Cache-Control"].startswith("public")
    assert len(body_of(heard)) > 10_000
    want_presets()
    assert not say_one(), "they are known"
    PresetClip.objects.filter(preset=listed[0].id).update(fingerprint="another engine")
    want_presets()
    assert say_one()
    assert not say_one()
    assert listed[0].label in open_to_all.get("/voices/").content.decode()
