"""Who must not be contacted, and who needs special care. Source: methodology G."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from workbook.customers.analysis.as_of import until
from workbook.customers.analysis.tables import CustomerTables, people, shaped

# Heaviest first: a suspected fraud is stopped, verified and reported.
FLAGS = ("suspected_fraud", "complaint_open", "do_not_contact")
FILTERED = {
    "customer": "str",
    "blocked": "bool",
    "why": "str",
    "channels": "str",
    "care": "bool",
}


def contactable(book: CustomerTables, today: dt.date, care_age: int) -> pd.DataFrame:
    """Every customer by id, columns as in ``FILTERED``.

    why: the first blocking flag of ``FLAGS``, "" for none; channels: the allowed ones in the bank's
    words, "" for all; care: vulnerable, or ``care_age`` years or older. A flag that is blank or
    absent does not block.
    """
    rows = people(until(book, today), *FLAGS, "vulnerable", "age", "channels")
    why = pd.Series("", index=rows.index)
    for flag in reversed(FLAGS):  # written last, the first flag wins
        why = why.mask(rows[flag].fillna(False).astype(bool), flag)
    care = rows["vulnerable"].fillna(False) | (rows["age"] >= care_age).fillna(False)
    channels = rows["channels"].fillna("").str.strip()
    return shaped(rows.assign(blocked=why != "", why=why, channels=channels, care=care), FILTERED)
