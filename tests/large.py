"""A book of as many customers as one likes, made column by column: seeded, invented, fast."""

from __future__ import annotations

import numpy as np
import pandas as pd

from workbook.store import Store

DAY = "datetime64[us]"


def frames(customers: int, seed: int = 7) -> dict[str, pd.DataFrame]:
    """Customers, what they hold and what they had at month ends, as the reading half makes them.

    A third has something that ends soon, one in fifty must not be contacted, one in five has an
    assessment that ends within a month of 2026-12-09.
    """
    pick = np.random.default_rng(seed)
    ids = pd.Series(np.char.add("B", np.char.zfill(np.arange(customers).astype(str), 6)))
    ids = ids.astype("str")
    assets = pd.Series(pick.integers(1, 60_000_000, customers)).astype("Int64")
    assessed = pd.Timestamp("2025-12-09") + pd.to_timedelta(pick.integers(-99, 365, customers), "D")
    held = ids.iloc[pick.permutation(customers)[: customers // 3]].reset_index(drop=True)
    ends = pd.Timestamp("2026-12-09") + pd.to_timedelta(pick.integers(0, 90, len(held)), "D")
    return {
        "customers": pd.DataFrame(
            {
                "id": ids,
                "assets": assets,
                "age": pd.Series(pick.integers(18, 90, customers)).astype("Int64"),
                "products": pd.Series(pick.integers(0, 9, customers)).astype("Int64"),
                "last_contact": pd.Series(assessed).astype(DAY),
                "risk_assessed": pd.Series(assessed).astype(DAY),
                "complaint_open": pd.Series(pick.random(customers) < 0.05).astype("boolean"),
                "do_not_contact": pd.Series(pick.random(customers) < 0.02).astype("boolean"),
            }
        ),
        "holdings": pd.DataFrame(
            {
                "customer": held,
                "amount": pd.Series(pick.integers(1, 9_000_000, len(held))).astype("Int64"),
                "due": pd.Series(ends).astype(DAY),
            }
        ),
        "balances": pd.DataFrame(
            {
                "customer": pd.concat([ids, ids], ignore_index=True),
                "month": pd.Series(
                    np.repeat(pd.to_datetime(["2026-10-01", "2026-11-01"]), customers)
                ).astype(DAY),
                "assets": pd.Series(pick.integers(1, 60_000_000, 2 * customers)).astype("Int64"),
            }
        ),
    }


def keep(store: Store, trainee: str, customers: int) -> dict[str, pd.DataFrame]:
    """Such a book in a store."""
    made = frames(customers)
    for kind, frame in made.items():
        store.keep_import(trainee, kind, frame, f"{kind}.csv", kind)
    return made
