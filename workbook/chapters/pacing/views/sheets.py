"""The page for the talk with the boss, on one sheet. Source: S0, methodology A1, H."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from workbook.chapters.pacing.rules import PacingDesk
from workbook.chapters.shared import context as desks
from workbook.chapters.shared.context import Block, Grid
from workbook.content.messages import Said

RESERVE = ("indicator", "prospects", "expected", "left", "coverage")


def boss(desk: PacingDesk) -> tuple[desks.Handout, ...]:
    """Targets, pace, reserve, chance, this week's acts, and the requests for help."""
    words = desk.pack.boss
    asked = tuple(Said(words.ask, _asked(row)) for row in desk.record.helps) or (words.no_ask,)
    return (
        desks.Handout(
            facts=((words.day, Said("{day:day}", {"day": desk.today})),),
            parts=(
                Grid("boss"),
                Grid("coverage", columns=RESERVE),
                Grid("acts", 6),
                Block(words.asks, asked, 6, "strong"),
                Block(words.says, tuple(words.sentences), 6),
                Block(words.decided, tuple(words.lines), 6),
            ),
        ),
    )


def _asked(row: Any) -> dict[str, object]:
    return {"what": row.what, "who": row.who, "by": row.by}


sheets: Mapping[str, Callable[[Any], tuple[desks.Handout, ...]]] = {"boss": boss}
