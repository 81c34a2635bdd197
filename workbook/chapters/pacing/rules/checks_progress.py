"""Remarks on how the month goes: pace, pressure, the reserve, the help that is asked for."""

from __future__ import annotations

from collections.abc import Iterator

from workbook.chapters.pacing.rules.checks_typed import found
from workbook.chapters.pacing.rules.progress import done_by_day
from workbook.chapters.pacing.rules.reserve import Cover, closing_rate, needed_face
from workbook.chapters.pacing.rules.standing import Standing, indicators
from workbook.chapters.pacing.rules.thresholds import threshold
from workbook.chapters.pacing.rules.weeks import Sheet, horizon
from workbook.desk import Finding


def presses(desk: Sheet, standing: Standing) -> bool:
    """Whether the pressure of an indicator is high and there are days left to ease it."""
    high = threshold(desk, "pressure_high")
    return standing.days_left > 0 and (standing.pressure or 0) >= high


def days_without_actuals(desk: Sheet) -> int:
    """Working days of the month, over by today, since the last one with an actual."""
    space = horizon(desk.month, desk.calendar)
    last = max((row.day for row in desk.record.actuals if row.day <= desk.today), default=None)
    over = [day for day in space.month_days if day < desk.today]
    return sum(last is None or day > last for day in over)


def no_first_deal(desk: Sheet) -> Iterator[Finding]:
    """The first week ended without a deal."""
    space = horizon(desk.month, desk.calendar)
    for day in space.weeks["w1"][-1:]:
        done = [
            done_by_day(desk.record.actuals, indicator, space, desk.today).get(day)
            for indicator in indicators(desk)
        ]
        if done and all(one is not None and one <= 0 for one in done):
            yield found("no_first_deal", "actuals", day=day)


def no_actuals(desk: Sheet) -> Iterator[Finding]:
    """Within the month, nothing has been recorded for some working days."""
    days = days_without_actuals(desk)
    inside = desk.month.first <= desk.today <= desk.month.last
    if inside and desk.record.targets and days >= threshold(desk, "no_actuals"):
        yield found("no_actuals", "actuals", days=days)


def own_rate_known(desk: Sheet) -> Iterator[Finding]:
    """The earlier months on record give a closing rate of the manager's own."""
    own = closing_rate(desk)
    if own.rate:
        figures = {"rate": own.rate, "needed": own.needed, "prospects": own.settled}
        yield found("own_rate_known", **figures)


def on_indicator(desk: Sheet, one: Standing) -> Iterator[Finding]:
    """Target reached; or behind the plan, and how hard what is left presses."""
    at, figures = ("targets", one.row, "target"), {"indicator": one.indicator, "done": one.done}
    if not one.left:
        yield found("done", *at, **figures, target=one.target)
    elif one.done < threshold(desk, "behind_plan") * one.planned:
        figures |= {"plan": one.planned, "gap": one.gap, "per_day": one.per_day}
        yield found("behind_plan", *at, **figures, day=desk.today)
    if presses(desk, one):
        figures = {"indicator": one.indicator, "pressure": one.pressure}
        yield found("pressure_high", *at, **figures, per_day=one.per_day, days=one.days_left)


def on_reserve(desk: Sheet, cover: Cover) -> Iterator[Finding]:
    """Nothing in reserve for what is left, or not enough; while there is time to add to it."""
    one = cover.standing
    over = desk.today > horizon(desk.month, desk.calendar).last
    at, figures = ("targets", one.row, "target"), {"indicator": one.indicator}
    if over or cover.coverage is None or cover.face_ratio is None:
        return
    if not cover.prospects:
        yield found("no_prospects", *at, **figures, left=one.left)
        return
    if cover.coverage < threshold(desk, "coverage_below_one"):
        figures |= {"coverage": cover.coverage, "expected": round(cover.expected)}
        short = one.left - round(cover.expected)
        yield found("coverage_below_one", *at, **figures, left=one.left, short=short)
    ...
