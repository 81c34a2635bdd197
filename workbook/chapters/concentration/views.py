"""The tables and the curve of the page on concentration. Source: S3, methodology B6."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from workbook.chapters.concentration.rules import ConcentrationDesk, parts, spread, top

if TYPE_CHECKING:
    from matplotlib.figure import Figure

PARTS = ("part", "customers", "people", "assets", "share", "slogan", "seen")
TREAT = ("part", "contact", "avoid")
TOP = ("customer", "assets", "share", "reached", "day", "days")
LEAVING = ("count", "assets", "share")
MOST_POINTS = 200  # of the curve: more cannot be told apart


def parts_table(desk: ConcentrationDesk) -> pd.DataFrame:
    """A row for each part from the top, with what the slogan says it holds."""
    rows = [
        (
            one.key, one.customers, one.people, one.money, one.share, one.part.money,
            one.seen / one.customers if one.customers else None,
        )
        for one in parts(desk)
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=list(PARTS), dtype=object)


def treat_table(desk: ConcentrationDesk) -> pd.DataFrame:
    """What each part gets, and what it must not get."""
    rows = [(key, one.contact, one.avoid) for key, one in desk.pack.parts.items()]
    return pd.DataFrame(rows, columns=list(TREAT), dtype=object)


def top_table(desk: ConcentrationDesk) -> pd.DataFrame:
    """The customers of the top part who may be contacted, the most money first."""
    rows = top(desk)[list(TOP)]
    return rows.assign(day=rows["day"].dt.date).astype(object).where(rows.notna(), None)


def leaving_table(desk: ConcentrationDesk) -> pd.DataFrame:
    """The money that goes with the largest customers, where there are as many."""
    rows = spread(desk)
    found = [
        (count, int(rows["assets"].head(count).sum()), float(rows["share"].head(count).sum()))
        for count in desk.pack.leaving
        if count <= len(rows) and rows["share"].notna().all()
    ]
    return pd.DataFrame(found, columns=list(LEAVING), dtype=object)


def curve_figure(desk: ConcentrationDesk) -> Figure:
    """The book's own curve, the slogan's point, and the guess."""
    from workbook.chapters.concentration.figure import draw

    labels, found = desk.pack.figures["curve"].labels, parts(desk)
    first = desk.pack.parts["top"]
    slogan = (first.people, first.money or 0)
    if not found:
        return draw(labels, [], slogan, slogan, None)
    rows = spread(desk)
    at = np.unique(np.linspace(0, len(rows) - 1, min(len(rows), MOST_POINTS)).round().astype(int))
    curve = [*zip(rows["people"].iloc[at], rows["reached"].iloc[at], strict=True)]
    return draw(labels, curve, (found[0].people, found[0].share), slogan, desk.record.guess)


tables: Mapping[str, Callable[[Any], pd.DataFrame]] = {
    "parts": parts_table,
    "treat": treat_table,
    "leaving": leaving_table,
    "top": top_table,
}
figures: Mapping[str, Callable[[Any], Figure]] = {"curve": curve_figure}
