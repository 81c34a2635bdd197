"""The segments of customers, and what a segment looks like in the manager's own book.

Source: S4 names the eight and their marks (methodology A3); the rules: ours. The bank's own mark
comes first. A rule guesses from what is on record, so it names its evidence.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping

import pandas as pd

from workbook.customers.analysis.as_of import last_whole_month, month_number, until, within
from workbook.customers.analysis.cash_flows import movements, salaries
from workbook.customers.analysis.critical_customers import maturities
from workbook.customers.analysis.limits import SegmentLimits
from workbook.customers.analysis.tables import (
    CustomerTables,
    has,
    kept,
    of_each,
    people,
    per_customer,
    ratio,
    shaped,
    stacked,
    table,
)
from workbook.customers.analysis.tiers import assets_of
from workbook.customers.analysis.transaction_words import Mark, Marks

SEGMENTS = (
    "elderly",
    "business",
    "white_collar",
    "women",
    "payroll",
    "merchants",
    "youth",
    "farmers",
)
# Of several found by rules, the first is the primary one: first what protects, then what the
# customer lives on, then age, and gender only where nothing else is known.
FIRST = (
    "elderly",
    "farmers",
    "merchants",
    "business",
    "youth",
    "white_collar",
    "payroll",
    "women",
)
PLACED = {
    "customer": "str",
    "segment": "str",
    "primary": "bool",
    "because": "str",
    "figure": "Int64",
}
SUMMED = [
    "customers",
    "primary",
    "assets",
    "deposits",
    "deposits_of",
    "few_products",
    "payroll",
    "main_account",
    "loans",
    "due",
    "due_amount",
    "losses",
    "blocked",
]
STATISTICS = {
    "segment": "str",
    "customers": "Int64",
    "primary": "Int64",
    "assets": "Int64",
    "mean_assets": "Int64",
    "deposits_share": "float64",
    "products": "float64",
    "few_products": "Int64",
    "payroll": "Int64",
    "main_account": "Int64",
    "loans": "Int64",
    "due": "Int64",
    "due_amount": "Int64",
    "losses": "Int64",
    "blocked": "Int64",
}
SEPARATORS = r"[、,，;；/／|｜]"
SPAN = 90  # days: receipts and trade are counted over a quarter
SALARY_MONTHS = 3  # whole months over which salaries are counted


def segmented(
    book: CustomerTables,
    limits: SegmentLimits,
    today: dt.date,
    labels: Mapping[str, str],
    marks: Marks,
) -> pd.DataFrame:
    """[customer, segment, primary, because, figure]: every segment of every customer.

    In the order of customers and of ``SEGMENTS``; customers without a segment are absent, all
    others have one primary segment: the first that the bank marked, else the first of ``FIRST``.
    ``labels``: the bank's text → segment; several are separated by 、 , ; / or |. because: marked,
    age, payroll (the flag), salary (months), receipts, trade, farming, credit (transactions),
    gender; figure: the age, months or transactions, blank for marks, flags and gender.
    """
    known = until(book, today)
    rows = people(known, "segment", "age", "gender", "payroll")
    earned = _earned(known, rows, limits, today, marks)
    seen = marks_of(rows, labels), *_personal(rows, limits), *earned
    found = stacked(seen, PLACED)
    found = found.drop_duplicates(["customer", "segment"])  # in order of weight
    return _with_primary(found)


def _with_primary(found: pd.DataFrame) -> pd.DataFrame:
    """The same rows in order; each customer's first mark, or first rule, is primary."""
    weight = found["segment"].map({key: place for place, key in enumerate(FIRST)})
    weight = weight.mask(found["because"] == "marked", -1)  # marks keep their order
    best = found.assign(weight=weight).sort_values(["customer", "weight"], kind="stable")
    primary = ~best["customer"].duplicated()
    shown = best["segment"].map({key: place for place, key in enumerate(SEGMENTS)})
    rows = best.assign(primary=primary, shown=shown).sort_values(["customer", "shown"])
    return shaped(rows, PLACED)


def marks_of(rows: pd.DataFrame, labels: Mapping[str, str]) -> pd.DataFrame:
    """[customer, segment, because] of the bank's marks, in their order; unknown marks are ignored.

    Labels are compared without case and surrounding blanks.
    """
    known = {label.strip().casefold(): key for label, key in labels.items() if key in SEGMENTS}
    written = rows.set_index("customer")["segment"].dropna().str.split(SEPARATORS, regex=True)
    each = written.explode().astype("str").str.strip().str.casefold()
    found = each.map(known).dropna().rename("segment").reset_index()
    return found.assign(because="marked")


def _personal(rows: pd.DataFrame, limits: SegmentLimits) -> list[pd.DataFrame]:
    old = (rows["age"] >= limits.elderly_age).fillna(False)
    young = (rows["age"] <= limits.youth_age).fillna(False)
    flagged = rows["payroll"].fillna(False).astype(bool)
    figures = rows[["customer"]].assign(figure=rows["age"])
    return [
        figures[old].assign(segment="elderly", because="age"),
        figures[young].assign(segment="youth", because="age"),
        rows[flagged][["customer"]].assign(segment="payroll", because="payroll"),
        rows[rows["gender"] == "female"][["customer"]].assign(segment="women", because="gender"),
    ]


def _earned(
    book: CustomerTables, rows: pd.DataFrame, limits: SegmentLimits, today: dt.date, marks: Marks
) -> list[pd.DataFrame]:
    """Reads from transactions how customers earn their living, and what they repay."""
    moves = movements(book, marks)
    moves = kept(moves, moves["customer"].isin(rows["customer"]))
    months = salary_months(moves, marks, today)
    salaried = months[months["figure"] >= limits.payroll_months]
    paid_in = pd.concat([salaried["customer"], rows.loc[rows["payroll"].eq(True), "customer"]])
    recent = within(moves, today, SPAN)
    came, left = recent[recent["sign"] >= 0], recent[recent["sign"] <= 0]
    receipts = _counted(came, marks, "receipts")
    trade = _counted(recent, marks, "business")
    farm = _counted(recent, marks, "farm")
    credit = _counted(left[left["customer"].isin(paid_in)], marks, "credit")
    return [
        salaried.assign(segment="payroll", because="salary"),
        receipts[receipts["figure"] >= limits.acquiring_count].assign(
            segment="merchants", because="receipts"
        ),
        trade.assign(segment="business", because="trade"),
        farm.assign(segment="farmers", because="farming"),
        credit.assign(segment="white_collar", because="credit"),
    ]


def _counted(rows: pd.DataFrame, marks: Marks, mark: Mark) -> pd.DataFrame:
    said = rows[marks.says(rows["kind"], mark)]
    return per_customer(said, figure=("amount", "size"))


def salary_months(moves: pd.DataFrame, marks: Marks, today: dt.date) -> pd.DataFrame:
    """[customer, figure]: in how many of the last three whole months a salary came in."""
    paid = salaries(moves, marks)
    paid = paid.assign(month=month_number(paid["day"]))
    ago = last_whole_month(today) - paid["month"]
    paid = paid[(ago >= 0) & (ago < SALARY_MONTHS)]
    return per_customer(paid, figure=("month", "nunique"))


# -- what a segment looks like --------------------------------------------------------------------


def segment_statistics(
    book: CustomerTables,
    placed: pd.DataFrame,
    limits: SegmentLimits,
    today: dt.date,
    blocked: Collection[str],
) -> pd.DataFrame:
    """One row for each of the eight segments, over all its customers, as in ``STATISTICS``.

    ``placed`` is the result of ``segmented``, ``blocked`` the ids that must not be contacted.
    assets, loans, due_amount: sums in fen; mean_assets and products (held): averages over those of
    whom it is known; deposits_share: of the assets; due: holdings that end within ``due_days``;
    losses: customers with a holding at a loss; all others: customers. What no column of the book
    gives is blank, and so are averages over nobody.
    """
    facts = _facts(until(book, today), limits, today)
    facts["blocked"] = facts["customer"].isin(list(blocked))
    rows = placed[["customer", "segment", "primary"]].merge(facts, on="customer")
    members = rows.assign(customers=1).groupby("segment")
    totals = members[SUMMED].sum(min_count=1).reindex(list(SEGMENTS), fill_value=0)
    means = members[["assets", "products"]].mean().reindex(list(SEGMENTS))
    found = totals.assign(
        mean_assets=means["assets"].round(),
        products=means["products"],
        deposits_share=ratio(totals["deposits"], totals["deposits_of"]),
    )
    return shaped(found.rename_axis("segment").reset_index(), STATISTICS)


def _facts(book: CustomerTables, limits: SegmentLimits, today: dt.date) -> pd.DataFrame:
    """The countable facts of each customer; blank where the book does not give them."""
    told = ["deposits", "loans", "payroll", "main_account"]
    rows = people(book, *told, "products")
    held = table(book, "holdings", "gain")
    due = maturities(book, limits.due_days, today)
    lost = held[(held["gain"] < 0).fillna(False)]
    facts = rows[["customer", *told]].assign(
        assets=assets_of(book)["assets"],
        products=rows["products"].fillna(_per(rows, held, has(book, "holdings"))),
        due=_per(rows, due, has(book, "holdings", "due")),
        losses=_per(rows, lost, has(book, "holdings", "gain")).clip(upper=1),
    )
    amounts = of_each(rows["customer"], due.groupby("customer")["amount"].sum())
    return facts.assign(
        deposits_of=facts["assets"].where(facts["deposits"].notna()),
        due_amount=amounts.fillna(0).where(facts["due"].notna()),
        few_products=facts["products"] < limits.few_products,
    )


def _per(rows: pd.DataFrame, counted: pd.DataFrame, known: bool) -> pd.Series[int]:
    """How many of the counted rows each customer has; blank where the book cannot know."""
    counts = of_each(rows["customer"], counted.groupby("customer").size()).astype("Int64").fillna(0)
    return counts if known else counts.mask(counts >= 0)
