"""Old documents against what somebody read out of them by eye: the share of letters that come out right."""

import difflib
import re
import unicodedata

import pytest

from speech.extract import extract
from tests.speech.corpus import CORPUS, needs_corpus

DOCUMENTS = CORPUS / "documents"
LEAST = 0.995
WORDS_MACHINERY = re.compile(r"[\x03\x04]|^ ?EMBED Excel\.Sheet\.8$|^PAGE  ?\d*$", re.MULTILINE)
"""Codes of fields and separators of notes, which the truths of three DOCs hold and no page shows."""
TRUTHS = {
    "synthetic-vni-2004-13D56_Le_Quang_Thung-phatbieu.docx": "synthetic-vni-2004-13D56_Le_Quang_Thung-phatbieu",
    "tcvn3-doc_2003-02144qd.doc": "2003-02144qd",
    "tcvn3-doc_2004-19Z9A_Luat_hop_tac_xasuadoi.doc": "2004-19Z9A_Luat_hop_tac_xasuadoi",
    "vni-doc_2008-23.QD-991-UBND.doc": "2008-23.QD-991-UBND",
    "tcvn3-rtf_2003-A-15.rtf": "2003-A-15",
    "tcvn3-pdf_2006-19412_QD115.04TTg_BLTch_DNNVV.pdf": "2006-19412_QD115.04TTg_BLTch_DNNVV",
    "tcvn3-pdf_2006-1E499_ND109veDKKD_dacotrenmucPTDNN-V.pdf": "2006-1E499_ND109veDKKD_dacotrenmucPTDNN-V",
    "tcvn3-pdf_2007-1AF57_02-2007.pdf": "2007-1AF57_02-2007",
}


def in_one_form(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def accuracy(found: str, truth: str) -> float:
    """One minus the letters to change over the letters there are; words are matched first, which is fast."""
    one, other = found.split(" "), truth.split(" ")
    changes = difflib.SequenceMatcher(None, one, other, autojunk=False).get_opcodes()
    wrong = sum(_distance(" ".join(one[a:b]), " ".join(other[c:d])) for kind, a, b, c, d in changes if kind != "equal")
    return 1 - wrong / len(truth)


def _distance(one: str, other: str) -> int:
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one, start=1):
        before, row[0] = row[0], at
        for place, wanted in enumerate(other, start=1):
            before, row[place] = row[place], min(row[place] + 1, row[place - 1] + 1, before + (letter != wanted))
    return row[-1]


@needs_corpus
@pytest.mark.parametrize("name", TRUTHS)
def test_old_documents_come_out_right(name: str) -> None:
    """Whatever the case: the truths keep small letters that the ABC fonts ending in H print as capitals."""
    found = in_one_form("\n".join(section.text for section in extract(DOCUMENTS / name).sections))
    text = (DOCUMENTS / "ground_truth" / f"{TRUTHS[name]}.txt").read_text(encoding="utf-8")
    truth = in_one_form(WORDS_MACHINERY.sub("", text))
    right, exact = accuracy(found.casefold(), truth.casefold()), accuracy(found, truth)
    print(f"| {name} | {len(truth):,} letters | {right:.2%} | {exact:.2%} with case |")
    assert right >= LEAST


@needs_corpus
@pytest.mark.parametrize(
    ("name", "printed"),
    [
        ("tcvn3-pdf_2006-19412_QD115.04TTg_BLTch_DNNVV.pdf", "QUYẾT ĐỊNH CỦA THỦ TƯỚNG CHÍNH PHỦ SỐ 115/2004/QĐ-TT"),
        ("tcvn3-pdf_2006-1E499_ND109veDKKD_dacotrenmucPTDNN-V.pdf", "Nghiêm cấm cơ quan đăng ký kinh doanh sách nhiễu"),
        ("tcvn3-pdf_2007-1AF57_02-2007.pdf", "SẢN XUẤT KINH DOANH NGÀNH CÔNG NGHIỆP THÁNG 02 VÀ 2 THÁNG ĐẦU NĂM 2007"),
    ],
)
def test_what_the_page_shows_is_read(name: str, printed: str) -> None:
    assert printed in in_one_form("\n".join(section.text for section in extract(DOCUMENTS / name).sections))


@needs_corpus
def test_a_declaration_in_tcvn3_bytes() -> None:
    nfd = (DOCUMENTS / "udhr2_vie_NFD.txt").read_text(encoding="utf-8")
    found = extract(DOCUMENTS / "udhr2_vie_tcvn3_clean.txt")
    text = in_one_form("\n".join(section.text for section in found.sections))
    assert accuracy(text, in_one_form(nfd)) >= 0.999


def test_the_measure_counts_letters() -> None:
    assert accuracy("một hai ba", "một hai ba") == 1
    assert accuracy("một hoi ba", "một hai ba") == 0.9
    assert accuracy("một ba", "một hai ba") == 0.7
