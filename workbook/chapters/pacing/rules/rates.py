"""Converts amounts to acts: nobody sells 9,523.81 a day. Source: ours, methodology A1."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from workbook.chapters.pacing.pack import Week
from workbook.chapters.pacing.records import Activity
from workbook.chapters.pacing.rules.plan import Plan, laid_out
from workbook.chapters.pacing.rules.weeks import PacingDesk, exact
from workbook.domain.bank import Bank

FEN_IN_YUAN = 100


@dataclass(frozen=True)
class Acting:
    """Meetings a deal, and calls a meeting.

    meetings: how many are on record; own: whether they suffice for the manager's own rates.
    """

    meetings_per_deal: float
    calls_per_meeting: float
    meetings: int
    own: bool


@dataclass(frozen=True)
class Acts:
    """Deals, meetings and calls for each day of a plan, in whole numbers."""

    deals: tuple[int, ...]
    meetings: tuple[int, ...]
    calls: tuple[int, ...]


def rows_on_record(desk: PacingDesk) -> tuple[Activity, ...]:
    """The activity of this month up to today and of the earlier months."""
    now = [row for row in desk.record.activity if row.day <= desk.today]
    return (*now, *(row for _, record in desk.earlier for row in record.activity))


def acting(desk: PacingDesk) -> Acting:
    """The manager's own rates once enough meetings are on record, else those of the pack.

    A rate without deals or calls on record stays the pack's.
    """
    rows, pack = rows_on_record(desk), desk.pack.rates
    meetings = sum(row.meetings for row in rows)
    deals, calls = sum(row.deals for row in rows), sum(row.calls for row in rows)
    own = meetings >= max(pack.enough_meetings, 1)
    return Acting(
        meetings / deals if own and deals else pack.meetings_per_deal,
        calls / meetings if own and calls else pack.calls_per_meeting,
        meetings,
        own,
    )


def day_acts(plan: Plan, indicator: str, rates: Acting, bank: Bank) -> Acts:
    """The deals, meetings and calls for each day of ``plan``.

    The month takes ceil(planned amount ÷ the size of a deal) deals, and from them meetings and
    calls, rounded up; they are spread over the weeks and days as the amounts are. After a re-plan
    that holds for the days ahead; the days that it keeps have theirs in the same way.
    """
    size = bank.indicators[indicator].deal
    fen_or_pieces = size if indicator in bank.counted else size * FEN_IN_YUAN
    parts = [
        _acts(plan.weeks[days], plan.amounts[days], fen_or_pieces, rates)
        for days in (slice(plan.kept), slice(plan.kept, None))
    ]
    return Acts(*(before + after for before, after in zip(*parts, strict=True)))


def _acts(
    weeks: tuple[Week, ...], amounts: tuple[int, ...], size: int, rates: Acting
) -> tuple[tuple[int, ...], ...]:
    deals = ceil(Fraction(sum(amounts), size))
    meetings = ceil(deals * exact(rates.meetings_per_deal))
    calls = ceil(meetings * exact(rates.calls_per_meeting))
    return tuple(laid_out(total, weeks, amounts) for total in (deals, meetings, calls))
