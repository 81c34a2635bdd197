from __future__ import annotations

import pandas as pd
import pytest

from workbook.customers.analysis.missing_columns import lacking, words
from workbook.customers.pack import load
from workbook.errors import NotFound

from .books import balances, customers, months, one


def rows(book: dict[str, pd.DataFrame], *analyses: str) -> list[list[str]]:
    return lacking(book, analyses)[["analysis", "kind", "column"]].to_numpy().tolist()


def test_a_whole_kind_or_a_column() -> None:
    book = {
        "customers": customers({"id": "A", "assets": 1}),
        "balances": balances(*months(m2026_11=1)),
    }
    assert rows(book, "tiers", "stages") == [
        ["stages", "customers", "last_contact"],
        ["stages", "transactions", ""],
    ]


def test_in_the_order_asked_for() -> None:
    assert rows({}, "tiers", "hard_flags", "maturities") == [
        ["tiers", "customers", ""],
        ["hard_flags", "customers", ""],
        ["maturities", "holdings", ""],
    ]
    flags = ["do_not_contact", "complaint_open", "vulnerable", "suspected_fraud", "channels"]
    assert [row[2] for row in rows(one(assets=1), "hard_flags")] == flags
    assert rows(one(vulnerable=None, channels=None), "hard_flags") == [
        ["hard_flags", "customers", name] for name in (flags[0], flags[1], flags[3])
    ]


def test_where_nothing_is_lacking() -> None:
    found = lacking(one(assets=1), ["tiers"])
    assert list(found.columns) == ["analysis", "kind", "column"]
    assert len(found) == 0
    assert [str(kind) for kind in found.dtypes] == ["str"] * 3


def test_an_unknown_analysis_is_named_with_its_neighbours() -> None:
    with pytest.raises(NotFound, match=r"analysis.*tires.*tiers"):
        lacking({}, ["tires"])


@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant", "en"])
def test_every_lack_has_a_word(language: str) -> None:
    said, pack = words(language), load(language)
    assert said["analyses"] == {key: one.label for key, one in pack.analyses.items()}
    table = pack.kinds["customers"]
    assert said["lacks"]["customers"] == table.label
    assert said["lacks"]["customers.age"] == f"{table.label} · {table.columns['age'].label}"
    for row in lacking({}, list(pack.analyses)).itertuples():
        assert said["lacks"][str(row.kind)]
    for analysis in pack.analyses.values():
        for kind, columns in analysis.needs.items():
            assert all(said["lacks"][f"{kind}.{column}"] for column in columns)
