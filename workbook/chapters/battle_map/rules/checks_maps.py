"""Checks of the maps as a whole: which segments, which goals, how much is the manager's own."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from workbook.chapters.battle_map.records import OwnMap
from workbook.chapters.battle_map.rules.canvas import MapDesk, changed, template_of
from workbook.chapters.battle_map.rules.segments import (
    contactable,
    has_book,
    lacks,
    primary_assets,
    statistics,
)
from workbook.chapters.battle_map.rules.thresholds import threshold
from workbook.chapters.shared.context import Finding
from workbook.domain.templates import approval_of

Check = Callable[[MapDesk, int, OwnMap], Iterator[Finding]]


def found(rule: str, *loc: str | int, **figures: object) -> Finding:
    """A finding of this chapter."""
    return Finding("battle_map", rule, loc, figures)


def at_map(rule: str, row: int, field: str, own: OwnMap, **figures: object) -> Finding:
    """A finding at a cell of a map; it names the segment."""
    return found(rule, "maps", row, field, segment=own.segment, **figures)


# -- on the whole page ----------------------------------------------------------------------------


def no_map(desk: MapDesk) -> Iterator[Finding]:
    """There is no own map yet."""
    if not desk.record.maps:
        yield found("no_map", "maps")


def too_many_maps(desk: MapDesk) -> Iterator[Finding]:
    """More segments than one person can work on in a month."""
    maps = len({one.segment for one in desk.record.maps})
    if maps > threshold(desk.pack, "too_many_maps"):
        yield found("too_many_maps", "maps", maps=maps)


def bigger_elsewhere(desk: MapDesk) -> Iterator[Finding]:
    """Another segment has many times the assets of the main one.

    Every customer counts once, in the primary segment. A segment without customers has its own
    finding.
    """
    assets, times = primary_assets(desk), threshold(desk.pack, "bigger_elsewhere")
    for own in desk.record.maps[:1]:
        here, other = assets.get(own.segment, 0), max(assets, key=lambda one: assets[one])
        if not statistics(desk)[own.segment]["customers"] or own.segment == other:
            continue
        if assets[other] and assets[other] >= times * here:
            total = sum(assets.values())
            shares = {"share": here / total, "other_share": assets[other] / total}
            yield at_map("bigger_elsewhere", 0, "segment", own, other=other, **shares)


def data_missing(desk: MapDesk) -> Iterator[Finding]:
    """The imported files lack columns, or whole files, for the figures of the segments.

    Silent where nothing was imported: then there are no figures.
    """
    missing = lacks(desk)
    if missing and has_book(desk):
        analyses = tuple(dict.fromkeys(analysis for analysis, _ in missing))
        columns = tuple(dict.fromkeys(lack for _, lack in missing))
        yield found("data_missing", analyses=analyses, lacks=columns)


# -- on each map ----------------------------------------------------------------------------------


def segment_twice(desk: MapDesk, row: int, own: OwnMap) -> Iterator[Finding]:
    """An earlier row already has this segment."""
    if own.segment in [one.segment for one in desk.record.maps[:row]]:
        yield at_map("segment_twice", row, "segment", own)


def no_goal(desk: MapDesk, row: int, own: OwnMap) -> Iterator[Finding]:
    """The map has no number of customers and day as its goal."""
    blank = [name for name in ("goal_customers", "by") if getattr(own, name) is None]
    if blank:
        yield at_map("no_goal", row, blank[0], own)


def goal_beyond_book(desk: MapDesk, row: int, own: OwnMap) -> Iterator[Finding]:
    """The goal exceeds the customers who may be contacted; silent where there are none."""
    goal, customers = own.goal_customers, contactable(desk)[own.segment]
    there = statistics(desk)[own.segment]["customers"]
    if goal is not None and there and goal > customers:
        figures = {"goal": goal, "customers": customers}
        yield at_map("goal_beyond_book", row, "goal_customers", own, **figures)


def goal_past(desk: MapDesk, row: int, own: OwnMap) -> Iterator[Finding]:
    """The day of the goal is over."""
    if own.by is not None and own.by < desk.today:
        yield at_map("goal_past", row, "by", own, by=own.by)


def nothing_changed(desk: MapDesk, row: int, own: OwnMap) -> Iterator[Finding]:
    """Every block still has the template's text, and nobody's customers are average."""
    if not changed(own, template_of(desk.pack, own.segment)):
        yield at_map("nothing_changed", row, "segment", own)


def empty_segment(desk: MapDesk, row: int, own: OwnMap) -> Iterator[Finding]:
    """No imported customer is in the segment."""
    if has_book(desk) and not statistics(desk)[own.segment]["customers"]:
        yield at_map("empty_segment", row, "segment", own)


def not_approved(desk: MapDesk, row: int, own: OwnMap) -> Iterator[Finding]:
    """The words of the map are for rehearsal only. Source: methodology G."""
    template = template_of(desk.pack, own.segment)
    if approval_of(template, desk.today) == "rehearsal":
        yield at_map("not_approved", row, "segment", own, expires=template.expires)


ON_MAP: tuple[Check, ...] = (
    segment_twice,
    no_goal,
    goal_beyond_book,
    goal_past,
    nothing_changed,
    empty_segment,
    not_approved,
)
