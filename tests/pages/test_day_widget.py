"""The list of the day in a live notebook: sent when asked for, a result kept and taken back."""

from __future__ import annotations

from typing import Any

import comm
import pandas as pd
import pytest
from typed import CHEN, Browser, book_of

from workbook.book.trainee_workbook import Book
from workbook.pages.day_widget import Day
from workbook.store import Store

WHO = "QX7701"
PROSPECT = {
    "customer": WHO, "indicator": "投资销量", "amount": "50",
    "relationship": "2", "willingness": "2", "next_contact": "12-09",
}  # fmt: skip
TICK = {
    "type": "tick", "customer": WHO, "kind": "promised",
    "outcome": "reached", "said": "周五再说", "next_day": "2026-12-11",
}  # fmt: skip


@pytest.fixture(autouse=True)
def browser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(comm, "create_comm", Browser)


class Shown:
    """The list as a browser shows it, and how often the page was drawn anew."""

    def __init__(self, book: Book) -> None:
        self.book, self.drawn = book, 0
        self.widget: Any = Day(book, self.draw)

    def draw(self) -> None:
        self.drawn += 1
        self.widget.redraw(self.book.still())

    def says(self, **content: Any) -> list[dict[str, Any]]:
        """A message to the kernel; what it answers."""
        before = len(self.widget.comm.heard())
        data = {"method": "custom", "content": content}
        self.widget.comm.handle_msg({"content": {"data": data}, "buffers": []})
        answers: list[dict[str, Any]] = self.widget.comm.heard()[before:]
        return answers


@pytest.fixture
def shown(store: Store) -> Shown:
    rows = {"customer": [WHO], "assets": [30_000_000], "age": [41]}
    store.keep_import(CHEN.id, "customers", pd.DataFrame(rows), "customers.csv", "1")
    book = book_of(store)
    book.save("prospects", {"prospects": [PROSPECT]}, 0)
    return Shown(book)


def test_the_state_names_nobody(shown: Shown) -> None:
    assert WHO not in repr(shown.widget.get_state())
    assert shown.widget.comm.heard() == []


def test_the_list_comes_when_it_is_asked_for(shown: Shown) -> None:
    (answer,) = shown.says(type="look")
    assert [one["customer"] for one in answer["list"]["lines"]] == [WHO]
    assert shown.drawn == 0


def test_a_result_is_kept_and_the_page_drawn_anew(shown: Shown) -> None:
    (answer,) = shown.says(**TICK)
    (done,) = answer["list"]["done"]
    assert (done["outcome"], done["said"], done["next_day"]) == (
        "reached",
        "周五再说",
        "2026-12-11",
    )
    assert shown.drawn == 1
    (prospect,) = shown.book.desk("prospects").record.prospects
    assert str(prospect.next_contact) == "2026-12-11"


def test_a_result_is_taken_back_with_what_it_changed(shown: Shown) -> None:
    (answer,) = shown.says(**TICK)
    (after,) = shown.says(type="back", result=answer["list"]["done"][0]["result"])
    assert after["list"]["done"] == []
    assert [one["customer"] for one in after["list"]["lines"]] == [WHO]
    (prospect,) = shown.book.desk("prospects").record.prospects
    assert str(prospect.next_contact) == "2026-12-09"


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"customer": " "}, "没有客户号"),
        ({"kind": "no such reason"}, "no such reason"),
        ({"next_day": "neulich"}, "neulich"),
    ],
)
def test_what_cannot_be_kept_is_refused_in_words(
    shown: Shown, wrong: dict[str, str], says: str
) -> None:
    (answer,) = shown.says(**TICK | wrong)
    assert answer["type"] == "refused"
    assert says in answer["text"]
    assert shown.drawn == 0
    assert shown.book.entry("agenda") is None


@pytest.mark.parametrize(
    "content",
    [
        {},
        {"type": "tick"},
        TICK | {"outcome": "won"},
        TICK | {"said": 7},
        {"type": "back", "result": "1"},
    ],
)
def test_what_is_no_message_is_passed_over(shown: Shown, content: dict[str, Any]) -> None:
    assert shown.says(**content) == []
    assert shown.book.entry("agenda") is None
