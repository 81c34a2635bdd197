"""Whatever the bytes: rows, or a plain word; and no row lost without a line saying so."""

from __future__ import annotations

import csv
import io
from contextlib import suppress

from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.customers.samples import as_csv, as_xlsx, read
from workbook.customers.files.file_reader import Reading, rejected_file
from workbook.customers.pack import KINDS, load
from workbook.errors import BadInput

PATIENT = settings(deadline=None)  # the first reading parses the template
HEADINGS = {kind: ",".join(load("en").table(kind).columns) for kind in KINDS}
SIGNS = st.sampled_from(
    [
        *",;|\t\r\n\"'\0 -()",
        "=",
        "1",
        "万",
        "￥",
        "2026-11-05",
        "1e999",
        "nan",
        "是",
        "#REF!",
        "\u2028",
    ]
)
CELLS = st.one_of(
    st.sampled_from(
        ["", "5", "0012", "2026-11-05", "是", "C3", "x", "合计", "1,234.5", "a\nb", '"']
    ),
    st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=6),
)
TABLES = st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=8)


def accounted_for(reading: Reading) -> bool:
    """Every row is good or rejected, each rejected one has its line, and both can be written."""
    written = csv.reader(io.StringIO(rejected_file(reading).decode("utf-8-sig"), newline=""))
    rejected = set(reading.rejected["row"])
    assert [int(line[0]) for line in list(written)[1:]] == sorted(rejected)
    assert (reading.rejected[["problem", "remedy"]] != "").all(axis=None)
    assert reading.told()
    return reading.rows_read == len(reading.rows) + len(rejected)


@PATIENT
@given(st.binary(max_size=400), st.sampled_from(KINDS))
@example(b"PK\x03\x04\x14\0\0\0", "customers")
@example(b"\xff\xfe\0\xd8", "customers")
def test_any_bytes(content: bytes, kind: str) -> None:
    with suppress(BadInput):
        assert accounted_for(read(content, kind))


@PATIENT
@given(st.lists(SIGNS, max_size=80).map("".join), st.sampled_from(KINDS))
def test_any_text_below_a_heading(text: str, kind: str) -> None:
    with suppress(BadInput):
        assert accounted_for(read(f"{HEADINGS[kind]}\n{text}".encode(), kind))


@PATIENT
@given(st.binary(max_size=200), st.sampled_from(["utf-8", "gb18030", "utf-16", "big5", "cp1252"]))
def test_any_bytes_in_any_encoding(content: bytes, encoding: str) -> None:
    with suppress(BadInput):
        assert accounted_for(read("id,assets\n".encode(encoding) + content, encoding=encoding))


@PATIENT
@given(TABLES)
@example([("", "", "K")])
def test_no_row_of_a_table_is_lost(table: list[tuple[str, str, str]]) -> None:
    content = as_csv([("id", "assets", "notes"), *table])
    there = [n for n, row in enumerate(table, start=2) if any(visible(cell) for cell in row)]
    if not there:
        return
    if all("合计" in table[n - 2] for n in there):
        return  # only totals: the file is said to be empty
    reading = read(content)
    assert accounted_for(reading)
    rejected = set(reading.rejected["row"])
    assert rejected <= set(there)
    aside = [n for n in there if next(filter(visible, table[n - 2])) == "合计"]
    aside += [n for n in there if table[n - 2][0] == "合计" and n not in aside]
    assert reading.rows_read == len(there) - len(aside)
    ids = [table[n - 2][0] for n in there if n not in {*rejected, *aside}]
    assert len(reading.rows) == len(ids)
    plain = [cell for cell in ids if cell in ("0012", "5", "x")]
    assert [found for found in reading.rows["id"] if found in ("0012", "5", "x")] == plain


@given(TABLES.filter(bool))
@settings(PATIENT, max_examples=30)
def test_a_workbook_gives_what_the_csv_gives(table: list[tuple[str, str, str]]) -> None:
    sound = [[cell for cell in row if cell.isprintable()] for row in table]
    rows = [["id", "assets", "notes"], *[[*row, "", "", ""][:3] for row in sound], ["z", "1", ""]]
    rows = [[f" {cell}" if cell[:1] == "=" else cell for cell in row] for row in rows]
    from_csv, from_xlsx = read(as_csv(rows)), read(as_xlsx(rows))
    assert from_csv.rows.equals(from_xlsx.rows)
    assert from_csv.rejected.equals(from_xlsx.rejected)


def visible(cell: str) -> bool:
    """Whether a cell holds more than blanks and the marks that no one sees."""
    return bool(cell.strip().strip("\ufeff\u200b"))
