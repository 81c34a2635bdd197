"""Jupyter messages as bytes on a stream: the channel, then the parts that ZeroMQ would send.

The parts stay as jupyter_client's Session made them (names, signature, four JSON objects, buffers),
so that no encoding is our own.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from itertools import accumulate, pairwise

HEAD = struct.Struct("!BI")  # channel, number of parts
SIZE = struct.Struct("!Q")  # bytes of one part
MOST_PARTS = 1_000_000  # anything larger is a corrupt stream, not a message


class Channel(IntEnum):
    """The channels of a kernel; none for input, which a batch refuses."""

    SHELL = 1
    IOPUB = 2
    CONTROL = 3


@dataclass(frozen=True)
class Message:
    """One message: its channel and its parts."""

    channel: Channel
    parts: tuple[bytes, ...]


Part = bytes | bytearray | memoryview


def encoded(channel: Channel, parts: Sequence[Part]) -> bytes:
    """The message as bytes; a part may be any contiguous buffer."""
    flat = [_flat(memoryview(part)) for part in parts]
    sizes = [SIZE.pack(len(part)) for part in flat]
    return b"".join([HEAD.pack(channel, len(flat)), *sizes, *flat])


def _flat(view: memoryview) -> memoryview:
    return view.cast("B") if view.c_contiguous else memoryview(view.tobytes("A"))


@dataclass
class Decoder:
    """Turns a stream of bytes into whole messages."""

    kept: bytearray = field(default_factory=bytearray)
    wanted: int = 0  # with fewer bytes a check is pointless

    def feed(self, data: bytes) -> Iterator[Message]:
        """The messages that are complete with ``data``. Raises ValueError for a corrupt stream."""
        self.kept += data
        while len(self.kept) >= self.wanted and (message := self._taken()) is not None:
            yield message

    def _taken(self) -> Message | None:
        self.wanted = HEAD.size
        if len(self.kept) < self.wanted:
            return None
        number, count = HEAD.unpack_from(self.kept)
        if count > MOST_PARTS:
            raise ValueError(f"A message with {count} parts: the stream is not of this protocol.")
        start = self.wanted = HEAD.size + count * SIZE.size
        if len(self.kept) < self.wanted:
            return None
        sizes = [SIZE.unpack_from(self.kept, HEAD.size + i * SIZE.size)[0] for i in range(count)]
        places = list(accumulate(sizes, initial=start))
        self.wanted = places[-1]
        if len(self.kept) < self.wanted:
            return None
        message = Message(Channel(number), self._cut(places))
        del self.kept[: places[-1]]
        self.wanted = 0
        return message

    def _cut(self, places: Sequence[int]) -> tuple[bytes, ...]:
        with memoryview(self.kept) as view:
            return tuple(bytes(view[start:end]) for start, end in pairwise(places))
