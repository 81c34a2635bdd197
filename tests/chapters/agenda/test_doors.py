"""Whichever door a flag comes by, nobody who is flagged is proposed for today, in any form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from typed import CHEN, HUANG, MONTH, TODAY, Clock, book_of
from typer.testing import CliRunner

from chapters.journey.desks import YUAN, table
from workbook.book.trainee_workbook import Book
from workbook.chapters.agenda.rules import listing
from workbook.chapters.shared.context import Mark
from workbook.cli import app
from workbook.customers.analysis.contact_filters import FLAGS
from workbook.export.ics import calendar_file
from workbook.export.tables import table_as
from workbook.pages import day_list, parts
from workbook.rendering import sheet_html, sheet_text
from workbook.store import Store, open_store

from .desks import desk, due, pack

PEOPLE = [f"QX{at}" for at in range(1, 9)]
DOORS = [*FLAGS, "reserve", "second row", "last month", "note", "loss", "width"]
KINDS = [name for name in pack().kinds if name not in ("try", "tried")]


def imported(store: Store, doors: Mapping[str, str]) -> None:
    rows = [
        {"id": one, "assets": 300_000 * YUAN, "birthday": "12-09",
         **({doors[one]: True} if doors.get(one) in FLAGS else {})}
        for one in PEOPLE
    ]  # fmt: skip
    ends = [{"customer": one, "due": "2026-12-09", "amount": 90_000 * YUAN} for one in PEOPLE]
    people = table("customers", *rows)
    people["consent"] = pd.array([True] * len(PEOPLE), dtype="boolean")
    store.keep_import(CHEN.id, "customers", people, "customers.csv", str(doors))
    store.keep_import(CHEN.id, "holdings", table("holdings", *ends), "holdings.csv", str(doors))


def prospect(customer: str, **more: str) -> dict[str, str]:
    return {"customer": customer, "indicator": "investment_sales", "amount": "5",
            "next_contact": "12-09", "relationship": "2", "willingness": "2", **more}  # fmt: skip


def filled(store: Store, doors: Mapping[str, str]) -> Book:
    """Everybody is asked for by every tool; some are flagged, each by a door of their own."""
    imported(store, doors)
    by = {door: [one for one in PEOPLE if doors.get(one) == door] for door in DOORS}
    book = book_of(store)
    rows = [prospect(one) for one in PEOPLE if one not in by["last month"]]
    for row in rows:
        row["flag"] = "do_not_contact" if row["customer"] in by["reserve"] else ""
    flag = {"indicator": "policies", "amount": "1", "flag": "complaint_open", "status": "won"}
    rows += [prospect(one, **flag) for one in by["second row"]]
    rows += [prospect(one.lower().replace("x", "ｘ"), **flag) for one in by["width"]]
    before = [prospect(one, flag="suspected_fraud") for one in by["last month"]]
    store.save(CHEN.id, "prospects", "2026-11", {"prospects": before}, based_on=0,
               template=book.template("prospects").digest, author="x")  # fmt: skip
    book.save("prospects", {"prospects": rows}, 0)
    book.save("journey", {
        "cares": [{"customer": one, "act": "ask", "day": "12-01", "next_day": "12-09"}
                  for one in PEOPLE],
        "notes": [{"customer": one, "signal": "complaint", "day": "12-08"} for one in by["note"]],
        "losses": [{"customer": one, "situation": "complaint", "next_day": "12-09"}
                   for one in by["loss"]],
    }, 0)  # fmt: skip
    lines = [{"kind": "five", "what": "x", "customer": one, "by": "12-09"} for one in PEOPLE]
    contacts = [{"customer": one, "act": "x", "day": "12-09"} for one in PEOPLE]
    book.save("action_plan", {"lines": lines, "contacts": contacts, "try_customer": PEOPLE[0],
                              "try_by": "12-07"}, 0)  # fmt: skip
    book.save("pacing", {"try_customer": PEOPLE[1], "try_by": "12-09"}, 0)
    book.save("battle_map", {"try_customer": PEOPLE[2], "try_by": "12-08"}, 0)
    results = [{"customer": one, "day": "12-02", "kind": "line", "outcome": "reached",
                "next_day": "12-09"} for one in PEOPLE]  # fmt: skip
    book.save("agenda", {"results": results}, 0)
    return book.still()


def shown(book: Book) -> Iterator[tuple[str, str]]:
    """Every form of the list."""
    for name in ("list", "left"):
        for shape in ("csv", "json", "md"):
            yield f"{name} {shape}", table_as(book, "agenda", name, shape)
        yield f"{name} page", parts.table(book, "agenda", name).html
    yield "the sheet", sheet_text(day_list.sheet(book)) + sheet_html(day_list.sheet(book))
    yield "the calendar", calendar_file(book, "agenda").decode()
    yield "the panel", repr(day_list.told(book))
    place = book.store.place
    words = ["today", CHEN.id, "--store", place, "--month", MONTH, "--today", TODAY]
    said = CliRunner().invoke(app, words)
    assert said.exit_code == 0, said.output
    yield "the command", said.stdout


@settings(
    max_examples=6,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(doors=st.dictionaries(st.sampled_from(PEOPLE), st.sampled_from(DOORS), max_size=5))
def test_a_flag_behind_any_door_keeps_a_customer_off_today(
    doors: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path: Path = tmp_path_factory.mktemp("doors") / "workbook.db"
    with open_store(path, now=Clock()) as store:
        store.put_trainees([CHEN, HUANG])
        book = filled(store, doors)
        free = [one for one in PEOPLE if one not in doors]
        for what, text in shown(book):
            assert not [one for one in doors if one in text], what
            if not what.startswith("left"):
                assert [one for one in free if one in text], what
        made = listing(book.desk("agenda"))
        flagged = {why: count for why, count in made.left.items() if why != "no_time"}
        assert sum(flagged.values()) == len(doors)


@given(
    st.dictionaries(st.sampled_from(PEOPLE), st.sampled_from([*FLAGS, "leaving"]), max_size=6),
    st.lists(st.tuples(st.sampled_from(PEOPLE), st.sampled_from(KINDS)), max_size=30),
    st.booleans(),
)
def test_no_line_is_about_anybody_with_a_mark(
    marks: dict[str, str], asked: list[tuple[str, str]], by_book: bool
) -> None:
    typed = {one: flag for one, flag in marks.items() if not by_book or flag not in FLAGS}
    rows: list[dict[str, Any]] = [
        {"id": one, "assets": 1, "consent": True, **({marks[one]: True} if one in marks else {})}
        for one in PEOPLE
    ]
    made = listing(
        desk(
            *(due(f" {one.lower()}", kind, amount=10**9) for one, kind in asked),
            book=[{key: row[key] for key in row if key != "leaving"} for row in rows]
            if by_book else (),
            marks=[Mark(one, flag) for one, flag in typed.items()],
        )
    )  # fmt: skip
    named = {one.customer.strip().upper() for one in made.lines}
    assert not named & marks.keys()
    flagged = {one for one, _ in asked} & marks.keys()
    assert sum(count for why, count in made.left.items() if why in (*FLAGS, "leaving")) == len(
        flagged
    )
