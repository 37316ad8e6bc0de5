"""Words that tell Vietnamese from English: frequent ones, as they look without marks."""

from typing import Final

ENGLISH_WORDS: Final = """
the of and to in is was were are be been being that for it with as his her he she they we them their this these those
on at by from or an not but have has had having which you your our will would can could should shall there what when
where who whom whose how all if one two three no so up out about into than then its over after also did do does done
my me him us only some such other another more most very just like said say says new time people year years day days
way man men woman women first last made make may might must many much even any because between under through during
before without within against here why each own too now used use using good better best see seen know known get got
make go going went come came take took give given find found think thought tell told work works working world life
home house children child school state states government company country city every everything something nothing
anything someone everyone always never often again still yet already while though although until since upon toward
towards among across around along behind above below near great little small large long short high low old young early
late next same different important public private right left back down off away together once both few less least
enough quite rather almost perhaps maybe however therefore i a am im dont cant wont isnt chapter hello world please
thanks thank yes ok okay sir mr mrs dr read book books page write written word words story stories name names number
numbers question answer look looked looking turn turned keep kept begin began end ended start started stop call called
ask asked need needs want wanted feel felt leave left put set let run ran move moved live lived believe hold bring
happen write provide sit stand lose pay meet include continue learn change lead understand watch follow create speak
allow add spend grow open walk win offer remember love consider appear buy wait serve die send expect build stay fall
cut reach kill remain suggest raise pass sell require report decide pull water money night morning evening week month
hour minute party power war law door street face hand eye head mother father friend business market product service
online email phone marketing team manager design video game web website internet software weather nice today yesterday
tomorrow park friends cats dogs rights freedom human equal person persons shall entitled national international united
"""
ENGLISH: Final = frozenset(ENGLISH_WORDS.split())
BORROWED_WORDS: Final = """
online email phone marketing team manager design video game web website internet software ok okay product service
set book run design page market open start stop top mr mrs dr united city real game play show live sale free
pass wifi shop ship deal check admin inbox link combo
"""
BORROWED: Final = frozenset(BORROWED_WORDS.split())
"""English words that Vietnamese writers use as well."""

VIETNAMESE_WORDS: Final = """
va cua khong la nhung cac duoc trong nguoi cho mot voi nay khi thi ra da co tu den ve lai cung nhu hon phai neu nhieu
rat chi con viec nam ngay thang sau truoc tai boi hay anh em ong ba toi ban chung minh dang se roi nen biet lam noi di
theo vao len xuong gi sao nao dau day ay kia vi qua moi tat ca bi xin chao hom nha nuoc hoc sinh truong lop thay giao
trai gai tre nho lon dep xau tot moi cu cong ty viet nam ha noi sai gon thanh pho huyen tinh xa phuong quan duong so
tien dong gia mua ban hang xe may chay an uong ngu day nghe nhin thay nghi hoi dap tra loi goi dien thoai tin nhan gui
nhan mang lay dua dem cam giu mo dong bat tat vui buon yeu thuong ghet gian so met khoe om dau benh vien bac si thuoc
chua ruot gia dinh bo me cha chong vo con chau ban be ai dau bao gio lau nhanh cham som muon toi sang trua chieu dem
xuan ha thu dong mua nang gio troi dat bien song nui rung cay hoa la qua trai vuon ruong lua gao com canh thit ca
trung rau banh keo sua tra phe nuoc mam muoi duong ngon do den trang xanh vang tim nau xam cao thap dai ngan rong hep
day mong nang nhe nong lanh am mat kho uot cung mem manh yeu giau ngheo hai ba bon sau bay tam chin muoi tram nghin
trieu ty phan nua dau tien cuoi giua tren duoi ngoai ben canh gan xa hien nay luc neu tuy nhung nhu vay nen do cho nen
mac du van chi cung da dang sap vua moi tung chua khong phai can muon duoc bi nen co the hay dung cam on xin loi chuc
mung tam biet gap lai hen noi chuyen doc viet ve hat mua choi the thao bong da phim anh nhac sach bao truyen bai tho
tieng chu cau ten tuoi que huong dat nuoc nhan dan chinh phu luat phap quyen tu do bao ve phat trien kinh te xa hoi
van hoa khoa hoc ky thuat cong nghe thong tin giao duc dao tao y te moi truong an ninh quoc phong doi ngoai hop tac
dau tu san xuat kinh doanh xuat nhap khau thi truong ngan hang chung khoan vay von lai suat thue phi nghiep vu hoat
dong to chuc co quan don vi doanh can bo nhan vien giam doc chu tich bi thu bo truong thu tuong dai bieu hoi nghi thuc
hien xay dung quan ly kiem tra danh gia ket qua bao cao ke hoach muc tieu nhiem giai phap dieu kien kha nang van de
nguoi ta ho nhau minh thoi nhe nha di nao a u vang da u the nhi kenh duyet lenh xoa sua tim them trang web tai xuong
len mien mat khau dang nhap nhap
"""
VIETNAMESE: Final = frozenset(VIETNAMESE_WORDS.split()) - ENGLISH

SHARED: Final = """
the to in an on no so do my me he can may them then long go a i am us may song gay hang sang tin hay man men ban van
bay sat cam ha ma la con ten can not hat hit bat cat that than thin thing tan tam ton tong thanh mai minh nay ray say
pay day gang gian hung hong hot ho hi ca ba bo be bi co den don dong di da du em no nu ta te ti tu ve vi xe yen one
tech net set get let sit pit mat pat fat rat bit put cut but at it up as is us of or if
"""
EITHER: Final = frozenset(SHARED.split())
"""Words of both languages, once the marks are gone ("thế" -> the, "tổ" -> to): they say little."""
