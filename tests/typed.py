"""What two trainees typed, and short ways to open their books."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import comm

from workbook.book.opening import open_book
from workbook.book.pinned_template import Template
from workbook.book.trainee_workbook import Book
from workbook.content import Bundle
from workbook.store import Store, Trainee

COHORT, MONTH, TODAY = "2026-winter", "2026-12", "2026-12-09"
CHEN = Trainee(id="chen-jie", name="陈洁", cohort=COHORT, branch="滨河支行", coach="lin-yue")
HUANG = Trainee(id="huang-li", name="Huang Li", cohort=COHORT, language="en")
PACING: dict[str, Any] = {
    "reaction": "try_pacing",
    "answer": "Fewer calls, better prepared",
    "targets": [
        {"indicator": "investment_sales", "target": "229"},
        {"indicator": "policies", "target": "12"},
    ],
    "actuals": [
        {"day": "11-25", "indicator": "investment_sales", "done": "30"},
        {"day": "12-02", "indicator": "investment_sales", "done": "40万"},
        {"day": "12-04", "indicator": "policies", "done": "2"},
    ],
    "activity": [{"day": "12-02", "calls": "20", "meetings": "5", "deals": "2"}],
    "helps": [{"what": "A joint visit", "who": "Branch head", "by": "12-11"}],
}


@dataclass
class Clock:
    """A clock that stands where a test puts it."""

    now: dt.datetime = dt.datetime(2026, 12, 8, 1, tzinfo=dt.UTC)

    def __call__(self) -> dt.datetime:
        return self.now

    def set(self, text: str) -> None:
        """``text`` is an ISO time with its zone."""
        self.now = dt.datetime.fromisoformat(text)


def reserve(count: int = 24, prefix: str = "C") -> dict[str, Any]:
    """A page of prospects: every cell of the grid, two indicators, contacts through December."""
    return {"prospects": [prospect(at, prefix) for at in range(count)]}


def prospect(at: int, prefix: str = "C") -> dict[str, str]:
    """One open prospect; those with an odd number are asked for policies."""
    return {
        "customer": f"{prefix}{at:04}",
        "indicator": "policies" if at % 2 else "investment_sales",
        "amount": str(1 + at % 3) if at % 2 else str(10 + at % 40),
        "relationship": str(at % 3 + 1),
        "willingness": str(at // 3 % 3 + 1),
        "next_contact": f"12-{at % 24 + 1:02}",
    }


def book_of(store: Store, trainee: str = CHEN.id, month: str = MONTH, **changes: str) -> Book:
    """A trainee's book as of the day that the tests take for today."""
    return open_book(store, trainee, month, **{"today": TODAY, **changes})


def saved(book: Book, pacing: Mapping[str, Any], prospects: Mapping[str, Any]) -> Book:
    """The book with both pages saved once more."""
    for chapter, body in (("pacing", pacing), ("prospects", prospects)):
        entry = book.entry(chapter)
        book.save(chapter, dict(body), entry.version if entry else 0)
    return book


def older_template(chapter: str, *edits: tuple[str, str, str]) -> Template:
    """The shipped template with texts exchanged: (file as in "bank/zh.yaml", now, before)."""
    now = Template.now(chapter)
    folders = {chapter: dict(now.chapter.files), "bank": dict(now.bank.files)}
    for place, text, before in edits:
        folder, name = place.split("/")
        assert text in folders[folder][name], (place, text)
        folders[folder][name] = folders[folder][name].replace(text, before)
    return Template(Bundle(chapter, folders[chapter]), Bundle("bank", folders["bank"]))


def saved_under(template: Template, book: Book, chapter: str, body: Mapping[str, Any]) -> None:
    """Save ``body`` as a version of the program that shipped ``template`` did."""
    book.store.keep_template(template.digest, template.text)
    entry = book.entry(chapter)
    book.store.save(
        book.trainee.id,
        chapter,
        str(book.month),
        dict(body),
        based_on=entry.version if entry else 0,
        template=template.digest,
        author=book.trainee.id,
    )


def copied(body: Mapping[str, Any]) -> dict[str, Any]:
    """A body that a test may change."""
    made: dict[str, Any] = json.loads(json.dumps(body))
    return made


class Browser(comm.DummyComm):
    """The other end of a live form: what was sent to it, and what it sends."""

    def __init__(self, **opening: Any) -> None:
        self.sent: list[dict[str, Any]] = []
        super().__init__(**opening)

    def publish_msg(self, msg_type: str, data: Any = None, *_: Any, **__: Any) -> None:
        self.sent.append(data or {})

    def says(self, **content: Any) -> None:
        """A message as the form's script sends it."""
        self.handle_msg(
            {"content": {"data": {"method": "custom", "content": content}}, "buffers": []}
        )

    def heard(self) -> list[dict[str, Any]]:
        """The messages that the form's script received."""
        return [data["content"] for data in self.sent if data.get("method") == "custom"]


def saves(widget: Any, body: Mapping[str, Any], based_on: int | None = None) -> dict[str, Any]:
    """Save ``body`` as the browser does; the kernel's answer."""
    version = widget.version if based_on is None else based_on
    widget.comm.says(type="save", id="1", body=dict(body), based_on=version)
    answer: dict[str, Any] = widget.comm.heard()[-1]
    return answer
