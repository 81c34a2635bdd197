"""The worker's request for a process: the first message on the wire."""

from __future__ import annotations

import json
import socket
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from workbook.batch.kernels.wire import Channel, Decoder, encoded

PIECE = 1 << 16


@dataclass(frozen=True)
class Request:
    """folder: to work in. environment: all variables. arguments: after the kernel's own name.

    key: signs the messages that follow, as in every kernel.
    """

    folder: str
    environment: Mapping[str, str]
    arguments: list[str]
    key: str


def sent(request: Request) -> bytes:
    """The request as bytes for the wire."""
    return encoded(Channel.CONTROL, [json.dumps(asdict(request)).encode()])


def received(wire: socket.socket, decoder: Decoder) -> Request:
    """Read the first message on the wire. Raises EOFError when the worker is gone."""
    while data := wire.recv(PIECE):
        for message in decoder.feed(data):
            return Request(**json.loads(message.parts[0]))
    raise EOFError("The worker was gone before it said what it wants.")
