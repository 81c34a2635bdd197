"""A store in a fresh folder with one trainee who has filled in pacing and prospects."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from workbook.book.opening import open_book
from workbook.book.trainee_workbook import Book
from workbook.export.xlsx import workbook_file
from workbook.store import Store, Trainee, open_store

TRAINEE, MONTH, TODAY = "chen-jie", "2026-12", "2026-12-09"
CHEN = Trainee(id=TRAINEE, name="陈洁", cohort="2026-winter")
TARGETS, ACTUALS, FIELDS, PROSPECT = "本月目标", "每日完成", "基本信息", "潜客"
ABOUT, SHARES = "版本信息", "自定每周占比"
NASTY = (
    '=HYPERLINK("http://x","y")',
    "+86",
    "-3",
    "@SUM(A1)",
    "<script>alert(1)</script>",
    "$x^2$",
    "a\x01b\x7f",
    "two\r\nlines",
    "_x0041_",
    "\ufffe😀",
    "half \ud83d",
    "'quoted",
    "#N/A",
    "007",
    "—",
    "long" * 9_000,
)

PACING: dict[str, Any] = {
    "reaction": "work_harder",
    "targets": [
        {"indicator": "investment_sales", "target": "229万"},
        {"indicator": "policies", "target": "12"},
    ],
    "own_shares": [{"week": "w1", "share": "40%"}, {"week": "w2", "share": "12.5%"}],
    "daily_contacts": "８",
    "actuals": [
        {"day": "12月2日", "indicator": "investment_sales", "done": "40"},
        {"day": "12-04", "indicator": "policies", "done": "2", "note": "=1+1"},
        {"day": "12-44", "indicator": "policies", "done": "3"},
    ],
    "helps": [{"what": "陪三场面谈", "who": "张行长", "by": "12/3"}],
    "try_customer": "0012",
}
PROSPECTS: dict[str, Any] = {
    "prospects": [
        {
            "customer": f"00{number}",
            "indicator": "investment_sales",
            "amount": "20.5",
            "chance": "0.3",
            "next_contact": "2026-12-10",
            "experienced": True,
        }
        for number in range(3)
    ]
}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "workbook.db") as opened:
        opened.put_trainees([CHEN])
        yield opened


@pytest.fixture
def book(store: Store) -> Book:
    return filled_in(store)


@pytest.fixture(scope="session")
def exported(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The spreadsheet of ``book``'s pacing page, made once: the same content is the same bytes."""
    with open_store(tmp_path_factory.mktemp("exported") / "workbook.db") as opened:
        opened.put_trainees([CHEN])
        return workbook_file(filled_in(opened), "pacing")


def filled_in(store: Store) -> Book:
    opened = open_book(store, TRAINEE, MONTH, TODAY)
    opened.save("pacing", PACING, 0)
    opened.save("prospects", PROSPECTS, 0)
    return opened
