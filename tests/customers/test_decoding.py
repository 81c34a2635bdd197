"""Bytes → text, strictly."""

from __future__ import annotations

import pytest

from tests.customers.samples import read
from workbook.customers.pack import load
from workbook.errors import BadInput

TEXT = "客户号,资产,备注\n0012,5,中关村㐂𠮷\n"


@pytest.mark.parametrize(
    ("written", "known_as"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8-sig"), ("gb18030", "gb18030"), ("utf-16", "utf-16")],
)
def test_each_encoding_is_recognised(written: str, known_as: str) -> None:
    reading = read(TEXT.encode(written))
    assert reading.encoding == known_as
    assert reading.rows["notes"].tolist() == ["中关村㐂𠮷"]


def test_utf_16_of_the_other_end() -> None:
    assert len(read(b"\xfe\xff" + TEXT.encode("utf-16-be")).rows) == 1


@pytest.mark.parametrize(
    "content",
    [
        b"id,assets\n1,\xff\n",
        b"\xef\xbb\xbfid,assets\n1,\xff\n",
        b"\xff\xfei\0d\0,",
        "客户".encode("gb18030")[:-1] + b"\n",
    ],
)
def test_bytes_that_are_no_text_are_never_patched(content: bytes) -> None:
    with pytest.raises(BadInput, match="--encoding"):
        read(content)


def test_an_encoding_may_be_chosen() -> None:
    big5 = "客戶號,資產,備註\n1,5,台北\n".encode("big5")
    reading = read(big5, encoding="Big5")
    assert reading.rows["notes"].tolist() == ["台北"]
    assert read(TEXT.encode("gb18030"), encoding="GBK").encoding == "gb18030"
    assert read(TEXT.encode("utf-8-sig"), encoding="utf8").rows["id"].tolist() == ["0012"]


@pytest.mark.parametrize("encoding", ["latin-2", "rot13", "no such", "utf-8\0", "", "idna"])
def test_an_encoding_that_cannot_be_chosen(encoding: str) -> None:
    with pytest.raises(BadInput, match="utf-8, gb18030"):
        read(b"id,assets\n1,5\n", encoding=encoding)


def test_a_chosen_encoding_that_does_not_fit() -> None:
    with pytest.raises(BadInput, match="cannot be read with the encoding utf-8"):
        read(TEXT.encode("gb18030"), encoding="utf-8")


def test_only_a_guess_is_mentioned() -> None:
    said = load("en").notes["encoding"].format(encoding="GB18030")
    assert said in read(TEXT.encode("gb18030")).notes
    assert said not in read(TEXT.encode("gb18030"), encoding="gb18030").notes
    assert said not in read(TEXT.encode()).notes
