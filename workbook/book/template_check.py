"""Checks the templates: every language complete, every key known, every error located."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pydantic

from workbook import chapters, content, resources
from workbook.book.importing.pack import Imports
from workbook.book.remark_bank import Coaching
from workbook.content.messages import Wording
from workbook.customers import bank_file, pack
from workbook.domain.bank import Bank
from workbook.domain.calendar import load_calendar
from workbook.errors import WRITTEN, BadInput, ContentError, sentences
from workbook.store import bank_files, default_url


def models() -> dict[str, type[pydantic.BaseModel]]:
    """Template → the model that it is checked against."""
    packs = {name: chapters.chapter(name).pack for name in chapters.names()}
    around: dict[str, type[pydantic.BaseModel]] = {
        "bank": Bank,
        "coaching": Coaching,
        "imports": Imports,
        "pages": chapters.Pages,
        "wording": Wording,
        "portfolio": pack.Pack,
    }
    return around | packs


def problems(folder: Path | None = None, store: str = "") -> list[str]:
    """All errors in the templates and in the store's own ``bank.yaml``, one ``file:line:col: what``
    a line. Without an address the default store's file is checked."""
    found = [line for name, model in models().items() for line in _template(name, model, folder)]
    found += _sentences()
    beside = (chapters.pages, load_calendar, bank_file.common, lambda: _bank(store))
    return found + [line for read in beside for line in _said(read)]


def _sentences() -> list[str]:
    """Sentences of errors that cannot be read, or that one language lacks."""
    zh, en = (sentences(one) for one in WRITTEN)
    if zh.get("") or en.get(""):
        return [said[""] for said in (zh, en) if "" in said]
    both = (("zh", en.keys() - zh.keys()), ("en", zh.keys() - en.keys()))
    return [
        f"wording/errors/{written}.yaml:1:1: {key}: this is missing"
        for written, lacking in both
        for key in sorted(lacking)
    ]


def _bank(store: str) -> None:
    found = bank_files.on_disk(store or default_url())
    if found:
        bank_file.marks_for(*found)


def _template(name: str, model: type[pydantic.BaseModel], folder: Path | None) -> list[str]:
    try:
        source = content.bundle(name, None if name in resources.tools() else folder)
    except ContentError as error:
        return str(error).splitlines()
    return content.problems(source, model) + content.lacking(source, _offered(name))


def _offered(name: str) -> dict[str, list[str]]:
    """The names a chapter shows, each of which needs words."""
    if name not in chapters.names():
        return {}
    chapter = chapters.chapter(name)
    return {"tables": list(chapter.tables), "figures": list(chapter.figures)}


def _said(read: Callable[[], object]) -> list[str]:
    """Errors in files that are not in two languages and so have their own reader."""
    try:
        read()
    except (ContentError, BadInput) as error:
        return str(error).splitlines()
    return []
