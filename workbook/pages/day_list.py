"""The one list of the day in words: for the panel, the page and the command line."""

from __future__ import annotations

from typing import Any

from workbook import chapters, rendering
from workbook.book.trainee_workbook import Book
from workbook.chapters.shared.day_list import DayLine, DayList, Listing, Tried
from workbook.content.messages import Voice
from workbook.domain.privacy import without_private
from workbook.pages.copies import page_of
from workbook.pages.handouts import handouts


def listing_of(book: Book) -> Listing:
    """The list of the book's day."""
    name = chapters.day_list()
    return _offers(name).listing(book.desk(name))


def _offers(name: str) -> DayList:
    offers = chapters.chapter(name).day_list
    assert offers is not None  # it is the tool that has one
    return offers


def told(book: Book) -> dict[str, Any]:
    """A DayList of the contract: every text in the reader's language, to be shown as it is."""
    now, name = book.still(), chapters.day_list()
    made, voice, pack = listing_of(now), now.voice(name), now.pack(name)
    return {
        "chapter": name,
        "label": pack.label,
        "day": now.today.isoformat(),
        "numbers": voice.text(made.numbers),
        "tries": [_tried(one, voice) for one in made.tries],
        "lines": [_line(one, voice) for one in made.lines],
        "done": [_line(one, voice) | _result(one) for one in made.done],
        "more": list(map(without_private, made.more)),
        "left": voice.text(made.left_said) if made.left_said else "",
        "order": {"title": pack.sections["order"].title, "text": pack.sections["order"].body},
        "outcomes": [
            {"key": str(key), "label": one.label, "tried": one.tried, "says": one.says}
            for key, one in pack.outcomes.items()
        ],
    }


def brief(book: Book) -> dict[str, Any]:
    """The list in short: how many are left, how many are done, and the line of numbers."""
    made, voice = listing_of(book), book.voice(chapters.day_list())
    numbers = voice.text(made.numbers)
    return {"left": len(made.lines), "done": len(made.done), "numbers": numbers}


def _line(one: DayLine, voice: Voice) -> dict[str, Any]:
    said = {name: voice.text(getattr(one, name)) for name in ("facts", "why")}
    words = ("kind", "label", "act", "sentence", "question", "avoid", "stop")
    return {
        "number": one.number,
        "customer": without_private(one.customer),
        **said,
        **{name: getattr(one, name) for name in words},
        "approval": voice.text(one.approval, "approvals") if one.approval else "",
        "rehearsal": one.approval == "rehearsal",
        "minutes": one.minutes,
        "heed": list(map(voice.text, one.heed)),
        "others": list(map(voice.text, one.others)),
        **_place(one),
    }


def _result(one: DayLine) -> dict[str, Any]:
    row = one.result
    return {
        "result": one.row + 1,
        "outcome": row.outcome,
        "said": without_private(row.said),
        "next_day": row.next_day.isoformat() if row.next_day else "",
    }


def _tried(one: Tried, voice: Voice) -> dict[str, Any]:
    return {
        "customer": without_private(one.customer),
        "day": one.day.isoformat() if one.day else "",
        "says": voice.text(one.said),
        **_place(one),
    }


def _place(one: DayLine | Tried) -> dict[str, str]:
    """Where the reason stands: page, tool and field; the list itself where no tool asks."""
    tool = one.tool or chapters.day_list()
    return {"page": page_of(tool), "asks": tool, "field": ".".join(map(str, one.loc))}


def sheet(book: Book) -> rendering.PrintedSheet:
    """The list as the sheet that is printed."""
    name = chapters.day_list()
    (made,) = handouts(book, name, next(iter(chapters.chapter(name).handouts)))
    return made
