"""Small files that would fill the memory or take minutes: refused in words, or bounded."""

from __future__ import annotations

import io
import json
import resource
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import pytest
from waiting import PATIENCE

from workbook.customers.files.file_reader import read_bytes
from workbook.errors import BadInput

MEGABYTES = 700  # all of a process that reads such a file; an idle one has 130
READ = """
import resource, sys
from workbook.errors import BadInput
from workbook.customers.files.file_reader import read_file
try:
    read_file(sys.argv[1], "customers")
except BadInput as error:
    print(str(error)[:60])
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""
SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    "{rows}</sheetData></worksheet>"
)

STRINGS = (
    b'<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-'
    b'officedocument.spreadsheetml.sharedStrings+xml"/></Types>'
)


def workbook_with(**parts: Iterator[str] | str) -> bytes:
    """A sound XLSX of one sheet, with parts of it exchanged: "sheet" or "strings"."""
    made = io.BytesIO()
    book = openpyxl.Workbook()
    book.active.append(["客户号", "资产"])
    book.active.append(["K1", 100_000])
    book.save(made)
    names = {"sheet": "xl/worksheets/sheet1.xml", "strings": "xl/sharedStrings.xml"}
    new = {names[name]: text for name, text in parts.items()}
    written = io.BytesIO()
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as out:
        for name in old.namelist():
            if name not in new:
                text = old.read(name)
                out.writestr(
                    name, text.replace(b"</Types>", STRINGS) if "strings" in parts else text
                )
        for name, text in new.items():
            with out.open(name, "w") as part:
                for piece in [text] if isinstance(text, str) else text:
                    part.write(piece.encode())
    return written.getvalue()


def far_cells(count: int, *, value: bool) -> Iterator[str]:
    """A row each with one cell in the last column that there is."""
    yield SHEET.split("{rows}")[0]
    inside = "<v>1</v>" if value else ""
    for start in range(1, count, 1000):
        yield "".join(
            f'<row r="{row}"><c r="XFD{row}">{inside}</c></row>'
            for row in range(start, start + 1000)
        )
    yield SHEET.split("{rows}")[1]


def shared_strings() -> Iterator[str]:
    yield '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    for _ in range(4_000):
        yield "<si><t/></si>" * 1_000
    yield "</sst>"


def one_text_in_each_row() -> bytes:
    """A text of a hundred thousand letters that is there once, and shown twenty thousand times."""
    strings = (
        '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f"<si><t>客户号</t></si><si><t>资产</t></si><si><t>{'字' * 100_000}</t></si></sst>"
    )
    rows = "".join(
        f'<row r="{row}"><c r="A{row}" t="s"><v>2</v></c><c r="B{row}"><v>5</v></c></row>'
        for row in range(2, 20_002)
    )
    heading = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>'
    return workbook_with(strings=strings, sheet=SHEET.format(rows=heading + rows))


def swollen() -> Iterator[str]:
    yield SHEET.split("{rows}")[0]
    for _ in range(220):
        yield " " * 2**20
    yield SHEET.split("{rows}")[1]


def new_keys() -> bytes:
    lines = ({"id": f"K{n}", "assets": 1, f"k{n}": n} for n in range(20_000))
    return "\n".join(map(json.dumps, lines)).encode()


HOSTILE: dict[str, Callable[[], bytes]] = {
    "a far cell in each row": lambda: workbook_with(sheet=far_cells(100_000, value=True)),
    "a far blank cell in each row": lambda: workbook_with(sheet=far_cells(100_000, value=False)),
    "shared strings": lambda: workbook_with(strings=shared_strings()),
    "one long text in each row": one_text_in_each_row,
    "unpacks to more than it may": lambda: workbook_with(sheet=swollen()),
    "a new key in each line": new_keys,
    "merged cells of a web page": lambda: (
        b"<table>" + b"<tr>" + b"<td colspan=1000>x" * 50_000 + b"</table>"
    ),
    "rows that reach down": lambda: (
        b"<table>" + b"<tr><td colspan=1000 rowspan=1000>x" * 20_000 + b"</table>"
    ),
}
READABLE: dict[str, Callable[[], bytes]] = {
    "a line of separators": lambda: b"id,assets\nK1,100000\nK2,200000\n" + b"," * 8_000_000,
    "a line of quotes": lambda: b"id,assets\nK1,100000\nK2,200000\n" + b'"",' * 2_000_000,
    "a line without an end": lambda: b"id,assets\nK1,100000\nK2,200000\n" + b"x" * 10_000_000,
}


OFTEN = ("unpacks to more than it may", "a new key in each line", "merged cells of a web page")


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(make, id=name, marks=() if name in OFTEN else pytest.mark.slow)
        for name, make in HOSTILE.items()
    ],
)
def test_it_is_refused_in_words_and_within_bounds(
    make: Callable[[], bytes], tmp_path: Path
) -> None:
    (tmp_path / "file").write_bytes(make())
    said, used = read_in_a_process(tmp_path / "file")
    assert "file" in said
    assert "完好" not in said  # it is not called damaged: nothing is to be mended
    assert int(used) < MEGABYTES


@pytest.mark.parametrize("make", READABLE.values(), ids=READABLE)
def test_the_good_rows_beside_it_are_read(make: Callable[[], bytes]) -> None:
    reading = read_bytes(make(), "file.csv", "customers")
    assert reading.rows["id"].tolist() == ["K1", "K2"]
    assert reading.rejected["row"].tolist() == [4]


def test_a_sound_workbook_with_a_formatted_row_is_read() -> None:
    """People colour a whole row: blank cells to its very end are no reason to refuse a file."""
    sheet = SHEET.format(
        rows='<row r="1"><c r="A1" t="inlineStr"><is><t>客户号</t></is></c>'
        '<c r="B1" t="inlineStr"><is><t>资产</t></is></c><c r="XFD1"/></row>'
        '<row r="2"><c r="A2" t="inlineStr"><is><t>K1</t></is></c><c r="B2"><v>100000</v></c></row>'
        '<row r="3"><c r="A3" t="inlineStr"><is><t>K2</t></is></c><c r="B3"><v>200000</v></c></row>'
    )
    assert len(read_bytes(workbook_with(sheet=sheet), "b.xlsx", "customers").rows) == 2


def test_a_wide_file_says_what_to_do() -> None:
    with pytest.raises(BadInput, match="500 列"):
        read_bytes(new_keys(), "book.jsonl", "customers")


def read_in_a_process(path: Path) -> list[str]:
    """What a process of its own says of the file, and the megabytes that it took."""

    def bounded() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (4 * 2**30, 4 * 2**30))

    done = subprocess.run(
        [sys.executable, "-c", READ, str(path)],
        capture_output=True,
        check=True,
        text=True,
        preexec_fn=bounded,
        timeout=PATIENCE,
    )
    return done.stdout.splitlines()
