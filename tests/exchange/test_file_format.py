"""Files that somebody made by hand: none takes memory, time, a path, or leaves a trace."""

from __future__ import annotations

import json
import lzma
import time
from pathlib import Path
from typing import Any

import pytest

from workbook.errors import BadInput
from workbook.exchange import classes, file_format, keys, naming
from workbook.exchange.collecting import files_in
from workbook.exchange.contents import RemarkLine, VersionLine, those
from workbook.exchange.keys import Keys
from workbook.export.file_names import plain

from .conftest import COHORT, MONTH, Room

CLASS = "0" * 32


def sealed(to: Keys, packed: bytes, *, by: Keys | None = None, first: bytes = b"") -> bytes:
    """A hand-in with these bytes in it, signed as it should be."""
    by = by or Keys.made()
    head = first or f"coaching-workbook 1 hand-in {CLASS}\n".encode()
    inside = by.signed(head + packed) + bytes.fromhex(by.address.signer) + packed
    return head + keys.closed(inside, [to.address.to])


def xz(text: bytes) -> bytes:
    return lzma.compress(text, format=lzma.FORMAT_XZ)


def why(data: bytes, to: Keys) -> str:
    with pytest.raises(BadInput) as found:
        file_format.opened(data, to)
    return found.value.key


def test_a_file_is_read_as_it_was_written() -> None:
    to, by = Keys.made(), Keys.made()
    lines = [{"what": "a", "said": "“王芳”\n\u2028"}, {"what": "b", "cells": [1, None, True]}]
    data = file_format.bytes_of("return", CLASS, lines, by, [to.address.to])
    found = file_format.opened(data, to)
    assert (found.kind, found.class_id, found.signer) == ("return", CLASS, by.address.signer)
    assert list(found.lines) == lines
    assert file_format.announced(data) == ("return", CLASS)
    assert data.startswith(b"coaching-workbook 1 return " + CLASS.encode() + b"\nage-encryption")


def test_the_layout_inside_is_signature_key_and_xz() -> None:
    to, by = Keys.made(), Keys.made()
    data = file_format.bytes_of("hand-in", CLASS, [{"what": "a"}], by, [to.address.to])
    first, body = data.split(b"\n", 1)
    inside = to.opened(body)
    assert inside is not None
    assert inside[64:96].hex() == by.address.signer
    assert inside[96:102] == b"\xfd7zXZ\x00"
    assert keys.is_signed(first + b"\n" + inside[96:], inside[:64], by.address.signer)
    assert lzma.decompress(inside[96:]) == b'{"what":"a"}\n'


def test_one_key_of_several_opens_it() -> None:
    one, other, by = Keys.made(), Keys.made(), Keys.made()
    to = [one.address.to, other.address.to]
    data = file_format.bytes_of("return", CLASS, [{"what": "a"}], by, to)
    assert file_format.opened(data, one) == file_format.opened(data, other)
    assert why(data, Keys.made()) == "exchange.not_for_us"


def test_another_signer_or_another_first_line_is_refused() -> None:
    to, by = Keys.made(), Keys.made()
    packed = xz(b'{"what":"a"}\n')
    head = f"coaching-workbook 1 hand-in {CLASS}\n".encode()
    inside = by.signed(head + packed) + bytes.fromhex(Keys.made().address.signer) + packed
    assert why(head + keys.closed(inside, [to.address.to]), to) == "exchange.altered"
    swapped = sealed(to, packed).replace(CLASS.encode(), b"1" * 32, 1)
    assert why(swapped, to) == "exchange.altered"


def test_a_bomb_is_refused_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_format, "LARGEST_UNPACKED", 2**20)
    to = Keys.made()
    bomb = xz(b"\n" * (64 * 2**20))
    assert len(bomb) < 50_000
    begun = time.perf_counter()
    assert why(sealed(to, bomb), to) == "exchange.too_large"
    assert time.perf_counter() - begun < 5


@pytest.mark.parametrize(
    "text",
    [
        b"[" * 100_000 + b"\n",
        b"[1]\n",
        b'{"a": NaN}\n',
        b'{"a": 1' + b"0" * 5000 + b"}\n",
        b"\xff\xfe\n",
        b"{'a': 1}\n",
    ],
)
def test_lines_that_are_no_object_are_refused(text: bytes) -> None:
    to = Keys.made()
    assert why(sealed(to, xz(text)), to) == "exchange.altered"


def test_many_and_long_lines_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    to = Keys.made()
    monkeypatch.setattr(file_format, "MOST_LINES", 10)
    assert why(sealed(to, xz(b"{}\n" * 11)), to) == "exchange.too_large"
    monkeypatch.setattr(file_format, "LONGEST_LINE", 10)
    assert why(sealed(to, xz(b'{"a": "12345678"}\n')), to) == "exchange.too_large"


@pytest.mark.parametrize("packed", [b"", b"\xfd7zXZ\x00", xz(b"{}\n")[:-4], xz(b"{}\n") + b"more"])
def test_what_is_no_whole_stream_is_refused(packed: bytes) -> None:
    to = Keys.made()
    assert why(sealed(to, packed), to) == "exchange.altered"


def test_a_large_file_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_format, "LARGEST", 100)
    (tmp_path / "x.workbook").write_bytes(b"x" * 101)
    with pytest.raises(BadInput, match=r"exchange|MB"):
        file_format.content(tmp_path / "x.workbook")


VERSION: dict[str, Any] = {
    "what": "version",
    "chapter": "pacing",
    "key": MONTH,
    "body": "{}",
    "template": "0" * 64,
    "author": "t1001",
    "saved_at": "2026-12-09T01:00:00.000000+00:00",
    "parents": [],
}


@pytest.mark.parametrize(
    "wrong",
    [
        {"chapter": 1},
        {"chapter": "x" * 201},
        {"template": "../../etc/passwd"},
        {"saved_at": "yesterday"},
        {"parents": ["0" * 64] * 3},
        {"parents": ["nobody"]},
        {"more": 1},
        {"body": None},
    ],
)
def test_a_line_of_another_shape_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(BadInput, match="1"):
        those([VERSION | wrong], "version", VersionLine)
    assert those([VERSION], "version", VersionLine)
    assert those([{"what": "remark"}], "version", VersionLine) == []
    with pytest.raises(BadInput, match="2"):
        those([VERSION, {"what": "remark", "text": ""}], "remark", RemarkLine)


def hand_in_with(room: Room, *lines: dict[str, Any]) -> bytes:
    """What a trainee who can program might send: signed with their own key, lines of their own."""
    place = room.folder / "hostile" / "workbook.db.keys"
    if not place.exists():
        room.joined("王芳", pc="hostile")
    own = Keys(**json.loads(place.read_text()))
    first = {
        "what": "hand-in",
        "trainee": "t1001",
        "number": 1,
        "month": MONTH,
        "address": {"to": own.address.to, "signer": own.address.signer},
        "whole": True,
        "templates": [],
        "program": "9",
        "made_at": "2026-12-09T01:00:00.000000+00:00",
    }
    to = [room.made.coach_address.to]
    return file_format.bytes_of("hand-in", room.made.id, [first, *lines], own, to)


@pytest.mark.parametrize(
    "line",
    [
        VERSION | {"body": '{"b": 1, "a": 2}'},
        VERSION | {"body": "[]"},
        VERSION | {"body": "not json"},
        VERSION | {"saved_at": "2026-13-09T01:00:00.000000+00:00"},
        {"what": "template", "text": json.dumps({"chapter": "a: &a [x]\nb: [*a, *a]"})},
        {"what": "table", "kind": "balances", "sha256": "", "source": "", "columns": [],
         "saved_at": "2026-13-09T01:00:00.000000+00:00"},
    ],
)  # fmt: skip
def test_a_line_that_the_store_would_not_have_written_is_refused(
    room: Room, line: dict[str, Any]
) -> None:
    found = room.collect(hand_in_with(room, line))
    assert found.problem
    assert room.coach.deliveries.versions("t1001") == []
    assert all(one.what != "taken in" for one in room.coach.deliveries.notes())


@pytest.mark.parametrize(
    ("wrong", "key"),
    [
        ({"chapter": "of_tomorrow"}, "names.not_found"),
        ({"key": "../../x"}, "domain.no_month"),
        ({}, "exchange.no_template"),
    ],
)
def test_a_page_that_this_program_cannot_read_is_left_out(
    room: Room, wrong: dict[str, Any], key: str
) -> None:
    found = room.collect(hand_in_with(room, VERSION | wrong))
    assert [one.key for one in found.joined.problems] == [key]
    assert room.coach.deliveries.versions("t1001") == []


def test_a_table_with_foreign_columns_or_cells_is_refused(room: Room) -> None:
    table = {
        "what": "table",
        "kind": "balances",
        "sha256": "0" * 64,
        "source": "../../../etc/passwd",
        "saved_at": "2026-12-09T01:00:00.000000+00:00",
    }
    column = {"name": "customer", "kind": "text", "cells": ["C1"]}
    for columns in (
        [column | {"name": "password"}],
        [column | {"cells": [1]}],
        [column, {"name": "assets", "kind": "count", "cells": [1, 2]}],
        [column, {"name": "assets", "kind": "count", "cells": ["1" * 400]}],
        [column, column],
    ):
        assert room.collect(hand_in_with(room, table | {"columns": columns})).problem
    assert room.coach.imports("t1001") == []
    assert not room.collect(hand_in_with(room, table | {"columns": [column]})).problem
    assert room.coach.imports("t1001")[0].source == "passwd"


# -- names ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("王芳", "王芳"),
        ("../../etc/passwd", "_.._etc_passwd"),
        ("C:\\con", "C__con"),
        ("...", "_"),
        ("a\nb\x00", "a_b_"),
        ("王" * 90, "王" * 60),
    ],
)
def test_a_name_never_becomes_a_path(name: str, made: str) -> None:
    assert plain(name) == made


def test_a_name_that_is_taken_gets_a_number(tmp_path: Path) -> None:
    first = naming.written(tmp_path / "交 作业", "2026-12 王芳 第1次.workbook", b"1")
    second = naming.written(tmp_path / "交 作业", "2026-12 王芳 第1次.workbook", b"2")
    assert (first.read_bytes(), second.read_bytes()) == (b"1", b"2")
    assert second.name == "2026-12 王芳 第1次 (2).workbook"
    assert [path for path, _ in files_in([tmp_path / "交 作业"])] == [second, first]
    with pytest.raises(BadInput):
        files_in([tmp_path / "nothing"])


def test_a_class_file_is_read_by_everybody_and_altered_by_nobody(room: Room) -> None:
    offer = classes.offered(room.class_file)
    assert offer.joins.cohort == COHORT
    assert [one.name for one in offer.people] == ["王芳", "李明", "周巍"]
    for altered in (room.class_file[:-1], room.class_file.replace(b"class", b"return", 1)):
        with pytest.raises(BadInput):
            classes.offered(altered)
    assert [one.key for one in room.collect(room.class_file).problem] == ["exchange.join_it"]
