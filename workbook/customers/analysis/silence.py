"""Who is silent: the customer, who shows no activity, or we, who did not get in touch.

Source: S4, methodology A2 (signal 4: the customer stops contacting the manager). That a customer
who moves money is not silent, and that our own silence is another matter: ours.
"""

from __future__ import annotations

import datetime as dt

import pandas as pd

from workbook.customers.analysis.as_of import days_between, until
from workbook.customers.analysis.cash_flows import movements
from workbook.customers.analysis.tables import DAY, CustomerTables, of_each, people, table
from workbook.customers.analysis.transaction_words import Marks


def last_contacts(book: CustomerTables) -> pd.DataFrame:
    """[customer, day]: the newest contact of every customer, blank where none is known."""
    rows, recorded = people(book, "last_contact"), _newest(table(book, "contacts", "date"))
    return _latest(rows, rows["last_contact"], of_each(rows["customer"], recorded))


def _newest(met: pd.DataFrame) -> pd.Series[pd.Timestamp]:
    newest: pd.Series[pd.Timestamp] = met.groupby("customer")["date"].max()
    return newest


def _latest(rows: pd.DataFrame, *days: pd.Series[pd.Timestamp]) -> pd.DataFrame:
    return rows[["customer"]].assign(day=pd.concat(days, axis=1).max(axis=1).astype(DAY))


def heard(book: CustomerTables, rows: pd.DataFrame, marks: Marks) -> pd.DataFrame:
    """[customer, day]: each customer's last sign of life: an answered contact, or a transaction of
    their own (``rows`` are movements); blank where nothing is known.

    The day in the list of customers counts where it is newer than every contact on record: for
    those on record we know whether anybody answered.
    """
    last, met = people(book, "last_contact"), table(book, "contacts", "date", "result")
    answered = met[~marks.says(met["result"], "unanswered")]
    tried, spoke = (of_each(last["customer"], _newest(found)) for found in (met, answered))
    acted = of_each(last["customer"], rows[rows["acted"]].groupby("customer")["day"].max())
    stated = last["last_contact"].mask(last["last_contact"] <= tried)
    return _latest(last, stated, spoke, acted)


def silent(
    book: CustomerTables, rows: pd.DataFrame, marks: Marks, days: int, today: dt.date
) -> pd.DataFrame:
    """Customers without a sign of life for ``days``. since: the last one; count: days since then.

    Only where the transactions on record reach back that far, else somebody who pays every day
    might be called silent; customers without any sign on record are left out.
    """
    if not (rows["day"] <= pd.Timestamp(today) - pd.Timedelta(days=days)).any():
        return rows.iloc[:0][["customer"]]
    last = heard(book, rows, marks)
    last = last.assign(since=last["day"], count=days_between(last["day"], today))
    return last[(last["count"] >= days).fillna(False)]


def uncontacted(book: CustomerTables, marks: Marks, days: int, today: dt.date) -> pd.DataFrame:
    """[customer, day, days]: customers whom we have not contacted for ``days``, though they were
    active since: it is we who are silent. day: of the last contact, blank where none is known."""
    known = until(book, today)
    rows = movements(known, marks)
    last, life = last_contacts(known), heard(known, rows, marks)
    since = days_between(last["day"], today)
    ours = ~(since < days).fillna(False)
    lively = (days_between(life["day"], today) < days).fillna(False)
    return last.assign(days=since)[ours & lively]
