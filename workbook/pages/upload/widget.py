"""The upload in a notebook. The browser's side is part of the plugin (``labextension/src/upload``).
The messages between the two sides are

    browser → kernel   begin (id, name, size, kind) · part (id, at; the bytes) · rejected (id)
                       look, read (id, how: columns, encoding, sheet, unit, sure) · back (id)
    kernel → browser   got (id, size) · told (id, text, good, rejected, asks, back) · looked (id, …)
                       unseen (id, text) · file (id, name; the bytes) · gone (id)

What a file holds is never a part of the widget's state: a notebook may be saved with that.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import traitlets

from workbook.book import importing
from workbook.book.importing import ReadOptions, Report
from workbook.book.trainee_workbook import Book
from workbook.content import in_language
from workbook.customers.files import preview
from workbook.customers.pack import TABLES
from workbook.errors import WorkbookError
from workbook.pages.forms import Plugged
from workbook.pages.upload import messages
from workbook.pages.upload.chunks import Coming

IGNORE = "ignore"  # in a mapping: nobody needs the column
UNITS = ("元", "千元", "万元", "百万元", "亿元")
ENCODINGS = ("utf-8", "gb18030", "big5", "utf-16")
ENDINGS = ".csv,.txt,.tsv,.xlsx,.xlsm,.xls,.json,.jsonl,.htm,.html"


class Upload(Plugged):
    """Choose a file, see its progress and its result, and match its columns."""

    words = traitlets.Dict().tag(sync=True)
    kinds: Any = traitlets.List().tag(sync=True)
    encodings: Any = traitlets.List(list(ENCODINGS)).tag(sync=True)
    units: Any = traitlets.List(list(UNITS)).tag(sync=True)
    endings = traitlets.Unicode(ENDINGS).tag(sync=True)

    def __init__(self, book: Book, redraw: Callable[[], None]) -> None:
        start = book.wording.start
        super().__init__(
            "Upload",
            words={name: text for name, text in start.items() if name.startswith("import_")},
            kinds=[[name, start[name]] for name in TABLES],
        )
        self._book = book
        self._redraw = redraw
        self._coming: Coming | None = None
        self._report: Report | None = None
        self.on_msg(self._heard)

    def _heard(self, _widget: object, content: object, buffers: Sequence[memoryview]) -> None:
        match content:
            case {
                "type": "begin",
                "id": str(id_),
                "name": str(name),
                "size": int(size),
                "kind": str(kind),
            }:
                self._begin(Coming(id_, name, kind, size))
            case {"type": "part", "id": str(id_), "at": int(at)} if self._is_here(id_) and buffers:
                self._take(at, buffers[0])
            case {"type": "look", "id": str(id_), "how": dict(how)} if self._is_here(id_):
                self._look(how)
            case {"type": "read", "id": str(id_), "how": dict(how)} if self._is_here(id_):
                self._read(how)
            case {"type": "rejected", "id": str(id_)} if self._is_here(id_):
                self._hand_over()
            case {"type": "back", "id": str(id_)} if self._is_here(id_):
                self._go_back()
            case {"type": str(), "id": str(id_)}:
                self.send({"type": "gone", "id": id_})

    def _is_here(self, id_: str) -> bool:
        return self._coming is not None and self._coming.id == id_

    def _begin(self, coming: Coming) -> None:
        if self._is_here(coming.id):  # checked again, since the answer was long in coming
            self._answer("got", size=len(self._file().content))
            return
        self._coming, self._report = coming, None
        most = preview.most_bytes()
        if coming.size > most:
            text = self.words["import_too_big"].replace("{most}", str(most // 2**20))
            self._answer("told", text=text, good=False)
        else:
            self._answer("got", size=0)

    def _take(self, at: int, part: memoryview) -> None:
        coming = self._file()
        was_whole = coming.whole and coming.size > 0
        self._answer("got", size=coming.take(at, part))
        if coming.whole and not was_whole:
            self._read({})

    def _read(self, how: Mapping[str, Any]) -> None:
        coming = self._file()
        try:
            report = importing.bring_customers(
                self._book,
                coming.kind,
                coming.name,
                bytes(coming.content),
                self._how(how),
                sure=how.get("sure") is True,
            )
        except WorkbookError as error:
            self._answer("told", text=self._in_words(error), good=False)
            self._look(how)
            return
        self._report = report
        found = messages.rejected_of(report)
        self._answer(
            "told",
            text=messages.with_bank(messages.said_of(report, self.words), self._book, coming.kind),
            good=not report.partly and not report.waits,
            part=report.kept > 0 or report.waits,
            rejected=found[0] if found else "",
            asks=report.waits,
            back=messages.replaced_by(report) > 0,
        )
        if not report.waits:
            self._redraw()

    def _go_back(self) -> None:
        """Restore the table that the file replaced."""
        version = messages.replaced_by(self._report) if self._report else 0
        if not version:
            return
        try:
            book, kind = self._book, self._file().kind
            text = importing.restored_version(book, kind, version)
        except WorkbookError as error:
            self._answer("told", text=self._in_words(error), good=False)
        else:
            self._report = None
            self._answer("told", text=text, good=True)
            self._redraw()

    def _look(self, how: Mapping[str, Any]) -> None:
        """Show how the file begins; nothing where it cannot be read."""
        coming, chosen = self._file(), self._how(how)
        try:
            shown = preview.preview(
                bytes(coming.content),
                coming.name,
                coming.kind,
                language=self._book.language,
                encoding=chosen.encoding,
                sheet=chosen.sheet,
            )
        except WorkbookError as error:
            self._answer("unseen", text=self._in_words(error))
        else:
            self._answer("looked", **messages.as_dialog(shown))

    def _in_words(self, error: WorkbookError) -> str:
        return messages.on_page(in_language(error, self._book.language), self.words)

    def _hand_over(self) -> None:
        found = messages.rejected_of(self._report) if self._report else None
        if found:
            name, content = found
            self.send({"type": "file", "id": self._file().id, "name": name}, [content])

    def _how(self, how: Mapping[str, Any]) -> ReadOptions:
        columns = how.get("columns")
        told = columns if isinstance(columns, dict) else {}
        return ReadOptions(
            language=self._book.language,
            columns={str(heading): str(column) for heading, column in told.items()},
            encoding=str(how.get("encoding") or "") or None,
            sheet=str(how.get("sheet") or "") or None,
            unit=str(how.get("unit") or "") or None,
            today=self._book.today,
        )

    def _file(self) -> Coming:
        assert self._coming is not None  # asked for only where it is here
        return self._coming

    def _answer(self, kind: str, **content: Any) -> None:
        self.send({"type": kind, "id": self._file().id, **content})


def upload(book: Book, redraw: Callable[[], None]) -> Upload:
    """A list of kinds, a button to choose a file, and the result in words."""
    return Upload(book, redraw)
