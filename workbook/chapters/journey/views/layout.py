"""The layout of the journey map in inches: bands, points, and the words below.

Words are below their stage where there is room, else in lines over the whole width.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from workbook import rendering
from workbook.chapters.journey.pack import STAGES
from workbook.chapters.journey.records import Touchpoint
from workbook.chapters.journey.rules.maps import in_order, is_low
from workbook.chapters.journey.views.wrapping import inches, shown, wrapped
from workbook.rendering.figures import WIDTH

SIZE, SMALL = 9.0, 8.4  # points
PITCH = 0.178  # inches between lines
GAP = 0.09  # between two touchpoints
LEFT_LEAST, LEFT_MOST, RIGHT = 0.5, 1.15, 0.15
EMPTY_BAND, LEAST_BAND = 0.85, 1.1  # the narrowest band, without and with touchpoints
INSIDE = 0.06  # from the edge of a band to its words
TALLEST = 7.5  # most lines below the stages; beyond, full-width ones are shorter
MOST = {"touchpoint": 80, "act": 240, "owner": 60, "label": 60}  # characters; the table has all


@dataclass(frozen=True)
class Band:
    """A stage from ``left`` on, ``width`` wide."""

    stage: str
    heading: tuple[str, ...]
    left: float
    width: float


@dataclass(frozen=True)
class Point:
    """A touchpoint, its number, and its horizontal position."""

    number: int
    x: float
    point: Touchpoint


@dataclass(frozen=True)
class MapLine:
    """A line of words, ``down`` inches below the curve."""

    x: float
    down: float
    text: str
    colour: str
    size: float


@dataclass(frozen=True)
class Layout:
    """The whole map; spacing: the least distance of two points."""

    left: float
    bands: tuple[Band, ...]
    points: tuple[Point, ...]
    lines: tuple[MapLine, ...]

    @property
    def depth(self) -> float:
        """How far the words extend below the curve."""
        return max((line.down for line in self.lines), default=0.0) + PITCH

    @property
    def spacing(self) -> float:
        """The least distance of two neighbouring points."""
        pairs = zip(self.points, self.points[1:], strict=False)
        return min((right.x - left.x for left, right in pairs), default=WIDTH)


def laid_out(
    points: Sequence[Touchpoint],
    stages: Mapping[str, str],
    labels: Mapping[str, str],
    feelings: Sequence[str],
) -> Layout:
    """The layout of a map; ``stages``: their labels; ``feelings``: the labels at the left."""
    widest = max(inches(line, SMALL) for one in feelings for line in feeling_lines(one))
    left = min(max(widest + 0.14, LEFT_LEAST), LEFT_MOST + 0.14)
    ordered = in_order(points)
    bands = _bands(ordered, stages, left)
    placed = _points(ordered, bands)
    below = _below(placed, bands, labels)
    if max((line.down for line in below), default=0.0) > TALLEST:
        below = _over_the_width(placed, bands, labels)
    return Layout(left, bands, placed, tuple(below))


def feeling_lines(label: str) -> list[str]:
    """A feeling's label, broken to fit the left margin."""
    return wrapped(shown(label, MOST["label"]), SMALL, LEFT_MOST)


def _bands(
    points: Sequence[Touchpoint], stages: Mapping[str, str], left: float
) -> tuple[Band, ...]:
    """Each stage as wide as its share of the touchpoints, but not narrower than its name."""
    counts = [sum(one.stage == stage for one in points) for stage in STAGES]
    least = [LEAST_BAND if count else EMPTY_BAND for count in counts]
    spare = WIDTH - left - RIGHT - sum(least)
    found, edge = [], left
    for stage, count, narrowest in zip(STAGES, counts, least, strict=True):
        width = narrowest + spare * count / max(sum(counts), 1)
        heading = wrapped(shown(stages[stage], MOST["label"]), SIZE, width - 2 * INSIDE)
        found.append(Band(stage, tuple(heading), edge, width))
        edge += width
    return tuple(found)


def _points(points: Sequence[Touchpoint], bands: Sequence[Band]) -> tuple[Point, ...]:
    found: list[Point] = []
    for band in bands:
        here = [one for one in points if one.stage == band.stage]
        step = band.width / max(len(here), 1)
        for at, one in enumerate(here):
            found.append(Point(len(found) + 1, band.left + step * (at + 0.5), one))
    return tuple(found)


# -- the words ------------------------------------------------------------------------------------


def _below(
    points: Sequence[Point], bands: Sequence[Band], labels: Mapping[str, str]
) -> list[MapLine]:
    """Each touchpoint's words below its stage."""
    found = []
    for band in bands:
        down = PITCH
        for one in points:
            if one.point.stage == band.stage:
                width = band.width - 2 * INSIDE
                lines = _paragraphs(one, _words(one.point, labels), band.left + INSIDE, width, down)
                down = lines[-1].down + PITCH + GAP
                found += lines
    return found


def _over_the_width(
    points: Sequence[Point], bands: Sequence[Band], labels: Mapping[str, str]
) -> list[MapLine]:
    """Each touchpoint's words in one paragraph over the whole width, below the stage's name."""
    found, down, width = [], PITCH, WIDTH - 2 * RIGHT
    for band in bands:
        here = [one for one in points if one.point.stage == band.stage]
        for at, one in enumerate(here):
            if at == 0:
                found.append(
                    MapLine(RIGHT, down, " ".join(band.heading), rendering.COLOURS["plan"], SIZE)
                )
                down += PITCH
            words = _words(one.point, labels)
            text = " · ".join(text for text, _ in words)
            lines = _paragraphs(one, [(text, words[0][1])], RIGHT, width, down)
            down = lines[-1].down + PITCH
            found += lines
        down += GAP
    return found


def _paragraphs(
    one: Point, words: Sequence[tuple[str, str]], x: float, width: float, down: float
) -> list[MapLine]:
    (first, colour), *others = words
    found = []
    for text, ink in [(f"{one.number} {first}", colour), *others]:
        for line in wrapped(text, SMALL, width):
            found.append(MapLine(x, down, line, ink, SMALL))
            down += PITCH
    return found


def _words(point: Touchpoint, labels: Mapping[str, str]) -> list[tuple[str, str]]:
    """Name, act, owner and day; a low point and a missing owner are highlighted."""
    low = is_low(point)
    named = [(_part(point, "touchpoint") or "…", "bad" if low else "target")]
    acted = [(_part(point, "act"), "muted")]
    owner = _part(point, "owner") or (shown(labels["no_owner"], MOST["label"]) if low else "")
    day = f"{point.by.month}-{point.by.day}" if isinstance(point.by, dt.date) else ""
    ink = "plan" if point.owner else "bad" if low else "muted"
    owned = [(" · ".join(filter(None, (owner, day))), ink)]
    return [(text, rendering.COLOURS[ink]) for text, ink in (*named, *acted, *owned) if text]


def _part(point: Touchpoint, name: str) -> str:
    return shown(getattr(point, name), MOST[name])
