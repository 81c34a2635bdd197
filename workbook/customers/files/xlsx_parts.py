"""Repairs XLSX files whose parts openpyxl cannot read."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Mapping

STRICT = b"http://purl.oclc.org/ooxml/"
# The namespaces of “Strict Open XML” → the usual ones.
USUAL = {
    b"http://purl.oclc.org/ooxml/spreadsheetml/main": (
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    ),
    b"http://purl.oclc.org/ooxml/officeDocument/": (
        b"http://schemas.openxmlformats.org/officeDocument/2006/"
    ),
    b"http://purl.oclc.org/ooxml/drawingml/main": (
        b"http://schemas.openxmlformats.org/drawingml/2006/main"
    ),
}
EMPTY_FILL = re.compile(rb"<((?:\w+:)?)fill\s*/>|<((?:\w+:)?)fill>\s*</(?:\w+:)?fill>")
CONTENT = (b"<v", b"<is", b"<f", b":v>", b":is>", b":f>")
SHARED = "xl/sharedStrings.xml"
SHARED_TEXT = re.compile(rb"<(?:\w+:)?si\b")
CHUNK = 1 << 20
WORTH_CUTTING = 1 << 20  # bytes of blank cells below the last filled one

Mend = Callable[[bytes], bytes]


def mended(content: bytes) -> bytes:
    """The archive without what openpyxl cannot handle: Strict namespaces, empty fills, and a long
    tail of blank formatted rows below the last filled one. The same bytes where there is none.

    Raises zipfile.BadZipFile, zlib.error and the like for a damaged archive.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        mends = dict(_mends(archive))
        return _rewritten(archive, mends) if mends else content


def _mends(archive: zipfile.ZipFile) -> Mapping[str, Mend]:
    """Part → its repair."""
    names = archive.namelist()
    is_strict = any(
        STRICT in archive.read(name) for name in names if name in ("xl/workbook.xml", "_rels/.rels")
    )
    found: dict[str, Mend] = {}
    for name in names:
        if name.endswith("styles.xml") and EMPTY_FILL.search(archive.read(name)):
            found[name] = _filled
        if name.startswith("xl/worksheets/") and name.endswith(".xml"):
            end, size = _last_content(archive, name)
            if size - end > WORTH_CUTTING:
                found[name] = _cut_at(end)
        if is_strict and name.endswith((".xml", ".rels")):
            found[name] = _after(found.get(name, _same), _usual)
    return found


def _last_content(archive: zipfile.ZipFile, name: str) -> tuple[int, int]:
    """Where the last value of a sheet begins, and how long the part is."""
    last = at = 0
    tail = b""
    with archive.open(name) as part:
        while chunk := part.read(CHUNK):
            text = tail + chunk
            found = max(map(text.rfind, CONTENT))
            if found >= 0:
                last = at - len(tail) + found
            at += len(chunk)
            tail = text[-3:]
    return last, at


def _cut_at(end: int) -> Mend:
    """A sheet that ends with the row of its last value."""

    def cut(part: bytes) -> bytes:
        row = re.compile(rb"</((?:\w+:)?)row>").search(part, end)
        if row is None:
            return part
        prefix = row[1]
        return part[: row.end()] + b"</%ssheetData></%sworksheet>" % (prefix, prefix)

    return cut


def _same(part: bytes) -> bytes:
    return part


def _filled(part: bytes) -> bytes:
    def with_pattern(match: re.Match[bytes]) -> bytes:
        prefix = match[1] or match[2] or b""
        return b"<%sfill><%spatternFill/></%sfill>" % (prefix, prefix, prefix)

    return EMPTY_FILL.sub(with_pattern, part)


def _usual(part: bytes) -> bytes:
    for strict, usual in USUAL.items():
        part = part.replace(strict, usual)
    return part


def _after(first: Mend, second: Mend) -> Mend:
    return lambda part: second(first(part))


def _rewritten(archive: zipfile.ZipFile, mends: Mapping[str, Mend]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as new:
        for name in archive.namelist():
            part = archive.read(name)
            new.writestr(name, mends[name](part) if name in mends else part)
    return buffer.getvalue()


def shared_texts(archive: zipfile.ZipFile) -> int:
    """The number of texts that all sheets share: each is an object in memory, even a short one."""
    count, tail = 0, b""
    if SHARED not in archive.namelist():
        return 0
    with archive.open(SHARED) as part:
        while chunk := part.read(CHUNK):
            text = tail + chunk
            tail = text[-3:]
            count += len(SHARED_TEXT.findall(text[: len(text) - len(tail)] + tail))
    return count


def other_program(content: bytes) -> bool:
    """Whether an archive is another program's document: .xlsb, .ods, .docx, …"""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = set(archive.namelist())
    return "xl/workbook.xml" not in names and bool(
        names
        & {"xl/workbook.bin", "mimetype", "content.xml", "word/document.xml", "Index/Document.iwa"}
    )
