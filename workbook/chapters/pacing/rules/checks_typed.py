"""Checks of the worksheet's input: targets, shares, actuals, re-plans, the try line."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from math import nan

from workbook.chapters.pacing.pack import WEEKS
from workbook.chapters.pacing.rules.plan import target_of, target_rewritten
from workbook.chapters.pacing.rules.position import indicators
from workbook.chapters.pacing.rules.thresholds import threshold
from workbook.chapters.pacing.rules.weeks import PacingDesk, horizon, own_in_use, own_sum
from workbook.chapters.prospects import rules as reserves
from workbook.chapters.shared import contact_flags, try_line
from workbook.chapters.shared.contact_flags import People
from workbook.chapters.shared.context import Finding


def found(rule: str, *loc: str | int, **figures: object) -> Finding:
    """A finding of this chapter."""
    return Finding("pacing", rule, loc, figures)


def no_reaction(desk: PacingDesk) -> Iterator[Finding]:
    """None of the three reactions is chosen."""
    if not desk.record.reaction:
        yield found("no_reaction", "reaction")


def no_target(desk: PacingDesk) -> Iterator[Finding]:
    """There is no target."""
    if not desk.record.targets:
        yield found("no_target", "targets")


def target_twice(desk: PacingDesk) -> Iterator[Finding]:
    """An indicator has a second target; the first one counts."""
    first = indicators(desk)
    for at, row in enumerate(desk.record.targets):
        if first[row.indicator] != at:
            yield found("target_twice", "targets", at, "indicator", indicator=row.indicator)


def rewritten(desk: PacingDesk) -> Iterator[Finding]:
    """A target differs from the one that the month began with, without a re-plan."""
    for indicator, at in indicators(desk).items():
        if target_rewritten(desk, indicator):
            before, now = target_of(desk.planned, indicator), target_of(desk.record, indicator)
            yield found(
                "target_rewritten", "targets", at, "target",
                indicator=indicator, before=before, now=now,
            )  # fmt: skip


def huge_target(desk: PacingDesk) -> Iterator[Finding]:
    """A target is many times the largest of the earlier months."""
    most = threshold(desk, "huge_target")
    for indicator, at in indicators(desk).items():
        earlier = [target_of(record, indicator) or 0 for _, record in desk.earlier]
        target, usual = desk.record.targets[at].target, max(earlier, default=0)
        if usual and target > most * usual:
            yield found(
                "huge_target", "targets", at, "target",
                indicator=indicator, target=target, usual=usual, times=target / usual,
            )  # fmt: skip


def target_beyond_book(desk: PacingDesk) -> Iterator[Finding]:
    """A target of money is many times all that the customers hold: one of them has a wrong unit."""
    book, least = _assets(desk), threshold(desk, "target_beyond_book")
    for indicator, at in indicators(desk).items():
        target = desk.record.targets[at].target
        if book > 0 and indicator not in desk.bank.counted and target >= least * book:
            yield found(
                "target_beyond_book", "targets", at, "target",
                indicator=indicator, target=target, usual=book, times=target / book,
            )  # fmt: skip


def _assets(desk: PacingDesk) -> int:
    """The total assets of all customers, in fen; 0 where unknown."""
    customers = desk.customers.get("customers")
    known = customers is not None and "assets" in customers
    return int(customers["assets"].sum()) if customers is not None and known else 0


def shares_not_whole(desk: PacingDesk) -> Iterator[Finding]:
    """The manager's own shares do not add up to 1, so the scheme's are used."""
    own = desk.record.own_shares
    if own and not own_in_use(own):
        yield found("shares_not_whole", "own_shares", sum=own_sum(own))


def share_out_of_range(desk: PacingDesk) -> Iterator[Finding]:
    """An own share is outside the course's range for its week."""
    for at, row in enumerate(desk.record.own_shares):
        phase = next((desk.pack.weeks[week] for week in WEEKS if week == row.week), None)
        if phase and not phase.least <= row.share <= phase.most:
            yield found(
                "share_out_of_range", "own_shares", at, "share",
                week=row.week, share=row.share, least=phase.least, most=phase.most,
            )  # fmt: skip


def actual_rows(desk: PacingDesk) -> Iterator[Finding]:
    """Actuals that cannot count as they are: of what day, what indicator, what size."""
    space, targets = horizon(desk.month, desk.calendar), indicators(desk)
    for at, row in enumerate(desk.record.actuals):
        if not space.first <= row.day <= space.last:
            days = {"day": row.day, "first": space.first, "last": space.last}
            yield found("actual_outside", "actuals", at, "day", **days)
        elif row.day > desk.today:
            yield found("actual_in_future", "actuals", at, "day", day=row.day)
        if row.indicator not in targets:
            figures = {"indicator": row.indicator, "day": row.day}
            yield found("actual_without_target", "actuals", at, "indicator", **figures)
        elif row.done < 0 and not desk.bank.indicators[row.indicator].may_fall:
            figures = {"indicator": row.indicator, "done": row.done}
            yield found("actual_negative", "actuals", at, "done", **figures)


def replan_unclear(desk: PacingDesk) -> Iterator[Finding]:
    """A re-plan has a new target but no indicator."""
    for at, row in enumerate(desk.record.replans):
        if row.target is not None and not row.indicator:
            yield found("replan_unclear", "replans", at, "indicator", day=row.day)


def calendar_standing(desk: PacingDesk) -> Iterator[Finding]:
    """The plan uses a year of the calendar that is a guess, or not yet official."""
    rules = {"unknown": "calendar_guessed", "provisional": "calendar_provisional"}
    for standing, rule in rules.items():
        years = sorted({desk.month.previous.year, desk.month.year})
        such = [str(year) for year in years if desk.calendar.standing(year) == standing]
        if such:
            yield found(rule, year=" / ".join(such))


def blocked_try(desk: PacingDesk) -> Iterator[Finding]:
    """The customer to try the chapter on must not be contacted."""
    return try_line.blocked_try(desk, who(desk), "pacing")


def who(desk: PacingDesk) -> People:
    """The customers who must not be contacted, or who need special care."""
    linked = desk.linked.get("prospects")
    here = contact_flags.people(desk, nan)
    return contact_flags.together(here, reserves.who(linked)) if linked else here


no_try = partial(try_line.no_try, chapter="pacing")
try_open = partial(try_line.try_open, chapter="pacing")
try_late = partial(try_line.try_late, chapter="pacing", figure="day")
