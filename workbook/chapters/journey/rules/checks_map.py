"""Checks of the map and of the action list."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from workbook.chapters.journey.records import Step, Touchpoint
from workbook.chapters.journey.rules.maps import (
    as_template,
    is_low,
    missing_stages,
    stays_low,
)
from workbook.chapters.journey.rules.study import JourneyDesk
from workbook.chapters.shared.context import Finding

MAP = ("touchpoints",)


def on_map(desk: JourneyDesk) -> Iterator[Finding]:
    """The map as a whole: whether there is one, complete, honest, and the manager's own."""
    points = desk.record.touchpoints
    if not points:
        yield Finding("journey", "no_map", MAP)
        return
    missing = missing_stages(points)
    if missing:
        yield Finding("journey", "stage_missing", MAP, {"stage": missing})
    if not any(is_low(one) for one in points):
        yield Finding("journey", "no_low_point", MAP)
    if as_template(points, desk.pack):
        yield Finding("journey", "map_as_template", MAP)


def on_touchpoints(desk: JourneyDesk) -> Iterator[Finding]:
    """Each touchpoint."""
    for row, one in enumerate(desk.record.touchpoints):
        for check in CHECKS:
            for rule, cell in check(desk, one):
                yield Finding("journey", rule, ("touchpoints", row, cell), _figures(one))


def _figures(one: Touchpoint) -> dict[str, object]:
    return {
        "touchpoint": one.touchpoint,
        "stage": one.stage,
        "feeling": one.feeling,
        "by": one.by,
    }


def feelings(_desk: JourneyDesk, one: Touchpoint) -> Iterator[tuple[str, str]]:
    """The feeling today is missing; or a low point that nobody is to improve."""
    if one.feeling is None:
        yield "feeling_missing", "feeling"
    if is_low(one) and not one.owner:
        yield "low_without_owner", "owner"
    if is_low(one) and one.by is None:
        yield "low_without_date", "by"
    if stays_low(one):
        yield "low_stays", "aim"


def acts(desk: JourneyDesk, one: Touchpoint) -> Iterator[tuple[str, str]]:
    """No act, no description of its failure, or a day that has passed."""
    if not one.act:
        yield "act_missing", "act"
    if not one.failure:
        yield "no_failure", "failure"
    if one.by is not None and one.by < desk.today:
        yield "by_past", "by"


CHECKS: tuple[Callable[[JourneyDesk, Touchpoint], Iterator[tuple[str, str]]], ...] = (
    feelings,
    acts,
)


# -- the action list ------------------------------------------------------------------------------


def on_steps(desk: JourneyDesk) -> Iterator[Finding]:
    """The action list: whether there is one, and what its open lines lack."""
    if not desk.record.steps:
        yield Finding("journey", "no_steps", ("steps",))
    for row, one in enumerate(desk.record.steps):
        for rule, cell in _step(desk, one):
            yield Finding("journey", rule, ("steps", row, cell), {"what": one.what, "by": one.by})


def _step(desk: JourneyDesk, one: Step) -> Iterator[tuple[str, str]]:
    if one.done:
        return
    if not one.mark:
        yield "step_no_mark", "mark"
    if not one.owner:
        yield "step_no_owner", "owner"
    if one.by is not None and one.by < desk.today:
        yield "step_late", "by"
