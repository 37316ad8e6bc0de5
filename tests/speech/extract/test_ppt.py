"""PPT: slides of PowerPoint 97 come out as those of a PPTX do, in their old fonts too."""

from pathlib import Path

import pytest

from speech.errors import SpeechError
from speech.extract import extract
from tests.speech.extract.old_encodings import PROSE, tcvn3, vni
from tests.speech.extract.old_office import box, needs_libreoffice, saved_as, slides

pytestmark = needs_libreoffice


@pytest.fixture(scope="session")
def deck(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("ppt")
    source = slides(
        folder / "deck.pptx",
        box("Bài mở đầu", place="title") + box("ý một", "ý hai"),
        "hidden:" + box("ẩn"),
        box(vni(PROSE[0]).strip(), font="VNI-Times") + box(tcvn3(PROSE[1]).strip(), font=".VnTime"),
    )
    saved_as("ppt", [source], folder)
    return folder / "deck.ppt"


def test_slides_in_order_without_the_hidden_one(deck: Path) -> None:
    found = extract(deck, filename="bài giảng")
    assert (found.format, found.pages) == ("ppt", 2)
    assert [(section.page, section.kind, section.text) for section in found.sections] == [
        (1, "heading", "Bài mở đầu"),
        (1, "paragraph", "ý một"),
        (1, "paragraph", "ý hai"),
        (2, "paragraph", PROSE[0].strip()),
        (2, "paragraph", PROSE[1].strip()),
    ]


def test_too_many_slides_are_refused(deck: Path) -> None:
    with pytest.raises(SpeechError) as caught:
        extract(deck, max_pages=1)
    assert caught.value.code == "too_many_pages"


def test_damaged_presentations_end_in_a_code(deck: Path, tmp_path: Path) -> None:
    whole = deck.read_bytes()
    (tmp_path / "cut.ppt").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(SpeechError) as caught:
        extract(tmp_path / "cut.ppt")
    assert caught.value.code == "unreadable_document"
