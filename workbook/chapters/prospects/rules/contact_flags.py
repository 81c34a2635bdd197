"""The reserve's marks on customers: who must not be contacted, who needs special care.

Source: methodology G.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from workbook.chapters.prospects.pack import Pack
from workbook.chapters.prospects.records import Prospect, Reserve
from workbook.chapters.prospects.rules.thresholds import threshold
from workbook.chapters.shared import contact_flags
from workbook.chapters.shared.contact_flags import People, known_as
from workbook.chapters.shared.context import Desk, Mark, once_a_desk
from workbook.customers.analysis.contact_filters import FLAGS
from workbook.domain.calendar import Month

ReserveDesk = Desk[Reserve, Pack]
LEAVING, VULNERABLE = "leaving", "vulnerable"  # of pack.flags; the first blocks
SAID_BY_ALL = (*FLAGS, LEAVING)  # the flags that every page can put into words


def flagged(pages: Sequence[tuple[Month, Reserve]], pack: Pack, _today: dt.date) -> Iterator[Mark]:
    """The marks on each customer, from all rows of the latest page that names the customer.

    ``pages``: latest first. A flag holds until a later page has the customer without it.
    """
    told: set[str] = set()
    for _, reserve in pages:
        rows = [(known_as(one.customer), one) for one in reserve.prospects]
        for key, one in rows:
            if key not in told:
                yield from _marks(one, pack)
        told |= {key for key, _ in rows}


def _marks(one: Prospect, pack: Pack) -> Iterator[Mark]:
    flag = pack.flags.get(one.flag)
    if flag is not None and flag.blocks:
        yield Mark(one.customer, one.flag if one.flag in SAID_BY_ALL else flag.label)
    old = one.age is not None and one.age >= threshold(pack, "age_care")
    if one.flag == VULNERABLE or old:
        yield Mark(one.customer, VULNERABLE, blocks=False)


@once_a_desk
def who(desk: ReserveDesk) -> People:
    """The restricted customers for the lists of the reserve."""
    own = flagged(((desk.month, desk.record), *desk.earlier), desk.pack, desk.today)
    return contact_flags.people(desk, threshold(desk.pack, "age_care"), tuple(own))
