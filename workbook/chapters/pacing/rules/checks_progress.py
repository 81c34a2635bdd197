"""Checks of the month's progress: pace, pressure, the reserve, requests for help."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from workbook.chapters.pacing.rules.checks_typed import found
from workbook.chapters.pacing.rules.position import Standing, indicators
from workbook.chapters.pacing.rules.progress import done_by_day
from workbook.chapters.pacing.rules.reserve import Cover, closing_rate, needed_face
from workbook.chapters.pacing.rules.thresholds import threshold
from workbook.chapters.pacing.rules.weeks import PacingDesk, horizon
from workbook.chapters.shared.context import Finding


def presses(desk: PacingDesk, standing: Standing) -> bool:
    """Whether an indicator's pressure is high and days are left to ease it."""
    high = threshold(desk, "pressure_high")
    return standing.days_left > 0 and (standing.pressure or 0) >= high


def days_without_actuals(desk: PacingDesk) -> int:
    """The month's working days, over by today, since the last one with an actual."""
    space = horizon(desk.month, desk.calendar)
    last = max((row.day for row in desk.record.actuals if row.day <= desk.today), default=None)
    over = [day for day in space.month_days if day < desk.today]
    return sum(last is None or day > last for day in over)


def no_first_deal(desk: PacingDesk) -> Iterator[Finding]:
    """The first week ended without a deal."""
    space = horizon(desk.month, desk.calendar)
    end = space.weeks["w1"][-1]
    if desk.today < end:
        return
    done = [
        done_by_day(desk.record.actuals, indicator, space, desk.today)[end]
        for indicator in indicators(desk)
    ]
    if done and max(done) <= 0:
        yield found("no_first_deal", "actuals", day=end)


def no_actuals(desk: PacingDesk) -> Iterator[Finding]:
    """Within the month, nothing has been recorded for some working days."""
    days = days_without_actuals(desk)
    inside = desk.month.first <= desk.today <= desk.month.last
    if inside and desk.record.targets and days >= threshold(desk, "no_actuals"):
        yield found("no_actuals", "actuals", days=days)


def own_rate_known(desk: PacingDesk) -> Iterator[Finding]:
    """The earlier months on record give the manager a closing rate."""
    own = closing_rate(desk)
    if own.rate:
        figures = {"rate": own.rate, "needed": own.needed, "prospects": own.prospects}
        yield found("own_rate_known", **figures)


def no_help(desk: PacingDesk, standings: Sequence[Standing]) -> Iterator[Finding]:
    """The pressure is high, and the boss is not asked for anything."""
    if not desk.record.helps and any(presses(desk, one) for one in standings):
        yield found("no_help", "helps")


# -- for each indicator with a target -------------------------------------------------------------


def _at(one: Standing) -> tuple[str | int, ...]:
    return ("targets", one.row, "target")


def reached(desk: PacingDesk, one: Standing) -> Iterator[Finding]:
    """The target is reached."""
    if not one.left:
        yield found("done", *_at(one), indicator=one.indicator, done=one.done, target=one.target)


def behind_plan(desk: PacingDesk, one: Standing) -> Iterator[Finding]:
    """Less is done than planned by today, by more than the rule allows."""
    if one.days_left and one.left and one.done < threshold(desk, "behind_plan") * one.planned:
        yield found(
            "behind_plan", *_at(one), indicator=one.indicator, plan=one.planned, done=one.done,
            gap=one.gap, day=desk.today, per_day=one.per_day,
        )  # fmt: skip


def pressure_high(desk: PacingDesk, one: Standing) -> Iterator[Finding]:
    """Each remaining day has to bring far more than a day of the month had to."""
    if presses(desk, one):
        yield found(
            "pressure_high", *_at(one), indicator=one.indicator, pressure=one.pressure,
            per_day=one.per_day, days=one.days_left,
        )  # fmt: skip


def no_prospects(desk: PacingDesk, cover: Cover) -> Iterator[Finding]:
    """No prospect for what is left."""
    one = cover.standing
    if not cover.prospects:
        yield found("no_prospects", *_at(one), indicator=one.indicator, left=one.left)


def coverage_below_one(desk: PacingDesk, cover: Cover) -> Iterator[Finding]:
    """The reserve's expected value is less than what is left."""
    one, expected = cover.standing, round(cover.expected)
    if cover.prospects and (cover.coverage or 0) < threshold(desk, "coverage_below_one"):
        yield found(
            "coverage_below_one", *_at(one), indicator=one.indicator, coverage=cover.coverage,
            expected=expected, left=one.left, short=one.left - expected,
        )  # fmt: skip


def reserve_thin(desk: PacingDesk, cover: Cover) -> Iterator[Finding]:
    """The reserve's face value is lower than it should be."""
    one, floor = cover.standing, needed_face(desk)
    if cover.prospects and (cover.face_ratio or 0) < floor:
        yield found(
            "reserve_thin", *_at(one), indicator=one.indicator, face=cover.face_ratio,
            floor=floor, prospects=cover.prospects,
        )  # fmt: skip


def last_day(desk: PacingDesk, covers: Sequence[Cover]) -> Iterator[Finding]:
    """The last working day of the month, or a day off after it, with something left: what can still
    be done, and then the next month."""
    inside = desk.month.first <= desk.today <= desk.month.last
    for cover in covers if inside else ():
        one = cover.standing
        if not one.days_left:
            figures = {"prospects": cover.prospects, "face": cover.face, "left": one.left}
            month, following = desk.month.first.month, desk.month.next.first.month
            yield found(
                "last_day", *_at(one), indicator=one.indicator, month=month, next=following,
                **figures,
            )  # fmt: skip
