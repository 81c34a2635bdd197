"""The canvas as a sheet: everything about one segment on one page. Source: S4, methodology A3."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from workbook.chapters.battle_map.records import OwnMap
from workbook.chapters.battle_map.rules import (
    MapDesk,
    has_book,
    statistics,
    template_of,
)
from workbook.chapters.battle_map.views.canvas import drawn, lines
from workbook.chapters.shared.context import Block, Handout, Words
from workbook.content.messages import Said
from workbook.domain.templates import approval_of

Fact = tuple[Words, Words]  # label and value


def canvas(desk: MapDesk) -> tuple[Handout, ...]:
    """A sheet for each own map; without one, the template of the main segment."""
    return tuple(_sheet(desk, segment, own) for segment, own in drawn(desk))


def _sheet(desk: MapDesk, segment: str, own: OwnMap | None) -> Handout:
    blocks = tuple(
        Block(words.label, lines(desk, segment, own, name), words.width, words.tone)
        for name, words in desk.pack.blocks.items()
    )
    template = template_of(desk.pack, segment)
    facts = (*_known(desk, segment), *_goal(desk, segment, own), *_script(desk, segment))
    return Handout(parts=blocks, of=template.handout or template.label, facts=facts)


def _known(desk: MapDesk, segment: str) -> Iterator[Fact]:
    """The segment's number of customers and assets.

    Its position and marks are left out: a customer may see the sheet.
    """
    columns, row = desk.pack.tables["segments"].columns, statistics(desk)[segment]
    if has_book(desk):
        yield columns["customers"].label, Said("{customers:count}", row)
        yield columns["assets"].label, Said("{assets:money}", row)


def _goal(desk: MapDesk, segment: str, own: OwnMap | None) -> Iterator[Fact]:
    """The goal: the manager's own, or the template's default."""
    columns = desk.pack.tables["goals"].columns
    goal = own or _suggested(desk, segment)
    if goal.goal_customers is not None:
        yield columns["goal_customers"].label, Said("{goal_customers:count}", dict(goal))
    if goal.indicator:
        yield columns["indicator"].label, Said("{indicator:indicators}", dict(goal))
    if goal.amount is not None:
        yield columns["amount"].label, Said("{amount:measure}", dict(goal))
    if goal.by is not None:
        yield columns["by"].label, Said("{by:day}", dict(goal))
    if goal.owner:
        yield columns["owner"].label, goal.owner


def _suggested(desk: MapDesk, segment: str) -> OwnMap:
    template = template_of(desk.pack, segment)
    by = desk.today + dt.timedelta(days=template.days)
    return OwnMap(segment=segment, goal_customers=template.customers, by=by)


def _script(desk: MapDesk, segment: str) -> Iterator[Fact]:
    """Channel, licence, state and last day of the sheet's script. Source: methodology G."""
    columns, template = desk.pack.tables["maps"].columns, template_of(desk.pack, segment)
    approval = {"approval": approval_of(template, desk.today)}
    yield columns["channel"].label, template.channel
    yield columns["licence"].label, template.licence
    yield columns["approval"].label, Said("{approval:approvals}", approval)
    yield columns["expires"].label, template.expires


sheets: Mapping[str, Callable[[Any], tuple[Handout, ...]]] = {"canvas": canvas}
