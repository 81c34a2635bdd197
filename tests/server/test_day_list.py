"""The one list of the day over the wire: read, a result kept, taken back."""

from __future__ import annotations

from pathlib import Path

import pytest
from typed import CHEN, MONTH, book_of

from server.serving import Served
from workbook.store import open_store

HERS = f"/trainees/{CHEN.id}/today"
TICK = {"customer": "C0008", "kind": "promised", "outcome": "reached", "said": "after payday"}


def test_a_result_is_kept_carried_and_taken_back(saving: Served, own: Path) -> None:
    before = saving.told(saving.get(HERS, month=MONTH, language="en"), "DayList")
    (line,) = (one for one in before["lines"] if one["customer"] == "C0008")
    assert (line["kind"], line["page"], line["asks"]) == ("promised", "pacing", "prospects")
    assert line["field"] == "prospects.8.next_contact"
    assert before["done"] == []
    typed = {**TICK, "next_day": "2026-12-16"}
    after = saving.told(saving.post(HERS, typed, month=MONTH, language="en"), "DayList")
    assert "C0008" not in [one["customer"] for one in after["lines"]]
    (done,) = after["done"]
    assert (done["result"], done["said"], done["next_day"]) == (1, "after payday", "2026-12-16")
    with open_store(own, read_only=True) as store:
        (row,) = (
            one for one in book_of(store).desk("prospects").record.prospects
            if one.customer == "C0008"
        )  # fmt: skip
        assert (row.attempts, str(row.next_contact)) == (1, "2026-12-16")
    answer = saving.client.delete(f"{saving.url}{HERS}/1", params={"month": MONTH})
    assert saving.told(answer, "DayList")["done"] == []


@pytest.mark.parametrize(
    ("typed", "status"),
    [
        ({"outcome": "sold"}, 400),
        ({"kind": "gift"}, 404),
        ({"customer": ""}, 400),
        ({"customer": " "}, 400),
        ({"next_day": "soon"}, 400),
        ({"surprise": "x"}, 400),
    ],
)
def test_what_cannot_be_kept_is_refused(served: Served, typed: dict[str, str], status: int) -> None:
    assert served.refused(served.post(HERS, {**TICK, **typed}, month=MONTH, language="en"), status)
    assert served.get(HERS, month=MONTH).json()["done"] == []


def test_what_is_not_there_cannot_be_taken_back(served: Served) -> None:
    for number, status in (("7", 404), ("0", 400), ("x", 400)):
        answer = served.client.delete(f"{served.url}{HERS}/{number}", params={"month": MONTH})
        served.refused(answer, status)
