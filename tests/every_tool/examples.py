"""The examples of each tool, as desks: pages and tables in memory, nothing of them in the store.

A file of examples has a ``sound`` page, which leaves every rule silent, and for each of the
``rules`` what differs where it ``fires``, and what differs ``near`` that, where it is silent (by
default nothing). A page is what is typed, field by field; beside it, under ``given``:

month, today: of the page. tables: kind → the imported rows, money in yuan, with every column but
those under ``lacks``. pages, earlier: what is typed on the pages of the tools that it reads, and on
earlier ones, this tool's or theirs, by month or week. planned: the page as the month began.
standings: year → how sure its holidays are. template: what is different in the tool's template.

What differs is named by its path: ``lines.0.by`` is the cell ``by`` of the first line.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
from ruamel.yaml import YAML
from typed import CHEN, MONTH, TODAY, book_of

from workbook import chapters
from workbook.book.periods import period_of
from workbook.book.pinned_template import Template, pack_of
from workbook.book.trainee_workbook import Book
from workbook.chapters.shared.context import Desk, Finding
from workbook.customers import pack as columns
from workbook.customers.files.frames import framed
from workbook.domain.caching import Lazily
from workbook.store import Store

Page = Mapping[str, Any]
AnyDesk = Desk[Any, Any]

EXAMPLES = {
    path.parent.name: YAML(typ="safe", pure=True).load(path.read_text("utf-8"))
    for path in sorted((Path(__file__).parent.parent / "chapters").glob("*/examples.yaml"))
}
GIVEN = {
    "month", "today", "tables", "lacks", "pages", "earlier", "planned", "standings", "template",
}  # fmt: skip


def sound(tool: str) -> Page:
    """The page that leaves every rule of the tool silent."""
    page: Page = EXAMPLES[tool]["sound"]
    return page


def firing(tool: str, rule: str) -> Page:
    """The page on which a rule fires."""
    return _changed(sound(tool), EXAMPLES[tool]["rules"][rule]["fires"])


def near(tool: str, rule: str) -> Page:
    """The page on which it does not fire any more."""
    return _changed(sound(tool), EXAMPLES[tool]["rules"][rule].get("near", {}))


def _changed(page: Page, differs: Mapping[str, Any]) -> Page:
    made: Any = json.loads(json.dumps(page, default=str))  # of rows that are one, only one changes
    for path, value in differs.items():
        place, (*way, last) = made, path.split(".")
        for step in way:
            place = place[int(step)] if isinstance(place, list) else place.setdefault(step, {})
        place[int(last) if isinstance(place, list) else last] = value
    changed: Page = made
    return changed


def desk_of(store: Store, tool: str, page: Page) -> AnyDesk:
    """The desk of an empty book of ``store``, with the example in it."""
    given = page.get("given", {})
    assert given.keys() <= GIVEN
    book = _book(store, str(given.get("month", MONTH)), str(given.get("today", TODAY)))
    body = {name: value for name, value in page.items() if name != "given"}
    planned = _record(book, tool, given["planned"]) if "planned" in given else None
    return replace(
        _desk(book, tool, {**given, "pages": {tool: body, **given.get("pages", {})}}),
        pack=_pack(tool, json.dumps(given.get("template", {}))),
        planned=planned,
    )


@functools.cache
def _book(store: Store, month: str, today: str) -> Book:
    return book_of(store, month=month, today=today).still()


def _desk(book: Book, tool: str, given: Mapping[str, Any]) -> AnyDesk:
    reads = {name: _desk(book, name, given) for name in chapters.chapter(tool).reads}
    rows = json.dumps(given.get("tables", {}), default=str)
    earlier = {
        period_of(tool, key): _record(book, tool, body)
        for key, body in given.get("earlier", {}).get(tool, {}).items()
    }
    desk, standings = book.desk(tool), {**book.calendar.standings, **given.get("standings", {})}
    return replace(
        desk,
        record=_record(book, tool, given["pages"].get(tool, {})),
        earlier=tuple(sorted(earlier.items(), key=lambda one: one[0].first, reverse=True)),
        linked=reads,
        found=Lazily(tuple(reads), functools.cache(lambda name: tuple(found(name, reads[name])))),
        customers=_tables(rows, tuple(given.get("lacks", ()))),
        calendar=replace(book.calendar, standings=standings),
    )


@functools.cache
def _pack(tool: str, differs: str) -> Any:
    return updated(pack_of(Template.now(tool), CHEN.language), json.loads(differs))


def updated(model: Any, differs: Mapping[str, Any]) -> Any:
    """A part of a template with something else in it."""
    there = model if isinstance(model, Mapping) else dict(model)
    new = {
        name: updated(there[name], value) if isinstance(value, Mapping) else value
        for name, value in differs.items()
    }
    return {**model, **new} if isinstance(model, Mapping) else model.model_copy(update=new)


def _record(book: Book, tool: str, body: Page) -> Any:
    parsed = book.parsed(tool, body)
    assert parsed.problems == (), (tool, body)
    return parsed.record


def found(tool: str, desk: AnyDesk) -> list[Finding]:
    """The findings of a tool."""
    return chapters.chapter(tool).findings(desk)


@functools.cache
def _tables(rows: str, lacks: tuple[str, ...]) -> Mapping[str, pd.DataFrame]:
    """The same object for the same rows: what is worked out from it is worked out once."""
    frames = {kind: _frame(kind, of_kind, lacks) for kind, of_kind in json.loads(rows).items()}
    return Lazily(tuple(frames), frames.get)


def _frame(kind: str, rows: Iterable[Mapping[str, Any]], lacks: tuple[str, ...]) -> pd.DataFrame:
    table = columns.load("en").table(kind)
    assert all(row.keys() <= table.columns.keys() for row in rows)
    names = [name for name in table.columns if f"{kind}.{name}" not in lacks]
    cells = {name: [row.get(name) for row in rows] for name in names}
    money = {name for name in names if table.columns[name].reads == "money"}
    in_fen = {name: [one and one * 100 for one in cells[name]] for name in money}
    return framed({**cells, **in_fen}, table, None)
