"""How far the page is filled in."""

from __future__ import annotations

from collections.abc import Iterator

from workbook.chapters.journey.pack import STAGES
from workbook.chapters.journey.rules.contact import idle_days
from workbook.chapters.journey.rules.maps import is_low, missing_stages
from workbook.chapters.journey.rules.queue import queue
from workbook.chapters.journey.rules.study import JourneyDesk
from workbook.chapters.journey.rules.thresholds import threshold

STEPS = 3  # of the action list, complete ones


def completeness(desk: JourneyDesk) -> float:
    """The share of the chapter's parts that are filled in, 0…1.

    A touchpoint in each stage, a low point with owner and day, three steps with mark and owner, the
    try line or how the try went; where there is a queue, recent work on it.
    """
    parts = [float(part) for part in _parts(desk)]
    return sum(parts) / len(parts)


def _parts(desk: JourneyDesk) -> Iterator[float]:
    record = desk.record
    yield 1 - len(missing_stages(record.touchpoints)) / len(STAGES)
    yield any(is_low(one) and one.owner and one.by for one in record.touchpoints)
    yield min(sum(bool(one.mark and one.owner) for one in record.steps), STEPS) / STEPS
    yield bool(record.tried or (record.try_customer and record.try_by))
    if queue(desk):
        yield not idle_days(desk) >= threshold(desk.pack, "queue_not_worked")
