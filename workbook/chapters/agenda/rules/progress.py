"""The month's work with customers. Source: ours; the two ticks a day: S0, methodology A1.

It counts one's own month, and is compared with nobody's.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from workbook.chapters.agenda.records import Contact
from workbook.chapters.agenda.rules.reasons import AgendaDesk
from workbook.chapters.shared.context import once_a_desk
from workbook.chapters.shared.day_list import SPOKEN, TRIED
from workbook.domain.calendar import working_days_between

ENOUGH = 2  # ticks of a day: S0's two
GAINS = ("ticks", "talks", "words", "tries", "streak")


@dataclass(frozen=True)
class Progress:
    """Of the month up to today.

    ticks: results noted; talks: somebody was spoken to; words: sentences of customers written down;
    tries: tries with a result; streak: working days in a row, up to today, with two ticks. A day
    that is not over does not end it.
    """

    ticks: int
    talks: int
    words: int
    tries: int
    streak: int

    @property
    def begun(self) -> bool:
        """Whether anything was done yet."""
        return bool(self.ticks or self.tries)


@once_a_desk
def progress(desk: AgendaDesk) -> Progress:
    """The counts of the desk's month."""
    rows = [one for one in desk.record.results if one.day and one.day <= desk.today]
    done = [one for one in rows if one.outcome and one.outcome != "not_now"]
    met = [one for one in done if one.kind != TRIED]
    return Progress(
        ticks=len(met),
        talks=sum(one.outcome in SPOKEN for one in met),
        words=sum(bool(one.said) for one in met),
        tries=len(done) - len(met),
        streak=_streak(desk, done),
    )


def _streak(desk: AgendaDesk, done: list[Contact]) -> int:
    """Over the border of the month: last month's page counts too."""
    earlier = [one for _, record in desk.earlier[:1] for one in record.results]
    days = Counter(one.day for one in (*done, *earlier) if one.day and one.outcome != "not_now")
    first = min((day for day in days if day), default=desk.today)
    worked = working_days_between(first, desk.today, desk.calendar)
    count = 0
    for day in reversed(worked):
        if days[day] >= ENOUGH:
            count += 1
        elif day != desk.today:
            break
    return count


def month_over(desk: AgendaDesk) -> bool:
    """Whether no working day of the month comes after today."""
    tomorrow = desk.today + dt.timedelta(days=1)
    return not working_days_between(tomorrow, desk.month.last, desk.calendar)
