"""Are the templates sound? Every language complete, every key known, every place named."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pydantic

from workbook import chapters, content
from workbook.book.importing.pack import Imports
from workbook.book.remark_bank import Coaching
from workbook.content.messages import Wording
from workbook.customers import bank_file, pack
from workbook.domain.bank import Bank
from workbook.domain.calendar import load_calendar
from workbook.errors import BadInput, ContentError
from workbook.store import bank_files, default_url


def models() -> dict[str, type[pydantic.BaseModel]]:
    """Template → the model that it is checked against."""
    packs = {name: chapters.chapter(name).PACK for name in chapters.NAMES}
    around: dict[str, type[pydantic.BaseModel]] = {
        "bank": Bank,
        "coaching": Coaching,
        "imports": Imports,
        "wording": Wording,
        "portfolio": pack.Pack,
    }
    return around | packs


def problems(folder: Path | None = None, store: str = "") -> list[str]:
    """Everything that is wrong, ``file:line:col: what`` a line; also in the bank's own file of a
    store, the default one when its address is left out."""
    found = [line for name, model in models().items() for line in _template(name, model, folder)]
    return found + _said(load_calendar) + _said(bank_file.common) + _said(lambda: _bank(store))


def _bank(store: str) -> None:
    found = bank_files.on_disk(store or default_url())
    if found:
        bank_file.marks_for(*found)


def _template(name: str, model: type[pydantic.BaseModel], folder: Path | None) -> list[str]:
    try:
        source = content.bundle(name, folder)
    except ContentError as error:
        return str(error).splitlines()
    return content.problems(source, model) + content.lacking(source, _offered(name))


def _offered(name: str) -> dict[str, list[str]]:
    """What a chapter shows, and so needs words for."""
    if name not in chapters.NAMES:
        return {}
    chapter = chapters.chapter(name)
    return {"tables": list(chapter.tables), "figures": list(chapter.figures)}


def _said(read: Callable[[], object]) -> list[str]:
    """What is wrong with what has no words in two languages, and so is read in its own way."""
    try:
        read()
    except (ContentError, BadInput) as error:
        return str(error).splitlines()
    return []
