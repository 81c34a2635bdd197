"""The queue of the day: whom to call first, and how many fit into the minutes there are.

Source: S4 (critical customers 临界客户), methodology A2, B8; hard filters: methodology G.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from workbook.chapters.journey.rules.contact import looked_after, minutes_there_are
from workbook.chapters.journey.rules.contact_flags import who
from workbook.chapters.journey.rules.reasons import Reason, reasons
from workbook.chapters.journey.rules.study import JourneyDesk, study
from workbook.chapters.shared.contact_flags import known_as
from workbook.chapters.shared.context import once_a_desk
from workbook.chapters.shared.urgency import by_customer, place, too_small, within


@dataclass(frozen=True)
class Queued:
    """One customer of the queue.

    reasons: the heaviest first; its act is done today. stage: "" where none is known. fits: whether
    the minutes suffice for this one today.
    """

    customer: str
    reasons: tuple[Reason, ...]
    stage: str
    rank: int
    fits: bool

    @property
    def minutes(self) -> int:
        """The minutes of the act."""
        return self.reasons[0].minutes


@once_a_desk
def queue(desk: JourneyDesk) -> tuple[Queued, ...]:
    """The customers who may be contacted, each once: all strong signals first, then the critical
    kinds by weight and amount.

    Customers with a recent act are left out, and what is too small for minutes of the day.
    """
    people = who(desk)
    free = [one for one in _asked(desk) if not people.why(one.due.customer)]
    lines = sorted(by_customer(free).values(), key=place)
    fits, _ = within(
        lines, lambda own: own[0].minutes, minutes_there_are(desk), desk.pack.most_a_day
    )
    chosen = {own[0].due.customer for own in fits}
    stages = dict(study(desk).stages[["customer", "stage"]].itertuples(index=False, name=None))
    return tuple(
        Queued(one, own, stages.get(one) or "", rank, one in chosen)
        for rank, own in enumerate(lines, 1)
        for one in [own[0].due.customer]
    )


def kept_off(desk: JourneyDesk) -> dict[str, int]:
    """Flag → how many customers it keeps off the queue."""
    return who(desk).left(one.due.customer for one in _asked(desk) if not one.due.if_advice)


def _asked(desk: JourneyDesk) -> Iterator[Reason]:
    cared = {known_as(one) for one in looked_after(desk)}
    for one in reasons(desk):
        if known_as(one.due.customer) not in cared and not too_small(one.due, one.kind):
            yield one
