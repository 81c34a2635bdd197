"""The process that a worker asks the zygote for: the first message on the wire."""

from __future__ import annotations

import json
import socket
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from workbook.batch.kernels.wire import Channel, Decoder, encoded

PIECE = 1 << 16


@dataclass(frozen=True)
class Request:
    """folder: to work in. environment: all of it. arguments: after the kernel's own name.

    key: what the messages that follow are signed with, as in every kernel.
    """

    folder: str
    environment: Mapping[str, str]
    arguments: list[str]
    key: str


def sent(request: Request) -> bytes:
    """The request as it goes over the wire."""
    return encoded(Channel.CONTROL, [json.dumps(asdict(request)).encode()])


def received(wire: socket.socket, decoder: Decoder) -> Request:
    """The first message on the wire. Raises EOFError when the worker is gone."""
    while data := wire.recv(PIECE):
        for message in decoder.feed(data):
            return Request(**json.loads(message.parts[0]))
    raise EOFError("The worker was gone before it said what it wants.")
