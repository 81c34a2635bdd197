"""Whether the reserve of prospects suffices for what is left. Source: S0, methodology A1 and A5."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from math import prod

import pandas as pd

from workbook.chapters.pacing.pack import Simulation
from workbook.chapters.pacing.rules.position import Standing, standings
from workbook.chapters.pacing.rules.thresholds import threshold
from workbook.chapters.pacing.rules.weeks import Days, PacingDesk, horizon
from workbook.chapters.prospects import rules as reserves
from workbook.chapters.prospects.records import Prospect
from workbook.chapters.prospects.rules import chance_of, is_won, open_prospects


@dataclass(frozen=True)
class Cover:
    """The open prospects of one indicator; fen or pieces.

    face: their amounts added up; expected: each amount × its chance to close by the month's end.
    """

    standing: Standing
    prospects: int
    face: int
    expected: float

    @property
    def coverage(self) -> float | None:
        """Expected value ÷ what is left; None where nothing is left."""
        return self.expected / self.standing.left if self.standing.left else None

    @property
    def face_ratio(self) -> float | None:
        """Face value ÷ what is left; None where nothing is left."""
        return self.face / self.standing.left if self.standing.left else None


@dataclass(frozen=True)
class ClosingRate:
    """How many of the prospects of the earlier months on record were won in their month.

    enough: whether they are many enough to use the rate.
    """

    won: int
    prospects: int
    enough: bool

    @property
    def rate(self) -> float | None:
        """Won ÷ all; None while there are too few, or none was won."""
        return self.won / self.prospects if self.enough and self.won else None

    @property
    def needed(self) -> float | None:
        """The face value that this rate requires, as a multiple of what is left: 1 ÷ rate."""
        return 1 / self.rate if self.rate else None


def expected_value(
    amount: float, chance: float, attempts_left: int, decay: float, attempts_made: int = 0
) -> float:
    """``amount`` × the chance that one of the attempts left closes.

    Each attempt closes with ``chance`` × ``decay`` to the power of the attempts before it.

    Source: ours, methodology A1 "Chance to hit".
    """
    attempts = range(attempts_made, attempts_made + attempts_left)
    return amount * (1 - prod(1 - chance * decay**before for before in attempts))


def attempts_left(
    first_day: dt.date | None,
    today: dt.date,
    days: Days,
    attempts_made: int,
    assumptions: Simulation,
) -> int:
    """How many attempts still fit: the first on ``first_day``, but not before tomorrow.

    days: the working days up to the month's end. The next attempts follow ``gap`` working days
    apart; no prospect gets more than ``attempts`` in all. A day is seen from its evening, as in
    pace and pressure: today's results are among the actuals.
    """
    past = bisect_right(days, today)
    room = len(days) - max(past, bisect_left(days, first_day or today))
    fitting = -(-room // max(assumptions.gap, 1))
    return max(min(assumptions.attempts - attempts_made, fitting), 0)


def prospects_of(desk: PacingDesk) -> tuple[Prospect, ...]:
    """The month's open prospects, from the linked chapter; none without it."""
    linked = desk.linked.get("prospects")
    return open_prospects(linked) if linked else ()


def kept_off(desk: PacingDesk) -> dict[str, int]:
    """Flag → how many customers with an open prospect it keeps out of the reserve."""
    linked = desk.linked.get("prospects")
    return reserves.kept_off(linked) if linked else {}


def expected_of(desk: PacingDesk, prospect: Prospect) -> float:
    """The expected value of one prospect by the month's end; 0 while it has no amount."""
    pack, assumptions = desk.linked["prospects"].pack, desk.pack.simulation
    left = attempts_left(
        prospect.next_contact,
        desk.today,
        horizon(desk.month, desk.calendar).days,
        prospect.attempts,
        assumptions,
    )
    chance = chance_of(prospect, pack)
    return expected_value(prospect.amount or 0, chance, left, assumptions.decay, prospect.attempts)


def covers(desk: PacingDesk, found: Sequence[Standing]) -> tuple[Cover, ...]:
    """The reserve behind each of the standings ``found``."""
    return tuple(_cover(desk, standing) for standing in found)


def _cover(desk: PacingDesk, standing: Standing) -> Cover:
    its = [one for one in prospects_of(desk) if one.indicator == standing.indicator]
    face = sum(one.amount or 0 for one in its)
    return Cover(standing, len(its), face, sum(expected_of(desk, one) for one in its))


def closing_rate(desk: PacingDesk) -> ClosingRate:
    """Won ÷ all prospects, by number, over the reserves of the earlier months on record.

    All: won, lost, put off, and still open when the month ended. A prospect that closed in a later
    month counts there again, because a month's reserve has to suffice for that month.
    """
    linked = desk.linked.get("prospects")
    stood = [one for _, reserve in (linked.earlier if linked else ()) for one in reserve.prospects]
    won = sum(is_won(one, linked.pack) for one in stood) if linked else 0
    return ClosingRate(won, len(stood), len(stood) >= desk.pack.rates.enough_prospects)


def needed_face(desk: PacingDesk) -> float:
    """The face value that the reserve should have, as a multiple of what is left.

    1 ÷ the manager's own closing rate once it is known; until then the pack's rule of thumb.
    """
    return closing_rate(desk).needed or threshold(desk, "reserve_thin")


def coverage(desk: PacingDesk) -> pd.DataFrame:
    """The reserve against what is left, a row for each indicator with a target."""
    needed = needed_face(desk)
    rows = [(*_cover_row(one), needed) for one in covers(desk, standings(desk))]
    columns = [
        "indicator", "prospects", "face", "expected", "left", "coverage", "face_ratio", "needed",
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=columns)


def _cover_row(one: Cover) -> tuple[object, ...]:
    return (
        one.standing.indicator, one.prospects, one.face, one.expected, one.standing.left,
        one.coverage, one.face_ratio,
    )  # fmt: skip
