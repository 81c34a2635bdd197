"""A live notebook's button that brings in a file of customers."""

from __future__ import annotations

import html
from collections.abc import Callable
from typing import Any

import ipywidgets

from workbook import importing
from workbook.book import KINDS, Book
from workbook.errors import WorkbookError


def upload(book: Book, redraw: Callable[[], None]) -> Any:
    """A list of kinds, a button to choose a file, and what came of it in words."""
    words = book.wording.start
    kind = ipywidgets.Dropdown(
        options=[(words[name], name) for name in KINDS], description=words["import_kind"]
    )
    button = ipywidgets.FileUpload(accept=".csv,.xlsx,.txt", description=words["import_button"])
    said = ipywidgets.HTML()

    def chosen(change: Any) -> None:
        for file in change["new"]:
            said.value = _brought(book, kind.value, file["name"], bytes(file["content"]))
        if change["new"]:
            button.value = ()
            redraw()

    button.observe(chosen, "value")
    return ipywidgets.VBox([ipywidgets.HBox([kind, button]), said])


def _brought(book: Book, kind: str, name: str, content: bytes) -> str:
    try:
        report = importing.bring_customers(book, kind, name, content)
    except WorkbookError as error:
        return f"<p>{html.escape(str(error))}</p>"
    return f"<pre>{html.escape(importing.told(report))}</pre>"
