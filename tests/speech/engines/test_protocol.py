from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speech.engines.espeak import protocol
from speech.engines.espeak.protocol import Answer, Mark, Request


def reader(data: bytes) -> Callable[[int], bytes]:
    rest = bytearray(data)

    def read(size: int) -> bytes:
        if len(rest) < size:
            raise EOFError
        part = bytes(rest[:size])
        del rest[:size]
        return part

    return read


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)


@given(text=texts, rate=st.integers(80, 450), pitch=st.integers(0, 99))
def test_a_request_arrives_as_it_was_sent(text: str, rate: int, pitch: int) -> None:
    request = Request(text, "vi+klatt4", rate, pitch, 60)
    assert protocol.read_request(reader(protocol.pack_request(request))) == request


def test_an_answer_arrives_as_it_was_sent() -> None:
    answer = Answer(
        rate=22_050,
        pcm=b"\x01\x02\x03\x04",
        phones=(Mark(0), Mark(5, "tʃ"), Mark(70_000, "aː")),
        words=(Mark(5, "", 0, 3), Mark(90, "", 4, 5)),
    )
    assert protocol.read_answer(reader(protocol.pack_answer(answer))) == answer


def test_a_failure_arrives_as_a_sentence() -> None:
    with pytest.raises(protocol.Refused, match="không có giọng"):
        protocol.read_answer(reader(protocol.pack_failure("không có giọng")))


def test_a_phone_cut_inside_a_letter_keeps_what_is_whole() -> None:
    packed = protocol.PHONE.pack(7, "ŋŋŋŋŋ".encode())  # ten bytes in a field of eight
    header = protocol.ANSWER.pack(protocol.OK, 22_050, 1, 0, 0)
    assert protocol.read_answer(reader(header + packed)).phones == (Mark(7, "ŋŋŋŋ"),)


def test_an_answer_that_stops_short_is_an_end_of_file() -> None:
    packed = protocol.pack_answer(Answer(22_050, b"\0" * 100, (), ()))
    with pytest.raises(EOFError):
        protocol.read_answer(reader(packed[:-1]))
