"""Messages survive any cutting of the stream; anything else is refused."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbook.batch.kernels.wire import Channel, Decoder, Message, encoded

messages = st.lists(
    st.builds(
        Message,
        st.sampled_from(Channel),
        st.lists(st.binary(max_size=40), max_size=5).map(tuple),
    ),
    max_size=5,
)


@given(messages, st.lists(st.integers(min_value=0, max_value=600), max_size=20))
def test_messages_come_out_as_they_went_in(sent: list[Message], cuts: list[int]) -> None:
    stream = b"".join(encoded(one.channel, one.parts) for one in sent)
    places = sorted({0, len(stream), *(cut for cut in cuts if cut < len(stream))})
    decoder = Decoder()
    pieces = [stream[start:end] for start, end in pairwise(places)]
    assert [message for piece in pieces for message in decoder.feed(piece)] == sent
    assert not decoder.kept


@given(messages.filter(bool))
def test_byte_by_byte(sent: list[Message]) -> None:
    stream = b"".join(encoded(one.channel, one.parts) for one in sent)
    decoder = Decoder()
    found = [one for byte in stream for one in decoder.feed(bytes([byte]))]
    assert found == sent


def test_a_part_may_be_any_buffer() -> None:
    data = encoded(Channel.IOPUB, [memoryview(bytearray(b"ab")), memoryview(b"1234").cast("H")])
    assert list(Decoder().feed(data)) == [Message(Channel.IOPUB, (b"ab", b"1234"))]


def test_an_unfinished_message_waits() -> None:
    data = encoded(Channel.SHELL, [b"abc"])
    decoder = Decoder()
    assert list(decoder.feed(data[:-1])) == []
    assert list(decoder.feed(data[-1:])) == [Message(Channel.SHELL, (b"abc",))]


@pytest.mark.parametrize(
    ("stream", "words"), [(b"GET / HTTP/1.1\r\n", "parts"), (b"\x09\0\0\0\0", "9")]
)
def test_another_protocol_is_refused(stream: bytes, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        list(Decoder().feed(stream))
