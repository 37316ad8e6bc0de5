"""The pages of enrolment, as a browser without script sees them: every step works with forms alone."""

import io
from datetime import timedelta

import numpy as np
import pytest
import soundfile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from config.headers import RECORDING
from tests import making
from tests.conftest import Cast
from tests.enrolling import samples_page
from tests.working import work_all
from voices.enrolment.showing import HEIGHT, WIDTH, path_of
from voices.models import Sample, SampleCheck, Trial, Voice, VoiceStep, VoiceVersion

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(cast: Cast) -> Client:
    return cast.browser(cast.owner)


def wav(name: str = "giọng.wav", data: bytes = b"") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data or making.recording())


def shown(browser: Client, path: str) -> str:
    answer = browser.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_consent_comes_first(browser: Client) -> None:
    refused = browser.post("/voices/new/", {"name": "Lan", "language": "vi"})
    assert refused.status_code == 422
    assert Voice.objects.count() == 0
    nameless = {"name": "Mẹ", "language": "vi", "consent": "permission"}
    assert "Hãy ghi tên người nói." in browser.post("/voices/new/", nameless).content.decode()
    given = browser.post("/voices/new/", {"name": "Lan", "language": "en", "consent": "self"})
    voice = Voice.objects.get()
    assert given.headers["Location"] == f"/voices/{voice.public_id}/samples/"
    assert voice.consent is not None
    page = shown(browser, given.headers["Location"])
    assert 'data-script="en-1"' in page
    assert 'data-script="vi-1"' not in page
    assert "Ghi âm trong trình duyệt cần JavaScript." in page


def test_the_microphone_is_asked_for_where_one_records_and_nowhere_else(cast: Cast, browser: Client) -> None:
    page = samples_page(cast.owner)
    assert browser.get(page).headers["Permissions-Policy"] == RECORDING
    for path in ("/voices/", "/voices/new/", "/dashboard/"):
        assert "microphone=()" in browser.get(path).headers["Permissions-Policy"]


def test_several_files_are_checked_and_learned_on_the_owners_word(cast: Cast, browser: Client) -> None:
    page = samples_page(cast.owner)
    sent = browser.post(page, {"file": [wav("một.wav"), wav("hai.wav", making.recording(seconds=12.0))]})
    assert sent.headers["Location"] == page
    waiting = shown(browser, page)
    assert waiting.count("data-task=") == 2
    assert "Còn bản ghi đang được kiểm tra" in waiting
    work_all()
    checked = shown(browser, page)
    assert checked.count('class="wave-window"') == 2
    assert "không có gì phải sửa" in checked
    assert VoiceVersion.objects.count() == 0
    learned = browser.post(page.replace("/samples/", "/learn/"))
    voice = Voice.objects.get()
    assert learned.headers["Location"] == f"/voices/{voice.public_id}/"
    assert "Giọng đang được học." in shown(browser, page)
    work_all()
    assert "Giọng này đã học đúng những bản ghi đang chọn." in shown(browser, page)


def test_each_shortfall_has_one_sentence_of_advice(cast: Cast, browser: Client) -> None:
    clean, rate = soundfile.read(io.BytesIO(making.recording(seconds=12.0)), dtype="float32")
    noisy = clean + np.random.default_rng(1).normal(0, 0.05, len(clean)).astype(np.float32)
    page = samples_page(cast.owner)
    browser.post(page, {"file": wav("ồn.wav", making.sound(noisy, rate))})
    work_all()
    report = Sample.objects.get().report
    seen = shown(browser, page)
    assert report["reasons"][0]["code"] == "low_snr"
    assert "Có nhiều tiếng ồn nền" in seen
    assert "measure-look" in seen
    browser.cookies.load({"django_language": "en"})
    assert "There is background noise." in shown(browser, page)


def test_a_recording_is_left_out_described_replaced_and_deleted_by_forms(cast: Cast, browser: Client) -> None:
    page = samples_page(cast.owner)
    browser.post(page, {"file": wav(), "transcript": making.READING})
    work_all()
    sample = Sample.objects.get()
    here = f"/samples/{sample.public_id}"
    browser.post(f"{here}/leave-out/", {"is_left_out": "1"})
    assert "Chưa có bản ghi nào dùng được." in shown(browser, page)
    browser.post(f"{here}/leave-out/", {"is_left_out": "0"})
    browser.post(f"{here}/transcript/", {"transcript": "Lời mới."})
    sample.refresh_from_db()
    assert (sample.transcript, sample.is_left_out, sample.check_row.status) == ("Lời mới.", False, "QUEUED")
    work_all()
    browser.post(page, {"file": wav("mới.wav", making.recording(seconds=12.0)), "instead_of": str(sample.public_id)})
    newer = Sample.objects.get()
    assert newer.filename == "mới.wav"
    browser.post(f"/samples/{newer.public_id}/delete/")
    assert Sample.objects.count() == 0


def test_what_cannot_be_used_says_why_and_ours_can_be_tried_again(cast: Cast, browser: Client) -> None:
    page = samples_page(cast.owner)
    browser.post(page, {"file": wav("im.wav", making.sound(np.zeros(16000 * 8)))})
    work_all()
    assert "im lặng" in shown(browser, page)
    SampleCheck.objects.update(status="FAILED", error_code="server_error")
    again = f"/samples/{Sample.objects.get().public_id}/check-again/"
    assert again in shown(browser, page)
    browser.post(again)
    assert SampleCheck.objects.get().status == "QUEUED"


def test_without_consent_in_force_the_page_asks_for_it(cast: Cast, browser: Client) -> None:
    page = samples_page(cast.owner)
    voice = Voice.objects.get()
    voice.consents.update(created_at=timezone.now() - timedelta(days=2), expires_at=timezone.now())
    seen = shown(browser, page)
    assert 'x-data="recorder"' not in seen
    assert f"/voices/{voice.public_id}/consent/" in seen
    assert browser.post(page, {"file": wav()}).status_code in {403, 422}
    assert Sample.objects.count() == 0


def test_the_page_costs_as_many_queries_for_ten_recordings_as_for_one(cast: Cast, browser: Client) -> None:
    page = samples_page(cast.owner)
    browser.post(page, {"file": wav()})
    work_all()
    shown(browser, page)  # and with it the message of the upload
    with CaptureQueriesContext(connection) as one:
        shown(browser, page)
    first = Sample.objects.select_related("check_row").get()
    for number in range(9):
        copy = Sample.objects.create(
            voice=first.voice, filename=f"{number}.wav", original=first.original, master=first.master,
            report=first.report, duration_seconds=1.0,
        )  # fmt: skip
        SampleCheck.objects.create(sample=copy, organisation=first.voice.organisation, status="READY")
    with CaptureQueriesContext(connection) as ten:
        shown(browser, page)
    assert len(ten) == len(one)


def test_a_learned_voice_is_heard_at_once_and_says_honestly_how_near_it_is(cast: Cast, browser: Client) -> None:
    page = samples_page(cast.owner)
    browser.post(page, {"file": wav()})
    work_all()
    browser.post(page.replace("/samples/", "/learn/"))
    work_all()
    version = VoiceVersion.objects.get()
    Trial.objects.all().delete()
    known = {"version": version, "engine": "espeak", "fingerprint": "f", "language": "vi", "duration_seconds": 2.0}
    kept = Trial.objects.create(
        **known, sentence=0, text="Một câu thử.", identity=0.8, blob=Sample.objects.get().master
    )
    Trial.objects.create(**known, sentence=1, text="Câu không giữ.", identity=0.76)
    VoiceStep.objects.update_or_create(version=version, step="features", defaults={"figures": {"natural": 0.93}})
    seen = shown(browser, page.replace("samples/", ""))
    assert "Một câu thử." in seen
    assert "Câu không giữ." not in seen
    assert "Giống <b>0,78</b>" in seen
    assert "người thật 0,93" in seen
    heard = browser.get(f"/trials/{kept.public_id}/audio/")
    assert heard.headers["Content-Type"] == "audio/flac"
    assert cast.browser(cast.stranger).get(f"/trials/{kept.public_id}/audio/").status_code == 404
    Trial.objects.update(identity=None)
    assert "Độ giống chưa đo được" in shown(browser, page.replace("samples/", ""))


def test_the_picture_of_a_recording_stays_within_its_frame() -> None:
    path = path_of([0.0, 0.5, 1.0])
    points = [tuple(map(float, pair.split(","))) for pair in path.strip("MZ ").split(" L")]
    assert len(points) == 6
    assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in points)
    assert path_of([]) == ""
