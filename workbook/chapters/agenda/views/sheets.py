"""The list of the day on one A5 page: to take along, and to tick by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from workbook.chapters.agenda.rules import AgendaDesk, listing, month_over, progress
from workbook.chapters.shared.context import Block, Handout
from workbook.chapters.shared.day_list import TRIED, DayLine, Listing
from workbook.content.messages import Said

QUOTED = 8  # sentences of customers on the card of the month


def day(desk: AgendaDesk) -> tuple[Handout, ...]:
    """The sheet: the numbers, the last try, a block for each line, who is left out."""
    made, words = listing(desk), desk.pack.words
    parts = (
        Block(
            words.numbers_title, (made.numbers, *(one.said for one in made.tries[:1])), 12, "strong"
        ),
        *(_block(one, words.boxes) for one in made.lines),
        *_rest(desk, made),
    )
    return (Handout(parts=parts, of=Said("{today:day}", {"today": desk.today})),)


def _block(one: DayLine, boxes: str) -> Block:
    label = Said("{number} {customer} · {facts}", vars(one))
    why = Said("{label} · {why}", vars(one))
    say = Said("{act} “{sentence}” {approval:approvals}", vars(one))
    return Block(label, (why, say, *one.heed, boxes), 12)


def _rest(desk: AgendaDesk, made: Listing) -> Iterator[Block]:
    """Nobody on the list, or who is left out and why."""
    words = desk.pack.words
    if not made.lines:
        yield Block(words.list_title, (words.nobody,), 12)
    if made.left_said:
        yield Block(words.left_title, (made.left_said,), 12)


def month(desk: AgendaDesk) -> tuple[Handout, ...]:
    """The card of the month, from its last working day on: what was done with customers, and their
    words, the newest first."""
    made, words = progress(desk), desk.pack.words
    if not month_over(desk):
        return ()
    said = [one for one in reversed(desk.record.results) if one.said and one.kind != TRIED]
    quoted = tuple(Said("{day:day} {customer}: “{said}”", dict(one)) for one in said[:QUOTED])
    counts = Said(words.progress if made.begun else words.progress_none, vars(made))
    parts = (
        Block(desk.pack.tables["progress"].title, (counts,), 12, "strong"),
        *((Block(desk.pack.gains["words"].label, quoted, 12),) if quoted else ()),
    )
    return (Handout(parts=parts, of=Said("{month:count}", {"month": desk.month.first.month})),)


sheets: Mapping[str, Callable[[Any], tuple[Handout, ...]]] = {"day": day, "month": month}
