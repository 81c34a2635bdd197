"""A month in a calendar: each day's plan, the customers to contact, the week's two ten minutes."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import pandas as pd

from workbook import chapters
from workbook.bank import Bank
from workbook.book import Book
from workbook.chapters.prospects.rules import at_cap, attempts_before, blocked, open_prospects
from workbook.export.ics.calendar import Appointment
from workbook.fields import plain
from workbook.wording import Voice
from workbook.workdays import working_days


def appointments(book: Book) -> Iterator[Appointment]:
    """All that the month asks for, in no order."""
    yield from _plan(book)
    yield from _contacts(book)
    yield from _promises(book)
    yield from _week_rhythm(book)


def _plan(book: Book) -> Iterator[Appointment]:
    days = chapters.chapter("pacing").tables["days"](book.desk("pacing"))
    voice = book.voice("pacing")
    for day, rows in days.groupby("day"):
        asked = [row for row in _rows(rows) if row["latest_plan"]]
        if asked:
            when = pd.Timestamp(str(day)).date()
            said = _acts(counted_once(asked, book.bank("pacing")), voice)
            yield Appointment(when, _summary(asked, voice), said, "plan", "")


def counted_once(rows: list[dict[str, object]], bank: Bank) -> list[dict[str, object]]:
    """Rows whose deals are not the same deals seen from another side."""
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


def _contacts(book: Book) -> Iterator[Appointment]:
    desk, voice = book.desk("prospects"), book.voice("prospects")
    before = attempts_before(desk)
    for one in open_prospects(desk):
        if one.next_contact is None or one.next_contact < book.today:
            continue
        if not at_cap(one, desk.pack, book.today, before.get((one.customer, one.indicator), 0)):
            said = voice.say(voice.wording.export["ics_contact"], {"customer": one.customer})
            key = f"{one.customer}/{one.indicator}"
            yield Appointment(one.next_contact, said, one.product, "contact", key)


def _promises(book: Book) -> Iterator[Appointment]:
    record, voice = book.desk("pacing").record, book.voice("pacing")
    words = voice.wording.export
    for number, line in enumerate(record.helps):
        if line.by is not None:
            said = voice.say(words["ics_help"], {"who": line.who, "what": line.what})
            yield Appointment(line.by, said, "", "help", str(number))
    if record.try_by is not None and not _is_blocked(book, record.try_customer):
        said = voice.say(words["ics_try"], {"customer": record.try_customer})
        yield Appointment(record.try_by, said, "", "try", "")


def _is_blocked(book: Book, customer: str) -> bool:
    """Whether a flag says that this customer is not to be contacted."""
    desk = book.desk("prospects")
    rows = [one for one in desk.record.prospects if plain(one.customer) == plain(customer)]
    return any(blocked(one, desk.pack) for one in rows)


def _week_rhythm(book: Book) -> Iterator[Appointment]:
    """The first and the last working day of every natural week."""
    words = book.wording.export
    working = working_days(book.month, book.calendar)
    for _, group in itertools.groupby(working, key=lambda day: day.isocalendar()[:2]):
        days = list(group)
        yield Appointment(days[0], words["ics_monday"], "", "week", f"begins/{days[0]}")
        yield Appointment(days[-1], words["ics_friday"], "", "week", f"ends/{days[-1]}")
