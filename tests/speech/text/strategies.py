"""Texts for property tests: what people write, mixed with what breaks programs."""

from hypothesis import strategies as st

WRITTEN = (
    "xin chào", "Ngày 2/9/1945", "1.250,5", "8h30", "50.000đ", "15%", "TP.HCM", "Q.1", "v.v.", "45/2019/QH14", "U23", "2-3 ngày",
    "0912 345 678", "120 km/h", "thế kỷ XXI", "Hello world", "the end", "<b>", "</b>", "<script>", "</script>", "&amp;", "&#7879;",
    "\n", "\n\n", "\r\n", "\t", "   ", "...", "?!", "(", ")", "“", "”", "–", "😀", "e\u0302\u0301", "\u200b", "\x00", "\ud800", "１２",
    "a@b.vn", "https://a.vn/b?c=1", "x²", "½", "日本", "Привет", ",", ";", ":", "-", "/", "1-1-1", "1.1.1", "NĐ-CP", "$5", "5$",
)  # fmt: skip
anything = st.text(st.characters(), max_size=60)
texts = st.lists(st.one_of(st.sampled_from(WRITTEN), anything, st.just(" ")), max_size=25).map("".join)
