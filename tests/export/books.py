"""A small workbook for December 2026 in a real store; its texts want to be more than text."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from workbook.book.trainee_workbook import Book
from workbook.domain.calendar import Month, load_calendar
from workbook.store import Store, Trainee, open_store

SALES, PIECES, AUM = "investment_sales", "policies", "aum_growth"
CHEN = Trainee(id="chen-jie", name="陈洁; BEGIN:VEVENT", cohort="2026-a")
LINK = "[a](javascript:alert(1))"
PACING: dict[str, Any] = {
    "targets": [
        {"indicator": SALES, "target": "229"},
        {"indicator": PIECES, "target": "7"},
        {"indicator": AUM, "target": "100"},
    ],
    "actuals": [
        {"day": "12/3", "indicator": SALES, "done": "1.2345"},
        {"day": "12/3", "indicator": PIECES, "done": "2"},
        {"day": "12/4", "indicator": AUM, "done": "-5"},
    ],
    "replans": [{"day": "12/7", "reason": "-1+1", "indicator": SALES, "target": "200"}],
    "activity": [{"day": "12/3", "calls": "3", "meetings": "1"}],
    "helps": [
        {"what": "=HYPERLINK('http://x')", "who": "+张|行长<b>", "by": "12/11"},
        {"what": f"{LINK}\n$x^2$ `c` *b*_", "who": "＝cmd"},
    ],
    "try_customer": "A017, then\r\nUID:x",
    "try_by": "12/12",
}
PROSPECTS: dict[str, Any] = {
    "prospects": [
        {
            "customer": "=A1",
            "indicator": SALES,
            "amount": "30",
            "relationship": "2",
            "willingness": "3",
            "chance": "8%",
            "next_contact": "12/10",
            "product": "a;b,c\\d\nBEGIN:VEVENT",
            "talked": "@x\ny",
        },
        {"customer": "C2", "indicator": PIECES, "amount": "2", "next_contact": "12/8"},
        {"customer": "C3", "indicator": SALES},
        {"customer": "C2", "indicator": PIECES, "amount": "1", "next_contact": "12/8"},
        {"customer": "C4", "indicator": SALES, "flag": "勿扰", "next_contact": "12/10"},
        {"customer": "C5", "indicator": SALES, "status": "已成", "next_contact": "12/10"},
    ]
}


def book_in(
    folder: Path, language: str = "zh-Hans", *, filled: bool = True, day: str = "2026-12-09"
) -> Book:
    """The workbook of a trainee, filled in or empty."""
    store: Store = open_store(folder / "workbook.db")
    store.put_trainees([CHEN])
    today, december = dt.date.fromisoformat(day), Month(2026, 12)
    book = Book(store, store.trainee(CHEN.id), december, today, language, load_calendar())
    for chapter, body in (("pacing", PACING), ("prospects", PROSPECTS)):
        if filled and book.entry(chapter) is None:
            book.save(chapter, body, 0)
    return book
