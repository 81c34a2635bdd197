"""The manager's own customers by segment: who they are, what they hold, who may be contacted.

Source: S4, methodology A3; the analyses themselves are in ``workbook.customers``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from workbook.chapters.battle_map.pack import Pack
from workbook.chapters.battle_map.rules.canvas import MapDesk
from workbook.chapters.battle_map.rules.contact_flags import who
from workbook.chapters.shared.contact_flags import known_as
from workbook.chapters.shared.context import once_a_desk, remembered
from workbook.customers.analysis import as_of, customer_segments, missing_columns
from workbook.customers.analysis.critical_customers import maturities
from workbook.customers.analysis.tables import has, of_each, people, table
from workbook.customers.analysis.tiers import assets_of

Row = dict[str, Any]  # column → cell

ANALYSES = ("battle_map", "maturities", "losses", "hard_flags")  # columns for the page's figures


@dataclass(frozen=True)
class Segments:
    """The analysis of the imported book; money in fen.

    placed: customer and segment, long; statistics: a row for each segment; held: for each customer
    assets, products, and what is due soon.
    """

    placed: pd.DataFrame
    statistics: pd.DataFrame
    held: pd.DataFrame


@remembered
def segments(desk: MapDesk) -> Segments:
    """The analysis, cached for an imported book, a template and a day."""
    book, limits, today = desk.customers, desk.pack.limits, desk.today
    placed = customer_segments.segmented(book, limits, today, marks(desk.pack), desk.marks)
    figures = customer_segments.segment_statistics(book, placed, limits, today, ())
    return Segments(placed, figures, _held(desk))


def _held(desk: MapDesk) -> pd.DataFrame:
    """[customer, assets, products, due, due_amount]; blank where the book does not say it.

    products: as the bank counts them, else the holdings there are. Source: as in the statistics.
    """
    book = as_of.until(desk.customers, desk.today)
    rows, holdings = people(book, "products"), table(book, "holdings")
    due = maturities(book, desk.pack.limits.due_days, desk.today).groupby("customer")["amount"]
    counted, ending = has(book, "holdings"), has(book, "holdings", "due")
    number = _of_each(rows, holdings.groupby("customer").size(), counted)
    return rows[["customer"]].assign(
        assets=assets_of(book)["assets"],
        products=rows["products"].fillna(number),
        due=_of_each(rows, due.size(), ending),
        due_amount=_of_each(rows, due.sum(), ending),
    )


def _of_each(rows: pd.DataFrame, found: pd.Series[Any], known: bool) -> pd.Series[Any]:
    """The values found for each customer; 0 where there are none, blank where the book cannot
    say."""
    told = of_each(rows["customer"], found).astype("Int64")
    return told.fillna(0) if known else told


def marks(pack: Pack) -> dict[str, str]:
    """A segment's name in a bank's file → its key: the template's words, its name, the key."""
    return {
        word: str(segment)
        for segment, one in pack.segments.items()
        for word in (segment, one.label, *one.marked)
    }


def has_book(desk: MapDesk) -> bool:
    """Whether any customer was imported."""
    return not segments(desk).held.empty


def lacks(desk: MapDesk) -> tuple[tuple[str, str], ...]:
    """The analyses and what each lacks: a kind of file, or ``kind.column``."""
    missing = missing_columns.lacking(desk.customers, ANALYSES)
    return tuple(
        (analysis, f"{kind}.{column}" if column else kind)
        for analysis, kind, column in missing.itertuples(index=False, name=None)
    )


# -- segment by segment ---------------------------------------------------------------------------


def statistics(desk: MapDesk) -> dict[str, Row]:
    """Segment → its figures, in the order of the template; all blank without a book."""
    found = segments(desk).statistics
    blocked = _placed(desk).groupby("segment")["blocked"].sum()
    figures = found.assign(blocked=found["segment"].map(blocked).fillna(0).astype("Int64"))
    figures = figures.drop(columns="segment")
    blank = dict.fromkeys(figures.columns)
    rows = dict(zip(found["segment"], _rows(figures), strict=True)) if has_book(desk) else {}
    return {str(segment): rows.get(segment, blank) for segment in desk.pack.segments}


def contactable(desk: MapDesk) -> dict[str, int]:
    """Segment → how many of its customers may be contacted. Source: methodology G."""
    counts = _reachable(desk)["segment"].value_counts()
    return {str(segment): int(counts.get(segment, 0)) for segment in desk.pack.segments}


def primary_assets(desk: MapDesk) -> dict[str, int]:
    """Segment → the assets of its primary customers, in fen: everybody counts once."""
    study = segments(desk)
    rows = study.placed[study.placed["primary"]].merge(study.held, on="customer")
    sums = rows.groupby("segment")["assets"].sum()
    return {str(segment): int(sums.get(segment, 0)) for segment in desk.pack.segments}


def centre(desk: MapDesk) -> str:
    """The main segment: that of the first map.

    Without a map the one with most assets, everybody counted once; without a book the first of the
    template.
    """
    if desk.record.maps:
        return desk.record.maps[0].segment
    assets = primary_assets(desk)
    return max(assets, key=lambda segment: assets[segment])


# -- customer by customer -------------------------------------------------------------------------


def members(desk: MapDesk, chosen: Sequence[str]) -> list[Row]:
    """The customers of the chosen segments who may be contacted, largest assets first.

    As many as the template's list holds, each once: under the primary segment where that is chosen,
    else under the first that is. Segment, customer, primary, because, and their holdings.
    """
    rows = _reachable(desk)
    rows = rows[rows["segment"].isin(chosen)].merge(segments(desk).held, on="customer")
    places = rows["segment"].map({segment: place for place, segment in enumerate(chosen)})
    rows = rows.assign(place=places.mask(rows["primary"], -1)).sort_values(["customer", "place"])
    rows = rows.drop_duplicates("customer")
    rows = rows.sort_values(["assets", "customer"], ascending=[False, True])
    return _rows(rows.head(desk.pack.member_list))


def kept_off(desk: MapDesk, chosen: Sequence[str]) -> dict[str, int]:
    """Flag → how many customers of the chosen segments it keeps off the list."""
    rows = _placed(desk)
    return who(desk).left(rows.loc[rows["blocked"] & rows["segment"].isin(chosen), "customer"])


def _reachable(desk: MapDesk) -> pd.DataFrame:
    rows = _placed(desk)
    return rows[~rows["blocked"]].drop(columns="blocked")


@once_a_desk
def _placed(desk: MapDesk) -> pd.DataFrame:
    """Customer and segment, long, and whether a flag keeps the customer off the lists."""
    rows, whys = segments(desk).placed, who(desk).whys
    blocked = [known_as(customer) in whys for customer in rows["customer"]]
    return rows.assign(blocked=pd.Series(blocked, index=rows.index, dtype="bool"))


def _rows(frame: pd.DataFrame) -> list[Row]:
    """Rows as plain values, blanks as None."""
    cells = frame.astype(object).where(frame.notna(), None)
    return [{str(name): cell for name, cell in row.items()} for row in cells.to_dict("records")]
