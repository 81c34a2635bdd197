"""A result of the list of the day: kept, carried to every page that it concerns, and taken back.

One transaction: the result and all that it changes, or nothing. Cells that it does not change keep
their text as it was typed, unreadable ones too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pydantic

from workbook import chapters
from workbook.book.trainee_workbook import Book
from workbook.chapters.shared.day_list import DayList, Result
from workbook.domain import fields
from workbook.domain.fields import Setting
from workbook.store import Entry

Body = dict[str, Any]
Row = Mapping[str, Any]
SEPARATOR = ", "  # between the pages that a result changed


def tick(book: Book, result: Result, author: str = "") -> Entry:
    """Keep a result, and carry it to every page that it concerns; the entry that holds it.

    Raises NotFound and BadInput for a result that the list does not know.
    """
    with book.store.together():
        now, name = book.still(), chapters.day_list()
        offers, desk = _list_of(name), now.desk(name)
        said = offers.said(desk, result)
        wrote = SEPARATOR.join(map(_named, _carried(now, said, author)))
        return _saved(now, name, offers.kept(desk, said, wrote), author)


def take_back(book: Book, row: int, author: str = "") -> Entry:
    """Remove the result in ``row`` (of the record), and restore what it changed elsewhere.

    Only cells that nobody changed since are restored, and only rows that are still as they were
    added are removed. NotFound for a row that is not there.
    """
    with book.store.together():
        now, name = book.still(), chapters.day_list()
        for page in filter(None, _list_of(name).wrote(now.desk(name), row).split(SEPARATOR)):
            _restore(book, page, author)
        entry = now.entry(name)
        body = dict(entry.body) if entry else {}
        field = _field_of_results(now, name)
        at = now.desk(name).rows[field][row]
        body[field] = [one for place, one in enumerate(body[field]) if place != at]
        return now.save(name, body, entry.version if entry else 0, author)


def _list_of(name: str) -> DayList:
    offers = chapters.chapter(name).day_list
    assert offers is not None  # it is the tool that has one
    return offers


def _field_of_results(book: Book, name: str) -> str:
    """The first field of the list's record: its results."""
    return next(iter(chapters.chapter(name).record.model_fields))


# -- carried to the pages -------------------------------------------------------------------------


def _carried(book: Book, result: Result, author: str) -> Iterator[Entry]:
    """The entries of the pages that the result changes."""
    for name in chapters.names():
        ticked = chapters.chapter(name).ticked
        changed = ticked(book.desk(name), result) if ticked else None
        if changed is not None:
            yield _saved(book, name, changed, author)


def _named(entry: Entry) -> str:
    return f"{entry.chapter} {entry.key} {entry.version}"


def _saved(book: Book, name: str, record: pydantic.BaseModel, author: str) -> Entry:
    """The page with the cells in which ``record`` differs from what is filled in now."""
    desk, entry = book.desk(name), book.entry(name)
    body = dict(entry.body) if entry else {}
    body |= dict(_changes(body, desk.rows, desk.record, record, book.setting(name)))
    return book.save(name, body, entry.version if entry else 0, author)


def _changes(
    body: Body,
    rows: Mapping[str, Sequence[int]],
    before: pydantic.BaseModel,
    after: pydantic.BaseModel,
    setting: Setting,
) -> Iterator[tuple[str, Any]]:
    """The fields that differ, as they would have been typed."""
    typed = fields.typed(after, setting)
    for (name, was), (_, now) in zip(before, after, strict=True):
        if was == now:
            continue
        if isinstance(now, tuple):
            yield name, _rows(body.get(name, []), rows.get(name, ()), was, now, setting)
        else:
            yield name, typed.get(name, "")


def _rows(
    there: Sequence[Any],
    places: Sequence[int],
    was: Sequence[pydantic.BaseModel],
    now: Sequence[pydantic.BaseModel],
    setting: Setting,
) -> list[Any]:
    """The typed rows with the cells that changed, and the new rows at the end."""
    made = list(there)
    for place, old, new in zip(places, was, now[: len(was)], strict=True):
        typed = fields.typed(new, setting)
        cells = {name: typed.get(name, "") for name, value in new if value != getattr(old, name)}
        made[place] = {**made[place], **cells} if cells else made[place]
    return [*made, *(fields.typed(new, setting) for new in now[len(was) :])]


# -- taken back -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Page:
    """A page before and after a result, and as it is now."""

    before: Body
    after: Body
    now: Body


def _restore(book: Book, named: str, author: str) -> None:
    """Undo on one page what a result wrote there."""
    name, key, number = named.split(" ")
    versions = book.store.history(book.trainee.id, name, key)
    bodies: dict[int, Body] = {0: {}} | {one.version: one.body for one in versions}
    last, version = versions[-1], int(number)
    page = _Page(bodies[version - 1], bodies[version], last.body)
    book.store.save(
        book.trainee.id,
        name,
        key,
        {**last.body, **dict(_undone(page, chapters.chapter(name).record))},
        based_on=last.version,
        template=last.template,
        author=author or book.trainee.id,
    )


def _undone(page: _Page, model: type[pydantic.BaseModel]) -> Iterator[tuple[str, Any]]:
    """The fields that the result changed, as they are after taking it back."""
    for name in page.after:
        was, wrote, now = (body.get(name) for body in (page.before, page.after, page.now))
        if was == wrote:
            continue
        if isinstance(wrote, list):
            key = _key(model, name)
            yield name, _rows_undone(was or [], wrote, list(now or []), key)
        elif now == wrote:
            yield name, was or ""


def _key(model: type[pydantic.BaseModel], name: str) -> tuple[str, ...]:
    """The cells by which a row of a field is known: those that every row has."""
    annotation: Any = model.model_fields[name].annotation
    row: type[pydantic.BaseModel] = annotation.__args__[0]
    return tuple(cell for cell, one in row.model_fields.items() if one.is_required())


def _rows_undone(was: list[Row], wrote: list[Row], now: list[Row], key: tuple[str, ...]) -> Any:
    for at, (old, new) in enumerate(zip(was, wrote, strict=False)):
        cells = {name for name in new if new[name] != old.get(name)}
        place = _place(now, at, new, key) if cells else None
        if place is not None:
            now[place] = _cells_undone(old, new, now[place], cells)
    for added in wrote[len(was) :]:
        if added in now:
            now.remove(added)
    return now


def _place(now: Sequence[Row], at: int, row: Row, key: tuple[str, ...]) -> int | None:
    """Where a row stands now: where it stood, or else the first that is known by the same."""

    def same(other: Row) -> bool:
        return all(other.get(name) == row.get(name) for name in key)

    places = [place for place, other in enumerate(now) if same(other)]
    return at if at in places else next(iter(places), None)


def _cells_undone(old: Row, new: Row, now: Row, cells: set[str]) -> Row:
    """The row with its old cells, where they still are what the result wrote."""
    mine = {name for name in cells if now.get(name) == new[name]}
    kept = {name: cell for name, cell in now.items() if name not in mine}
    return kept | {name: old[name] for name in mine if name in old}
