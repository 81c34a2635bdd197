"""Nobody who must not be contacted is proposed anywhere, whichever door the flag came by.

QX7701 is the one who is flagged, QX8802 is like QX7701 in everything else: what names the second
and not the first has been asked, and has left the first out.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typed import CHEN, HUANG, PACING, Clock, book_of, saved

from chapters.journey.desks import YUAN, table
from workbook import chapters
from workbook.book.trainee_workbook import Book
from workbook.chapters.shared import contact_flags
from workbook.chapters.shared.context import Mark
from workbook.chapters.shared.tool import FEWEST
from workbook.content.messages import Said
from workbook.customers.analysis.contact_channels import allowed, fits, ways
from workbook.customers.analysis.contact_filters import FLAGS
from workbook.export import xlsx
from workbook.export.ics import calendar_file, calendars
from workbook.export.tables import table_as
from workbook.pages import parts
from workbook.pages.cohort import sums
from workbook.pages.cohort.members import member
from workbook.pages.handouts import handouts
from workbook.store import Store, open_store

WHO, OTHER = "QX7701", "QX8802"
LISTS = [
    ("prospects", "due"),
    ("prospects", "grid"),
    ("prospects", "points"),
    ("journey", "queue"),
    ("journey", "watch"),
    ("battle_map", "members"),
    ("action_plan", "offered"),
    ("action_plan", "monday"),
    ("agenda", "list"),
]
IMPORTED = [f"imported {flag}" for flag in FLAGS]
TYPED = [
    *("reserve do_not_contact", "reserve complaint_open", "reserve suspected_fraud"),
    *("reserve leaving", "second row", "full width", "last month", "note", "loss"),
]


def imported(store: Store, **flag: bool) -> None:
    """Two customers with all that puts them on the lists; ``flag`` is the first one's."""
    customers = [
        {"id": one, "assets": 48_000 * YUAN, "age": 61, "last_contact": "2026-11-20", **said}
        for one, said in ((WHO, flag), (OTHER, {}))
    ]
    ends = {"due": "2026-12-20", "amount": 50_000 * YUAN}
    months = [f"2026-{at:02}-01" for at in range(1, 12)]
    kinds: dict[str, list[dict[str, object]]] = {
        "customers": customers,
        "holdings": [{"customer": one, **ends} for one in (WHO, OTHER)],
        "balances": [
            {"customer": one, "month": month, "assets": assets * YUAN}
            for one in (WHO, OTHER)
            for month, assets in zip(months, [*[250_000] * 10, 48_000], strict=True)
        ],
    }
    for kind, rows in kinds.items():
        store.keep_import(CHEN.id, kind, table(kind, *rows), f"{kind}.csv", kind)


def row(customer: str, **given: object) -> dict[str, object]:
    """A prospect who is due, at a loss, and in the grid."""
    return {
        "customer": customer, "indicator": "investment_sales", "amount": "50",
        "relationship": "2", "willingness": "2", "next_contact": "12-10",
        "performance": "在亏", "last_contact": "11-05", "product": "x", **given,
    }  # fmt: skip


def filled(store: Store, door: str) -> Book:
    """A book with both customers on every page, and the first one's flag behind one door."""
    kind, _, flag = door.partition(" ")
    imported(store, **({flag: True} if kind == "imported" else {}))
    book = book_of(store)
    rows = [row(WHO, flag=flag if kind == "reserve" else ""), row(OTHER)]
    if door == "second row":
        flagged = row(WHO, indicator="policies", amount="1", status="已成", flag="勿扰")
        rows.append(flagged)
    if door == "full width":
        rows.append(row("ｑｘ7701", indicator="policies", amount="1", flag="勿扰"))
    if door == "last month":
        november = replace(book, month=book.month.previous)
        november.save("prospects", {"prospects": [row(WHO, flag="勿扰", status="暂缓")]}, 0)
        rows = rows[1:]
    saved(book, {**PACING, "try_customer": WHO, "try_by": "12-11"}, {"prospects": rows})
    journey: dict[str, Any] = {"cares": [{"customer": WHO, "next_day": "12-12"}]}
    if door == "note":
        journey["notes"] = [{"customer": WHO, "signal": "complaint", "day": "12-08"}]
    if door == "loss":
        journey["losses"] = [{"customer": WHO, "situation": "complaint"}]
    book.save("journey", journey, 0)
    book.save("battle_map", {"maps": [{"segment": "elderly"}], "try_customer": WHO}, 0)
    contacts = [{"customer": one, "act": "call", "day": "12-10"} for one in (WHO, OTHER)]
    lines = [{"kind": "five", "what": f"visit {WHO}", "customer": WHO, "by": "12-10"}]
    book.save("action_plan", {"contacts": contacts, "lines": lines, "try_customer": WHO}, 0)
    return book.still()


@pytest.fixture(scope="module")
def behind(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Book]:
    """Such a book for a door, made once for the tests that only read it."""
    with open_store(tmp_path_factory.mktemp("door") / "workbook.db", now=Clock()) as store:
        store.put_trainees([CHEN, HUANG])
        yield filled(store, request.param)


OFTEN = ("imported suspected_fraud", "second row", "full width", "last month", "note", "loss")
every_door = pytest.mark.parametrize(
    "behind",
    [
        door if door in OFTEN else pytest.param(door, marks=pytest.mark.slow)
        for door in IMPORTED + TYPED
    ],
    indirect=True,
)


@contextmanager
def without_monday(book: Book, copy: Path) -> Iterator[Book]:
    """A copy with an empty Monday list, so that the list to choose from is not used up."""
    book.store.backup(copy)
    with open_store(copy) as store:
        alone = replace(book, store=store)
        alone.save("action_plan", {"lines": []}, 1)
        yield alone.still()


def proposed(book: Book) -> Iterator[tuple[str, str]]:
    """Everything that says whom to contact: what it is, and its text."""
    for chapter, name in LISTS:
        for shape in ("csv", "json", "md"):
            yield f"{chapter} {name} {shape}", table_as(book, chapter, name, shape)
        yield f"{chapter} {name} page", parts.table(book, chapter, name).html
    for chapter in calendars():
        yield f"{chapter} ics", calendar_file(book, chapter).decode()
    yield "the sheet of the week", repr(handouts(book, "action_plan", "plan")[0].parts[2:])
    yield "the sheet of the day", repr(handouts(book, "agenda", "day"))
    yield "agenda left", table_as(book, "agenda", "left", "csv")
    for name, made in book.suggested("action_plan").items():
        yield f"suggested {name}", repr(made)
    for chapter in ("prospects", "journey", "battle_map"):
        yield f"{chapter} xlsx", "\n".join(results(book, chapter))


def results(book: Book, chapter: str) -> Iterator[str]:
    """The tables that are worked out in an XLSX, less the signals: those say of all what to do."""
    made = openpyxl.load_workbook(io.BytesIO(xlsx.workbook_file(book, chapter)))
    sheet = made[book.wording.export["sheet_tables"]]
    signals = book.pack("journey").tables["signals"].title
    for cells in sheet.iter_rows(values_only=True):
        if cells[0] == signals:
            return
        yield " ".join(str(cell) for cell in cells if cell is not None)


@every_door
def test_a_flag_behind_any_door_takes_a_customer_off_everything(
    behind: Book, tmp_path: Path
) -> None:
    texts = dict(proposed(behind))
    assert not [what for what, text in texts.items() if WHO in text]
    named = {what for what, text in texts.items() if OTHER in text}
    assert {"prospects due csv", "journey queue csv", "battle_map members csv"} <= named
    with without_monday(behind, tmp_path / "copy.db") as empty:
        assert WHO not in table_as(empty, "action_plan", "offered", "csv")
        assert OTHER in table_as(empty, "action_plan", "offered", "csv")
        assert WHO not in repr(empty.suggested("action_plan"))


@pytest.mark.parametrize(
    ("behind", "why"),
    [("imported do_not_contact", "勿扰 1"), ("second row", "勿扰 1"), ("note", "投诉未结 1")],
    indirect=["behind"],
)
def test_every_list_says_how_many_it_leaves_out_and_why(behind: Book, why: str) -> None:
    for chapter, name in LISTS:
        if (chapter, name) != ("action_plan", "offered"):
            text = parts.table(behind, chapter, name).html
            assert f"因标记没有列出的客户：{why}" in text, (chapter, name)
    assert why in parts.table(behind, "pacing", "coverage").html
    assert why in repr(handouts(behind, "pacing", "boss"))
    assert why in repr(handouts(behind, "action_plan", "plan"))


@every_door
def test_a_typed_row_about_a_flagged_customer_has_a_finding(
    behind: Book, request: pytest.FixtureRequest
) -> None:
    rules = {
        chapter: {one.rule for one in behind.findings(chapter)}
        for chapter in ("prospects", "action_plan", "pacing", "battle_map")
    }
    assert {"blocked_on_list", "blocked_in_line", "blocked_try"} <= rules["action_plan"]
    assert "blocked_try" in rules["pacing"] & rules["battle_map"]
    if request.node.callspec.params["behind"] != "last month":
        assert "blocked_on_list" in rules["prospects"]


def test_the_reserve_counts_without_them(store: Store) -> None:
    book = filled(store, "imported complaint_open")
    (covered,) = (
        book.frame("pacing", "coverage").query("indicator == 'investment_sales'").to_dict("records")
    )
    assert (covered["prospects"], covered["face"]) == (1, 50 * 1_000_000)


def test_the_cohort_says_how_many_of_its_customers_nobody_may_contact(store: Store) -> None:
    book = filled(store, "second row")
    members = [member(CHEN, lambda: book) for _ in range(FEWEST)]
    table = sums.summed(members, "stages")
    assert (table["customers"].sum(), table["blocked"].sum()) == (6, 3)


def test_what_was_typed_stays_where_it_was_typed(store: Store) -> None:
    book = filled(store, "imported suspected_fraud")
    assert WHO in table_as(book, "prospects", "prospects", "csv")
    assert [one.customer for one in book.desk("action_plan").record.contacts] == [WHO, OTHER]


def test_a_flag_of_an_earlier_month_is_lifted_by_a_row_without_it(store: Store) -> None:
    book = filled(store, "last month")
    saved(book, PACING, {"prospects": [row(WHO), row(OTHER)]})
    assert WHO in table_as(book.still(), "prospects", "due", "csv")


# -- care and channels ----------------------------------------------------------------------------


def heeding(store: Store, **said: object) -> Book:
    imported(store)
    frame = store.imported(CHEN.id, "customers")
    assert frame is not None
    told = table("customers", *[{**dict(zip(frame, cells, strict=True)), **said}
                                for cells in frame.itertuples(index=False)])  # fmt: skip
    store.keep_import(CHEN.id, "customers", told, "customers.csv", "again")
    book = book_of(store)
    saved(book, PACING, {"prospects": [row(WHO)]})
    return book.still()


def test_an_act_by_a_channel_that_is_not_allowed_is_not_suggested(store: Store) -> None:
    book = heeding(store, channels="仅邮件")
    act = book.pack("journey").criticals["due_soon"].act
    text = table_as(book, "journey", "queue", "csv")
    assert WHO in text
    assert act[:12] not in text
    assert "客户没有允许，先不做。客户允许的渠道：仅邮件" in text
    assert "客户允许的渠道：仅邮件" in repr(book.suggested("action_plan")["contacts"])
    first = book.pack("prospects").cells["r2w2"].first_sentence
    assert first not in table_as(book, "prospects", "due", "csv")


def test_an_allowed_channel_and_special_care_stand_beside_the_act(store: Store) -> None:
    book = heeding(store, channels="电话、短信", age=66)
    text = table_as(book, "journey", "queue", "csv")
    assert book.pack("journey").criticals["due_soon"].act[:12] in text
    assert "多留一步" in text
    assert "客户允许的渠道：电话、短信" in text
    assert "多留一步" in repr(book.suggested("action_plan")["contacts"])
    assert "多留一步" in table_as(book, "prospects", "due", "csv")


def test_who_allows_everything_needs_nothing_special(store: Store) -> None:
    book = heeding(store, channels="不限")
    assert "允许的渠道" not in table_as(book, "journey", "queue", "csv")


NO_CALLS = {"text", "chat", "visit", "app", "mail"}


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("", None), ("不限", None), ("全部渠道均可", None), ("any", None), ("A1", None),
        ("电话", {"phone"}), ("仅短信", {"text"}), ("短信、企业微信", {"text", "chat"}),
        ("电话/短信", {"phone", "text"}), ("phone, text message", {"phone", "text"}),
        ("in the branch only", {"visit"}), ("仅到店", {"visit"}), ("只发短信，不打电话", {"text"}),
        ("不接受电话", NO_CALLS),
        ("不接受电话、短信", {"chat", "visit", "app", "mail"}), ("no calls", NO_CALLS),
        ("不接受电话，可短信", {"text"}), ("全部拒绝", set()), ("请勿联系", set()),
    ],
)  # fmt: skip
def test_channels_as_banks_write_them(text: str, kinds: set[str] | None) -> None:
    assert allowed(text) == kinds


def test_a_channel_fits_where_one_way_of_it_is_allowed() -> None:
    assert ways("行内录音电话；看账在专区") == {"phone", "visit"}
    assert fits("行内录音电话；看账在专区", frozenset(("phone",)))
    assert not fits("行内录音电话", frozenset(("text",)))
    assert fits("随产品", frozenset(("text",)))
    assert fits("行内录音电话", None)


# -- the pure part --------------------------------------------------------------------------------

IDS = st.sampled_from(["K1", "K2", "k1", "Ｋ1", " K1 ", "`K1", "K3"])


@given(st.lists(st.tuples(IDS, st.sampled_from([*FLAGS, "leaving"]))), IDS)
def test_one_flag_on_any_row_is_enough(pairs: list[tuple[str, str]], asked: str) -> None:
    each = [
        contact_flags.People({contact_flags.known_as(one): flag}, frozenset(), {})
        for one, flag in pairs
    ]
    people = contact_flags.together(contact_flags.People({}, frozenset(), {}), *each)
    its = [
        flag for one, flag in pairs if contact_flags.known_as(one) == contact_flags.known_as(asked)
    ]
    order = [*FLAGS, "leaving"]
    assert people.why(asked) == (min(its, key=order.index) if its else "")
    assert people.why(f"call {asked}, then wait") == people.why(asked)
    assert sum(people.left([asked, asked, "nobody"]).values()) == bool(its)


def test_a_mark_that_does_not_block_asks_for_care() -> None:
    assert Mark("K1", "vulnerable", blocks=False).flag == "vulnerable"
    people = contact_flags.People({}, frozenset(("k1",)), {"k1": "仅短信"})
    assert next(one.figures for one in people.heed("K1")) == {"care": "care"}
    assert isinstance(people.instead("K1"), Said)
    assert people.heed("K2") == ()
    assert not people.may("K1", "电话")


@pytest.mark.parametrize("name", chapters.names())
def test_every_chapter_says_what_it_knows_and_what_it_leaves_out(name: str) -> None:
    module = chapters.chapter(name)
    assert set(module.left_out) <= set(module.tables)
    asked = module.flagged
    assert (asked is None) is (name not in ("prospects", "journey"))
