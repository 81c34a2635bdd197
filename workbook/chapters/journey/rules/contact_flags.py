"""The journey page's marks on customers: those with a complaint. Source: methodology G."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from workbook.chapters.journey.pack import Pack
from workbook.chapters.journey.records import Journey
from workbook.chapters.journey.rules.study import JourneyDesk
from workbook.chapters.shared import contact_flags
from workbook.chapters.shared.contact_flags import People
from workbook.chapters.shared.context import Mark, once_a_desk
from workbook.domain.calendar import Month

COMPLAINT = "complaint"  # the signal, and the key situation
OPEN_COMPLAINT = "complaint_open"  # the block


def flagged(pages: Sequence[tuple[Month, Journey]], pack: Pack, today: dt.date) -> Iterator[Mark]:
    """The customers with a complaint in a note, or in a loss that is not won back.

    On this page always, on earlier ones as long as a note counts; ``pages``: latest first.
    """
    since = today - dt.timedelta(days=pack.signal_limits.noted_days)
    for number, (month, page) in enumerate(pages):
        if not number or month.last >= since:
            yield from (Mark(customer, OPEN_COMPLAINT) for customer in _complaining(page))


def _complaining(page: Journey) -> Iterator[str]:
    yield from (one.customer for one in page.notes if one.signal == COMPLAINT)
    lost = (one for one in page.losses if not one.back)
    yield from (one.customer for one in lost if one.situation == COMPLAINT)


@once_a_desk
def who(desk: JourneyDesk) -> People:
    """The restricted customers for the lists of this page."""
    own = flagged(((desk.month, desk.record), *desk.earlier), desk.pack, desk.today)
    return contact_flags.people(desk, desk.pack.care_age, tuple(own))
