"""Rows left open by the month before, and suggested first rows. Source: ours, A2."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, TypeVar

import pydantic

from workbook.chapters.journey.records import Care, Journey, Loss, Step, Touchpoint
from workbook.chapters.journey.rules.contact import is_open
from workbook.chapters.journey.rules.maps import listed_steps, typical_points
from workbook.chapters.journey.rules.study import JourneyDesk
from workbook.content.messages import Voice
from workbook.domain.calendar import working_days

JourneyRow = TypeVar("JourneyRow", Touchpoint, Care, Loss, Step)


def rolled_over(desk: JourneyDesk) -> Mapping[str, tuple[pydantic.BaseModel, ...]]:
    """Field → the rows carried over from the month before; a field without any is absent.

    The map where this month has none yet; open cares, losses not won back and undone steps, unless
    this month has them already.
    """
    offered = {name: rows for _, last in desk.earlier[:1] for name, rows in _left(desk, last)}
    return {name: rows for name, rows in offered.items() if rows}


def _left(desk: JourneyDesk, last: Journey) -> list[tuple[str, tuple[pydantic.BaseModel, ...]]]:
    return [
        ("touchpoints", _map(desk, last)),
        ("cares", _cares(desk, last)),
        ("losses", _losses(desk, last)),
        ("steps", _steps(desk, last)),
    ]


def _map(desk: JourneyDesk, last: Journey) -> tuple[Touchpoint, ...]:
    kept = () if desk.record.touchpoints else last.touchpoints
    return tuple(without_past(one, "by", desk.today) for one in kept)


def _cares(desk: JourneyDesk, last: Journey) -> tuple[Care, ...]:
    here = {(one.customer, one.critical) for one in desk.record.cares}
    return tuple(
        without_past(one, "next_day", desk.today)
        for one in last.cares
        if is_open(one, desk.pack) and (one.customer, one.critical) not in here
    )


def _losses(desk: JourneyDesk, last: Journey) -> tuple[Loss, ...]:
    here = {one.customer for one in desk.record.losses}
    left = [one for one in last.losses if not one.back and one.customer not in here]
    return tuple(without_past(one, "next_day", desk.today) for one in left)


def _steps(desk: JourneyDesk, last: Journey) -> tuple[Step, ...]:
    here = {(one.stage, one.what) for one in desk.record.steps}
    left = [one for one in last.steps if not one.done and (one.stage, one.what) not in here]
    return tuple(without_past(one, "by", desk.today) for one in left)


def without_past(row: JourneyRow, name: str, today: dt.date) -> JourneyRow:
    """A row as offered to the new month: everything except a past day."""
    day = getattr(row, name)
    passed = day is not None and day < today
    return row.model_copy(update={name: None}) if passed else row


def suggested(desk: JourneyDesk, _voice: Voice) -> Mapping[str, tuple[Any, ...]]:
    """Suggested first rows: the template's map and action list, where there are none yet.

    The days are the month's last working day, to be changed: rows that the workbook suggests are no
    reason for its own findings.
    """
    record, pack = desk.record, desk.pack
    by = working_days(desk.month, desk.calendar)[-1]
    points = tuple(one.model_copy(update={"by": by}) for one in typical_points(pack))
    return {
        "touchpoints": () if record.touchpoints else points,
        "steps": () if record.steps else listed_steps(pack),
    }
