"""The words that tell whether a dot ends a sentence: abbreviations by what follows them, and how sentences begin."""

from typing import Final

TITLES: Final = """
PGS GS TSKH TS Ts ThS Ths Th.S BS Bs BSCK BSCKI BSCKII CK CKI CKII KS Ks LS Ls NCS KTS HLV ĐD DS ĐDV YS NGND NGƯT NSND
NSƯT TTND TTƯT TM KT TUQ NNND NNƯT GĐ PGĐ CT PCT TBT Đ/c đ/c ĐC đc Mr Mrs Ms Dr Prof Gen Col Lt Capt Sgt Maj Rev Hon
Gov Sen Rep Pres Msgr Fr
"""
PLACES: Final = """
TP Tp tp T.P TX Tx tx TT Tt tt Q P H X F Đ q p h x đ kp KP Kp KCN KĐT ĐL KV TDP T ấp St Mt Ft Ave Blvd Rd
"""
CARRIERS: Final = """
tr Tr tl tr.CN stt STT ĐT đt Đt ĐTDĐ Tel tel Fax fax MST SĐT sđt NXB Nxb nxb Cty cty CTy ĐH CĐ BV CN VD Vd vd Ví.dụ vs
No no Nos nos Fig fig Figs Eq Vol vol Ch ch Sec sec pp pg cf approx dept est ed eds Jan Feb Mar Apr Jun Jul Aug Sep
Sept Oct Nov Dec i.e I.e e.g E.g viz
"""
SUFFIXES: Final = "Jr Sr Inc Ltd Co Corp U.S U.K U.N U.S.A D.C a.m p.m A.M P.M Ph.D M.D B.A M.A B.C A.D SCN TCN tr.CN"
AND_SO_ON: Final = frozenset(("v.v", "vv", "V.v", "etc"))

# How sentences begin and names hardly ever do. Words that are names as well (Mai, Hoa, Nam ...) are not among them.
VIETNAMESE_STARTS: Final = """
ai anh ấy ba bà bạn bao bây bên bị bởi các cả càng chẳng chỉ chị chiếc chính cho chú chúng chưa chuyến có con còn cô
công cũng của cuộc cuối cụ cứ dân dù dưới đa đã đang đây đấy đến đêm để đi điều đó đối đội đôi đồng đợt đừng đường
được em gần gia giá giờ gì hàng hãy hiện hôm hơn họ hễ hẻm khách khi không khoảng kể kết lại làm lần lần luật lúc lớp
mà mặc mấy mỗi mọi một mới mức muốn nay này năm nếu ngay ngày nghe người nhà nhân nhiều nhìn như nhưng những nó nước ở
phải phần phía qua quá ra rất rẽ rồi sau sáng sao sẽ số sự tại tất theo thế thì thấy thật thậm thỉnh thời tôi tối tổng
tới toàn tòa tuy trên tiếp trong trời trước trường trưa từ tức tương và vào vẫn vậy về vì việc vụ với vừa xe xin xong
"""
ENGLISH_STARTS: Final = """
the a an he she they we it i you this that these those his her their our my your its there here but and so then when
where why how what who if in on at for from by as after before however although because while since some many most all
no not one now today do don did does is are was were can could would should please let
"""
STARTS: Final = frozenset((*VIETNAMESE_STARTS.split(), *ENGLISH_STARTS.split()))

SAYING: Final = """
hỏi nói đáp bảo kêu la hét gọi quát thét gắt nạt thưa rên khóc cười thở than nhắc dặn xin mắng đùa chen tiếp hô reo
gào rủ "trả lời" "lẩm bẩm" "thì thầm" "thầm thì" "lên tiếng" "ngạc nhiên" "giải thích" "khẳng định" "cắt ngang"
"nhận xét" "tiếp lời"
"""
NUMBERED: Final = """
điều khoản mục chương phần bài câu hình bảng biểu bước tập quyển hồi chapter section part article figure table appendix
"""
