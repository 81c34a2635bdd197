"""The journey map: its touchpoints, low points, and the difference of two versions.

Source: S4, methodology A2 (five stages × touchpoints with a feeling curve).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from workbook.chapters.journey.pack import STAGES, Listed, Pack, Typical
from workbook.chapters.journey.records import Step, Touchpoint
from workbook.chapters.journey.rules.study import JourneyDesk

COMPARED = ("thinks", "feeling", "aim", "act", "owner", "by", "failure")
FROM_TEMPLATE = ("stage", "touchpoint", "thinks", "feeling", "aim", "act", "owner", "failure")


@dataclass(frozen=True)
class Change:
    """One difference between two versions of a map; column, before and now: of a changed cell."""

    change: Literal["added", "removed", "changed"]
    stage: str
    touchpoint: str
    column: str | None = None
    before: Any = None
    now: Any = None


def in_order(points: Sequence[Touchpoint]) -> tuple[Touchpoint, ...]:
    """The touchpoints in the order of the journey; within a stage as typed."""
    return tuple(sorted(points, key=lambda one: STAGES.index(one.stage)))


def is_low(point: Touchpoint) -> bool:
    """Whether the customer feels badly here today."""
    return point.feeling is not None and point.feeling < 0


def stays_low(point: Touchpoint) -> bool:
    """Whether the aim is no better than a low feeling today."""
    return is_low(point) and (point.aim is None or point.aim <= (point.feeling or 0))


def missing_stages(points: Sequence[Touchpoint]) -> tuple[str, ...]:
    """The stages without a touchpoint, in the order of the journey."""
    there = {one.stage for one in points}
    return tuple(stage for stage in STAGES if stage not in there)


# -- the template's map ---------------------------------------------------------------------------


def typical_points(pack: Pack) -> tuple[Touchpoint, ...]:
    """The template's map as touchpoints; owners and days are left to the manager."""
    return in_order([_typical(one) for one in pack.typical.values()])


def _typical(one: Typical) -> Touchpoint:
    return Touchpoint.model_validate({name: getattr(one, name) for name in FROM_TEMPLATE})


def listed_steps(pack: Pack) -> tuple[Step, ...]:
    """The template's action list as steps."""
    lines = sorted(pack.listed.values(), key=lambda one: STAGES.index(one.stage))
    return tuple(_step(one) for one in lines)


def _step(one: Listed) -> Step:
    return Step(stage=one.stage, what=one.label, owner=one.who, mark=one.mark)


def as_template(points: Sequence[Touchpoint], pack: Pack) -> bool:
    """Whether every touchpoint has the template's exact words; days are ignored."""
    known = {_words(one) for one in typical_points(pack)}
    return bool(points) and all(_words(one) in known for one in points)


def _words(one: Touchpoint) -> tuple[object, ...]:
    return tuple(getattr(one, name) for name in FROM_TEMPLATE)


# -- two versions ---------------------------------------------------------------------------------


def changes(before: Sequence[Touchpoint], after: Sequence[Touchpoint]) -> tuple[Change, ...]:
    """The differences in ``after``: in the order of the journey, removals last.

    Touchpoints are matched by stage and name; of several equal ones the first is compared with the
    first.
    """
    old, new = _numbered(before), _numbered(after)
    here = [one for key, point in new.items() for one in _change(old.get(key), point)]
    gone = [_whole("removed", point) for key, point in old.items() if key not in new]
    return (*here, *gone)


def _numbered(points: Sequence[Touchpoint]) -> dict[tuple[str, str, int], Touchpoint]:
    seen: dict[tuple[str, str], int] = defaultdict(int)
    found = {}
    for one in in_order(points):
        name = (one.stage, one.touchpoint)
        found[(*name, seen[name])] = one
        seen[name] += 1
    return found


def _change(old: Touchpoint | None, new: Touchpoint) -> Iterator[Change]:
    if old is None:
        yield _whole("added", new)
        return
    for column in COMPARED:
        before, now = getattr(old, column), getattr(new, column)
        if before != now:
            yield Change("changed", new.stage, new.touchpoint, column, before, now)


def _whole(change: Literal["added", "removed"], point: Touchpoint) -> Change:
    return Change(change, point.stage, point.touchpoint)


def changed_since(desk: JourneyDesk) -> tuple[Change, ...]:
    """The changes since the map first made this month, or else since last month's.

    Empty where there is none to compare with.
    """
    records = [desk.planned, *(record for _, record in desk.earlier[:1])]
    maps = [one.touchpoints for one in records if one is not None and one.touchpoints]
    return changes(maps[0], desk.record.touchpoints) if maps else ()
