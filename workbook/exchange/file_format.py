"""The bytes of a file of the exchange; ``docs/formats.md`` tells them one by one.

A line in the clear (what it is, of which class), then a signature, the signer's key and the lines
of JSON as an xz stream; but for the class file all after the first line is encrypted. Nothing is
unpacked outside memory, and no more of it than a file may hold.
"""

from __future__ import annotations

import json
import lzma
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, cast

from workbook.errors import BadInput
from workbook.exchange import keys as signing
from workbook.exchange.keys import KEY, SIGNATURE, Keys
from workbook.store.safe_writing import content_of

Kind = Literal["class", "hand-in", "return"]
VERSION = "1"
FIRST_LINE = re.compile(
    rb"coaching-workbook (\d{1,4}) (class|hand-in|return) ([0-9a-f]{32})\n", re.ASCII
)
LONGEST_FIRST_LINE = 80
SUFFIX = ".workbook"

LARGEST = 32 * 2**20  # bytes of a file
LARGEST_UNPACKED = 200 * 2**20  # bytes of its lines
LONGEST_LINE = 8 * 2**20
MOST_LINES = 200_000
MEMORY = 64 * 2**20  # of the decompressor


@dataclass(frozen=True)
class Opened:
    """A file of ours: what it is, of which class, who signed it, and its lines."""

    kind: Kind
    class_id: str
    signer: str
    lines: tuple[Mapping[str, Any], ...]


def bytes_of(
    kind: Kind, class_id: str, lines: Iterable[Mapping[str, Any]], keys: Keys, to: Iterable[str]
) -> bytes:
    """A file signed with ``keys``, encrypted for ``to``; a class file is for everybody."""
    first = f"coaching-workbook {VERSION} {kind} {class_id}\n".encode()
    text = "".join(f"{_dumped(line)}\n" for line in lines)
    packed = lzma.compress(text.encode(), format=lzma.FORMAT_XZ, check=lzma.CHECK_CRC64)
    inside = keys.signed(first + packed) + bytes.fromhex(keys.address.signer) + packed
    data = first + (inside if kind == "class" else signing.closed(inside, to))
    if len(data) > LARGEST or len(text) > LARGEST_UNPACKED:
        raise BadInput("exchange.too_much", most=LARGEST // 2**20)
    return data


def content(path: Path) -> bytes:
    """The bytes of a file; BadInput where it cannot be read, or is larger than one of ours."""
    try:
        if path.stat().st_size > LARGEST:
            raise BadInput("exchange.too_large", most=LARGEST // 2**20)
        return content_of(path)
    except OSError as error:
        raise BadInput("exchange.unreadable", why=error.strerror) from None


def announced(data: bytes) -> tuple[Kind, str]:
    """A file's kind and class, which it says in the clear. BadInput where it is none of ours."""
    found = FIRST_LINE.match(data[:LONGEST_FIRST_LINE])
    if found is None:
        raise BadInput("exchange.not_ours")
    if found[1].decode() != VERSION:
        raise BadInput("exchange.other_format", found=found[1].decode(), known=VERSION)
    return cast(Kind, found[2].decode()), found[3].decode()


def opened(data: bytes, keys: Keys | None) -> Opened:
    """A file's lines, once its signature is found to be its signer's.

    keys: those it is encrypted to; None for a class file. BadInput, which says so, where a file is
    none of ours, is for somebody else, was cut off or altered, or holds more than one may.
    """
    kind, class_id = announced(data)
    first, body = data[: data.index(b"\n") + 1], data[data.index(b"\n") + 1 :]
    if kind != "class":
        inside = keys.opened(body) if keys else None
        if inside is None:
            raise BadInput("exchange.not_for_us")
        body = inside
    signature, key, packed = body[:SIGNATURE], body[SIGNATURE:][:KEY], body[SIGNATURE + KEY :]
    if not signing.is_signed(first + packed, signature, key.hex()):
        raise BadInput("exchange.altered")
    return Opened(kind, class_id, key.hex(), tuple(_lines(_unpacked(packed))))


def _dumped(line: Mapping[str, Any]) -> str:
    return json.dumps(line, ensure_ascii=True, separators=(",", ":"), allow_nan=False)


def _unpacked(packed: bytes) -> bytes:
    """No byte more is unpacked than a file may hold."""
    try:
        stream = lzma.LZMADecompressor(format=lzma.FORMAT_XZ, memlimit=MEMORY)
        text = stream.decompress(packed, max_length=LARGEST_UNPACKED + 1)
    except (lzma.LZMAError, EOFError):
        raise BadInput("exchange.altered") from None
    if len(text) > LARGEST_UNPACKED:
        raise BadInput("exchange.too_large", most=LARGEST_UNPACKED // 2**20)
    if not stream.eof or stream.unused_data:
        raise BadInput("exchange.altered")
    return text


def _lines(text: bytes) -> Iterator[Mapping[str, Any]]:
    if text.count(b"\n") > MOST_LINES:
        raise BadInput("exchange.too_large", most=LARGEST_UNPACKED // 2**20)
    for line in text.splitlines():
        if len(line) > LONGEST_LINE:
            raise BadInput("exchange.too_large", most=LONGEST_LINE // 2**20)
        yield _line(line)


def _line(line: bytes) -> Mapping[str, Any]:
    try:
        found = json.loads(line, parse_constant=_refuse)
    except (ValueError, RecursionError):
        raise BadInput("exchange.altered") from None
    if not isinstance(found, dict):
        raise BadInput("exchange.altered")
    return found


def _refuse(name: str) -> None:
    raise ValueError(name)
