"""A month's calendar: each day's plan, the customers to contact, the week's two ten minutes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from workbook.chapters.pacing.rules import PacingDesk
from workbook.chapters.pacing.views.plans import days as days_of
from workbook.chapters.prospects.rules import at_cap, attempts_before, open_prospects, who
from workbook.chapters.shared.appointments import Appointment, Voices, ten_minutes
from workbook.chapters.shared.context import Desk
from workbook.content.messages import Voice
from workbook.domain.bank import Bank
from workbook.domain.calendar import Month, Week


def appointments(desk: PacingDesk, voices: Voices) -> Iterator[Appointment]:
    """All appointments of the month, unordered."""
    voice = voices("pacing")
    yield from _plan(desk, voice)
    yield from _contacts(desk.linked["prospects"], voices("prospects"))
    yield from _promises(desk, voice)
    yield from _week_rhythm(desk, voice)


def _plan(desk: PacingDesk, voice: Voice) -> Iterator[Appointment]:
    days = days_of(desk)
    for day, rows in days.groupby("day"):
        asked = [row for row in _rows(rows) if row["latest_plan"]]
        if asked:
            when = pd.Timestamp(str(day)).date()
            said = _acts(counted_once(asked, desk.bank), voice)
            yield Appointment(when, _summary(asked, voice), said, "plan", "")


def counted_once(rows: list[dict[str, object]], bank: Bank) -> list[dict[str, object]]:
    """Rows without those that count the same deals in another way."""
    volumes = [row for row in rows if not bank.indicators[str(row["indicator"])].activity]
    return volumes or rows


def _rows(frame: pd.DataFrame) -> list[dict[str, object]]:
    return [
        {str(name): cell for name, cell in row.items()} for row in frame.to_dict(orient="records")
    ]


def _summary(rows: list[dict[str, object]], voice: Voice) -> str:
    template = voice.wording.export["ics_summary"]
    amounts = [voice.text(row["latest_plan"], "measure", row["indicator"]) for row in rows]
    labels = [voice.text(row["indicator"], "indicators") for row in rows]
    said = [
        voice.say(template, {"indicator": label, "amount": amount})
        for label, amount in zip(labels, amounts, strict=True)
    ]
    return voice.wording.join.join(said)


def _acts(rows: list[dict[str, object]], voice: Voice) -> str:
    names = ("deals", "meetings", "calls")
    sums = {name: sum(int(str(row[name])) for row in rows) for name in names}
    return voice.say(
        voice.wording.export["ics_description"],
        {name: voice.text(count, "count") for name, count in sums.items()},
    )


def _contacts(desk: Desk[Any, Any], voice: Voice) -> Iterator[Appointment]:
    before = attempts_before(desk)
    for one in open_prospects(desk):
        if one.next_contact is None or one.next_contact < desk.today:
            continue
        if not at_cap(one, desk.pack, desk.today, before.get((one.customer, one.indicator), 0)):
            said = voice.say(voice.wording.export["ics_contact"], {"customer": one.customer})
            key = f"{one.customer}/{one.indicator}"
            about = [one.product, *map(voice.text, who(desk).heed(one.customer))]
            text = "\n".join(filter(None, about))
            yield Appointment(one.next_contact, said, text, "contact", key)


def _promises(desk: PacingDesk, voice: Voice) -> Iterator[Appointment]:
    record, people = desk.record, who(desk.linked["prospects"])
    words = voice.wording.export
    for number, line in enumerate(record.helps):
        if line.by is not None:
            said = voice.say(words["ics_help"], {"who": line.who, "what": line.what})
            yield Appointment(line.by, said, "", "help", str(number))
    if record.try_by is not None and not people.why(record.try_customer):
        said = voice.say(words["ics_try"], {"customer": record.try_customer})
        yield Appointment(record.try_by, said, "", "try", "")


def _week_rhythm(desk: PacingDesk, voice: Voice) -> Iterator[Appointment]:
    """The month's first and last working day of every natural week.

    A week with only one day in this month, which continues in the next, is reviewed there.
    """
    for week in dict.fromkeys(map(Week.of, desk.month.days)):
        working = [day for day in week.days if desk.calendar.is_working(day)]
        days = [day for day in working if Month.of(day) == desk.month]
        begun = days == working[:1] != working
        yield from (ten_minutes("ics_begin", day, f"begins/{day}", voice) for day in days[:1])
        last = [] if begun else days[-1:]
        yield from (ten_minutes("ics_end", day, f"ends/{day}", voice) for day in last)
