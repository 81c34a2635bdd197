"""The week on one page, to print and hand over. Source: S4, methodology A4; the week: A1."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from workbook.chapters.action_plan.records import Contact
from workbook.chapters.action_plan.rules import (
    PlanDesk,
    days_of,
    listed,
    listed_off,
    of_kind,
    ticks_of,
    week_of,
)
from workbook.chapters.shared.contact_flags import left_said
from workbook.chapters.shared.context import Block, Grid, Handout, Words
from workbook.content.messages import Said

ON_ONE_PAGE = (
    "number", "kind", "what", "customers", "owner", "by", "mark", "measure",
)  # fmt: skip
BOX, TICKED = "□", "■"
CELLS = {  # columns of a contact, as on the page
    "customer": "{customer}",
    "because": "{because:becauses}",
    "act": "{act}",
    "day": "{day:day}",
}


def plan(desk: PlanDesk) -> tuple[Handout, ...]:
    """The sheet: nine lines, three requests, the Monday list, the days to tick, Friday's
    questions."""
    words = desk.pack.sheet
    return (
        Handout(
            facts=tuple(_facts(desk)),
            parts=(
                Grid("plan", columns=ON_ONE_PAGE),
                Grid("threes"),
                Block(words.monday, _contacts(desk), 5),
                Block(words.ticks, _ticks(desk), 4),
                Block(words.friday, words.questions, 3, "strong"),
                *_friday(desk),
            ),
        ),
    )


def _facts(desk: PlanDesk) -> Iterator[tuple[Words, Words]]:
    """The days of the week, and the one item that lands in it."""
    week, words = week_of(desk), desk.pack.sheet
    yield words.week, Said("{first:day} – {last:day}", {"first": week.first, "last": week.last})
    for one in of_kind(desk.record, "one"):
        yield words.goal, one.what


def _contacts(desk: PlanDesk) -> tuple[Words, ...]:
    """The Monday list, without those who must not be contacted, whose number is given."""
    contacts = tuple(map(_contact, listed(desk))) or (desk.pack.sheet.empty,)
    left = left_said(listed_off(desk))
    return (*contacts, left) if left else contacts


def _contact(one: Contact) -> Said:
    """The filled-in cells of a row of the Monday list."""
    cells = [text for name, text in CELLS.items() if getattr(one, name)]
    return Said(" · ".join(cells), dict(one))


def _ticks(desk: PlanDesk) -> tuple[Words, ...]:
    """The working days with their two boxes, ticked ones filled."""
    found: list[Words] = []
    for day in days_of(desk):
        text = desk.pack.sheet.tick
        for done in ticks_of(desk, day):
            before, box, after = text.partition(BOX)
            text = f"{before}{'{box}' if done else '{blank}'}{after}" if box else text
        found.append(Said(f"{{day:day}} {text}", {"day": day, "box": TICKED, "blank": BOX}))
    return tuple(found)


def _friday(desk: PlanDesk) -> Iterator[Block]:
    """Friday's text; absent before."""
    fields = desk.pack.fields
    for name in ("learned", "next_line"):
        said = getattr(desk.record, name)
        if said:
            yield Block(fields[name].label, (said,), 6)


sheets: Mapping[str, Callable[[Any], tuple[Handout, ...]]] = {"plan": plan}
