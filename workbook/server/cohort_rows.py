"""Computes trainees × chapters as numbers, and puts them into the rows of a view."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from workbook.book.trainee_workbook import WEIGHTS
from workbook.domain.calendar import Calendar, Month, working_days, working_days_between
from workbook.errors import Message, WorkbookError
from workbook.store import Store, Trainee, open_store

WHOLE = 100  # percent
Cell = tuple[int, ...]


@dataclass(frozen=True)
class Known:
    """A trainee's progress at ``stamp``.

    cells: for each chapter (completeness in %, must, should, could, begun 0 or 1). remarks: those
    that wait for the trainee. failed: why there are no cells.
    """

    stamp: str
    cells: tuple[Cell, ...] = ()
    remarks: int = 0
    failed: WorkbookError | Message | None = None


@dataclass(frozen=True)
class Scene:
    """The view of a cohort: month as YYYY-MM, today as an ISO date."""

    month: str
    today: str


def worked_out(address: str, scene: Scene, stamps: Mapping[str, str]) -> dict[str, Known]:
    """The progress of each trainee of ``stamps`` (trainee → stamp); writes nothing.

    Raises StoreError when the store cannot be opened.
    """
    with open_store(address, read_only=True) as store:
        return {name: _one(store, name, scene, stamp) for name, stamp in stamps.items()}


def _one(store: Store, trainee: str, scene: Scene, stamp: str) -> Known:
    from workbook.book.opening import open_book
    from workbook.book.remarks import threads
    from workbook.pages.progress import standings

    try:
        book = open_book(store, trainee, scene.month, scene.today).still()
        cells = tuple(
            (_percent(one.completeness), *(one.counts[weight] for weight in WEIGHTS), begun)
            for one in standings(book)
            for begun in [int(bool(one.saved_at))]
        )
        return Known(stamp, cells, sum(one.open for one in threads(book)))
    except WorkbookError as error:
        return Known(stamp, failed=error)
    except Exception as error:  # noqa: BLE001 - an error in one trainee's data costs that row alone
        return Known(stamp, failed=unforeseen(type(error).__name__))


def _percent(share: float | None) -> int:
    """In %; only a page where nothing is left to fill in is 100."""
    return WHOLE if share is None else min(round(share * WHOLE), WHOLE if share >= 1 else WHOLE - 1)


def unforeseen(name: str) -> Message:
    """The message for an unexpected error, by its class: its own may quote a customer."""
    return Message("server.unforeseen_trainee", name=name)


# -- rows -----------------------------------------------------------------------------------------


def rows(
    people: Sequence[Trainee],
    names: Mapping[str, str],
    known: Mapping[str, Known],
    saves: Mapping[str, dt.date],
    since: Callable[[Sequence[Cell], dt.date | None], str],
    say: Callable[[WorkbookError | Message], str],
) -> list[dict[str, Any]]:
    """A row for each of ``people``, in their order: nobody is ranked.

    names: trainee → name, made unique. saves: the day of each one's last save. since: since when
    somebody is stuck, as ``stuck_since`` says. say: an error in the reader's language.
    """
    return [
        {
            "id": one.id,
            "name": names[one.id],
            "branch": one.branch,
            "coach": one.coach,
            "cells": found.cells,
            "saved": day.isoformat() if day else "",
            "stuck": since(found.cells, day),
            "remarks": found.remarks,
            "failed": say(found.failed) if found.failed else "",
        }
        for one in people
        for found, day in [(known.get(one.id, UNKNOWN), saves.get(one.id))]
    ]


UNKNOWN = Known("")


def stuck_since(
    scene: Scene, after: int, calendar: Calendar
) -> Callable[[Sequence[Cell], dt.date | None], str]:
    """A function of cells and the day of the last save: since when nothing has moved, or "".

    Stuck is whoever has begun chapters that are not all finished and saved nothing on ``after``
    working days since, and whoever has begun none when ``after`` working days of the month are
    over. Today does not count. Source: methodology F5; the days are ours.
    """
    month, today = Month.parse(scene.month), dt.date.fromisoformat(scene.today)
    first = next(iter(working_days(month, calendar)), month.first)

    @functools.cache
    def over(day: dt.date) -> bool:
        """Whether enough working days have passed, with ``day`` the first of them."""
        gone = working_days_between(day, today - dt.timedelta(days=1), calendar)
        return len(gone) >= after

    def since(cells: Sequence[Cell], saved: dt.date | None) -> str:
        begun = [cell for cell in cells if cell[-1]]
        if cells and not begun:
            return first.isoformat() if over(first) else ""
        if saved is None or all(cell[0] == WHOLE for cell in begun):
            return ""
        return saved.isoformat() if over(saved + dt.timedelta(days=1)) else ""

    return since
