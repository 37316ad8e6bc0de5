"""What frequent emoji are called in Vietnamese, one a line; flags by the letters of their country."""

from typing import Final

_NAMES: Final = """
😀 mặt cười tươi
😃 mặt cười tươi
😄 mặt cười híp mắt
😁 mặt cười toe toét
😆 mặt cười lớn
😅 mặt cười toát mồ hôi
🤣 cười lăn lộn
😂 cười ra nước mắt
🙂 mặt cười nhẹ
🙃 mặt cười lộn ngược
😉 nháy mắt
😊 mặt cười e thẹn
😇 mặt cười thiên thần
🥰 mặt cười yêu thương
😍 mắt hình trái tim
🤩 mắt hình ngôi sao
😘 hôn gió
😗 mặt hôn
☺ mặt cười
😚 mặt hôn nhắm mắt
😋 mặt thèm ăn
😛 lè lưỡi
😜 lè lưỡi nháy mắt
🤪 mặt điên điên
😝 lè lưỡi nhắm mắt
🤑 mặt ham tiền
🤗 ôm
🤭 che miệng cười
🤫 suỵt
🤔 mặt suy nghĩ
🤐 kéo khóa miệng
🤨 nhướng mày
😐 mặt không cảm xúc
😑 mặt vô cảm
😶 mặt không miệng
😏 mặt cười nhếch mép
😒 mặt chán ghét
🙄 đảo mắt
😬 nhăn răng
😌 mặt nhẹ nhõm
😔 mặt buồn
😪 mặt buồn ngủ
😴 mặt đang ngủ
😷 đeo khẩu trang
🤒 bị sốt
🤢 buồn nôn
🤮 nôn
🤧 hắt hơi
🥵 nóng quá
🥶 lạnh quá
😵 choáng váng
🤯 nổ tung đầu
🥳 mặt tiệc tùng
😎 mặt đeo kính râm
🤓 mặt mọt sách
😕 mặt bối rối
😟 mặt lo lắng
🙁 mặt hơi buồn
☹ mặt buồn
😮 mặt há miệng
😯 mặt im lặng
😲 mặt kinh ngạc
😳 mặt đỏ bừng
🥺 mặt cầu xin
😨 mặt sợ hãi
😰 mặt lo toát mồ hôi
😥 mặt buồn nhưng nhẹ nhõm
😢 mặt khóc
😭 mặt khóc to
😱 mặt la hét
😖 mặt nhăn nhó
😣 mặt chịu đựng
😞 mặt thất vọng
😓 mặt toát mồ hôi
😩 mặt mệt mỏi
😫 mặt kiệt sức
🥱 ngáp
😤 mặt bực tức
😡 mặt giận đỏ
😠 mặt giận
🤬 mặt chửi thề
😈 mặt quỷ cười
💀 đầu lâu
💩 đống phân
🤡 mặt hề
👻 con ma
👽 người ngoài hành tinh
🤖 rô bốt
❤ trái tim đỏ
🧡 trái tim cam
💛 trái tim vàng
💚 trái tim xanh lá
💙 trái tim xanh dương
💜 trái tim tím
🖤 trái tim đen
🤍 trái tim trắng
💔 trái tim tan vỡ
💕 hai trái tim
💖 trái tim lấp lánh
💗 trái tim lớn dần
💘 trái tim trúng tên
💝 trái tim thắt nơ
💯 một trăm điểm
💢 giận dữ
💥 vụ nổ
💦 giọt nước
💤 đang ngủ
👋 vẫy tay
👌 tay ra hiệu ổn
✌ tay chữ V
🤞 bắt chéo ngón tay
👍 ngón tay cái giơ lên
👎 ngón tay cái chỉ xuống
✊ nắm đấm
👊 nắm đấm
👏 vỗ tay
🙌 giơ hai tay
🤝 bắt tay
🙏 chắp tay
💪 bắp tay
👀 đôi mắt
👉 chỉ sang phải
👈 chỉ sang trái
👆 chỉ lên
👇 chỉ xuống
👶 em bé
👦 bé trai
👧 bé gái
👨 người đàn ông
👩 người phụ nữ
👪 gia đình
🐶 con chó
🐱 con mèo
🐷 con lợn
🐔 con gà
🌸 hoa anh đào
🌹 hoa hồng
🌻 hoa hướng dương
🍀 cỏ bốn lá
☀ mặt trời
🌙 mặt trăng
⭐ ngôi sao
🌟 ngôi sao sáng
✨ lấp lánh
⚡ tia sét
🔥 lửa
🌈 cầu vồng
☔ ô che mưa
❄ bông tuyết
🎉 pháo giấy
🎊 quả cầu giấy
🎂 bánh sinh nhật
🎁 hộp quà
🎈 bóng bay
🎄 cây thông Nô en
🏆 cúp vô địch
🥇 huy chương vàng
⚽ bóng đá
🎵 nốt nhạc
🎶 nốt nhạc
📷 máy ảnh
📱 điện thoại
💻 máy tính
📞 ống nghe điện thoại
☎ điện thoại
📧 thư điện tử
✉ phong bì
📌 ghim
📍 ghim vị trí
📅 lịch
⏰ đồng hồ báo thức
💰 túi tiền
💵 tờ đô la
🛒 xe đẩy hàng
🏠 ngôi nhà
🚗 ô tô
✈ máy bay
🚀 tên lửa
🍜 bát mì
🍚 bát cơm
☕ tách cà phê
🍺 cốc bia
🍻 cụng ly
✅ dấu tích xanh
✔ dấu tích
❌ dấu nhân đỏ
❗ dấu chấm than
❓ dấu chấm hỏi
⚠ cảnh báo
🔴 chấm tròn đỏ
🆘 cấp cứu
➡ mũi tên sang phải
⬅ mũi tên sang trái
⬆ mũi tên lên
⬇ mũi tên xuống
▶ nút phát
VN cờ Việt Nam
US cờ Mỹ
GB cờ Anh
CN cờ Trung Quốc
JP cờ Nhật Bản
KR cờ Hàn Quốc
FR cờ Pháp
DE cờ Đức
RU cờ Nga
TH cờ Thái Lan
LA cờ Lào
KH cờ Cam-pu-chia
AU cờ Úc
CA cờ Ca-na-đa
"""

NAMES: Final = {emoji: name for emoji, _, name in (line.partition(" ") for line in _NAMES.strip().splitlines())}
