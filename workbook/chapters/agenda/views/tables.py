"""The list and the results as tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from workbook.chapters.agenda.rules import AgendaDesk, listing, progress
from workbook.chapters.agenda.rules.reasons import NO_TIME
from workbook.chapters.shared.day_list import DayLine
from workbook.chapters.shared.frames import frame
from workbook.content.messages import Said

LIST = (
    "number", "customer", "facts", "why", "act", "sentence", "heed", "others", "question",
    "avoid", "stop", "approval", "minutes",
)  # fmt: skip
LEFT = ("why", "customers", "who")
RESULTS = ("day", "customer", "kind", "outcome", "said", "next_day")


def list_table(desk: AgendaDesk) -> pd.DataFrame:
    """A row for each customer of today, the strongest reason first."""
    return frame(LIST, [_row(one) for one in listing(desk).lines])


def _row(one: DayLine) -> dict[str, object]:
    why = Said("{label} · {why}", {"label": one.label, "why": one.why})
    return {**vars(one), "why": why}


def results_table(desk: AgendaDesk) -> pd.DataFrame:
    """The results of the month, the newest first."""
    return frame(RESULTS, [dict(one) for one in reversed(desk.record.results)])


def progress_table(desk: AgendaDesk) -> pd.DataFrame:
    """The month's work with customers, up to today; without a row before the first."""
    made = progress(desk)
    rows = [(key, getattr(made, key)) for key in desk.pack.gains if made.begun]
    return pd.DataFrame(rows, columns=["gain", "count"])


def left_table(desk: AgendaDesk) -> pd.DataFrame:
    """How many customers are left out, and why; who they are only where nothing forbids it."""
    made = listing(desk)
    rows = [
        {
            "why": Said("{why:blocks}", {"why": why}),
            "customers": count,
            "who": made.more[: desk.pack.most] if why == NO_TIME else (),
        }
        for why, count in made.left.items()
    ]
    return frame(LEFT, rows)


def flagged_off(desk: AgendaDesk) -> dict[str, int]:
    """Reason → how many customers are left out, but for those who only did not fit into the day."""
    return {why: count for why, count in listing(desk).left.items() if why != NO_TIME}


tables: Mapping[str, Callable[[Any], pd.DataFrame]] = {
    "list": list_table,
    "left": left_table,
    "results": results_table,
    "progress": progress_table,
}
left_out: Mapping[str, Callable[[Any], Mapping[str, int]]] = {"list": flagged_off}
