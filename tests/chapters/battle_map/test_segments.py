from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import pytest

from workbook.chapters.battle_map.rules import (
    centre,
    contactable,
    has_book,
    lacks,
    members,
    primary_assets,
    segments,
    statistics,
)
from workbook.chapters.battle_map.rules.segments import marks
from workbook.domain.caching import Lazily

from .desks import LIMITS, NOBODY, SEGMENTS, WAN, book, desk, pack

FLAGS = ("do_not_contact", "complaint_open", "vulnerable", "suspected_fraud", "channels")
YOUTH, MERCHANTS = {"segment": "youth people"}, {"segment": "merchants people"}
FIGURES = [
    "customers", "primary", "assets", "mean_assets", "deposits_share", "products", "few_products",
    "payroll", "main_account", "loans", "due", "due_amount", "losses", "blocked",
]  # fmt: skip


def test_a_segment_goes_by_its_key_its_name_and_the_templates_words() -> None:
    known = marks(pack())
    for segment in SEGMENTS:
        for word in (segment, f"The {segment}", f"{segment} people", f"{segment} folk"):
            assert known[word] == segment
    assert len(known) == 32


# -- statistics -----------------------------------------------------------------------------------


def test_the_figures_of_every_segment_are_the_managers_own() -> None:
    customers = book(
        {"assets": 20, "deposits": 5, "loans": 1, "products": 2, "payroll": True, "age": 70},
        {"assets": 40, "deposits": 25, "products": 3, "main_account": True, "complaint_open": True},
        {**YOUTH, "assets": 7},
        holdings=[{"customer": "K0", "amount": 3, "due": "2026-12-11", "gain": -1}],
    )
    rows = statistics(desk(customers=customers))
    assert list(rows) == list(SEGMENTS)
    assert rows["elderly"] == {
        "customers": 2, "primary": 2, "assets": 60 * WAN, "mean_assets": 30 * WAN,
        "deposits_share": 0.5, "products": 2.5, "few_products": 1, "payroll": 1,
        "main_account": 1, "loans": WAN, "due": 1, "due_amount": 3 * WAN, "losses": 1,
        "blocked": 1,
    }  # fmt: skip
    assert list(rows["elderly"]) == FIGURES
    assert (rows["youth"]["customers"], rows["youth"]["assets"]) == (1, 7 * WAN)
    assert (rows["farmers"]["customers"], rows["farmers"]["products"]) == (0, None)
    assert all(
        type(cell) in (int, float, type(None)) for row in rows.values() for cell in row.values()
    )


@pytest.mark.parametrize(
    "customers", [NOBODY, {}, book()], ids=["nothing", "an empty dict", "no rows"]
)
def test_without_a_book_all_figures_are_blank(customers: Mapping[str, pd.DataFrame]) -> None:
    bare = desk(customers=customers)
    assert not has_book(bare)
    assert statistics(bare) == dict.fromkeys(SEGMENTS, dict.fromkeys(FIGURES))
    assert contactable(bare) == primary_assets(bare) == dict.fromkeys(SEGMENTS, 0)
    assert members(bare, SEGMENTS) == []


def test_limits_are_those_of_the_template() -> None:
    limits = LIMITS.model_copy(update={"elderly_age": 66})
    older = pack().model_copy(update={"limits": limits})
    customers = book({"segment": None, "age": 65})
    assert statistics(desk(customers=customers))["elderly"]["customers"] == 1
    assert statistics(desk(customers=customers, template=older))["elderly"]["customers"] == 0


def test_the_analysis_is_done_once_while_book_template_and_day_stay() -> None:
    customers = book({})
    first = segments(desk({}, customers=customers))
    assert segments(desk({}, {}, customers=customers)) is first
    assert segments(desk({}, customers=customers, today="11-12")) is not first
    assert segments(desk({}, customers=book({}))) is not first


# -- who may be contacted, and who carries the money ----------------------------------------------


@pytest.mark.parametrize("flag", ["do_not_contact", "complaint_open", "suspected_fraud"])
def test_who_is_blocked_is_not_counted_as_contactable(flag: str) -> None:
    there = desk(customers=book({}, {flag: True}, {**YOUTH}, {flag: False, "vulnerable": True}))
    assert contactable(there) == {**dict.fromkeys(SEGMENTS, 0), "elderly": 2, "youth": 1}


def test_everybody_carries_assets_once_in_the_primary_segment() -> None:
    both = {"segment": "merchants people、youth people", "assets": 4}
    there = desk(customers=book({"assets": 1}, both, {**YOUTH, "assets": None}))
    assert primary_assets(there) == {
        **dict.fromkeys(SEGMENTS, 0), "elderly": WAN, "merchants": 4 * WAN,
    }  # fmt: skip
    assert statistics(there)["youth"]["assets"] == 4 * WAN


def test_the_centre_is_the_first_map() -> None:
    rich = book({**MERCHANTS, "assets": 99})
    assert centre(desk({"segment": "youth"}, {}, customers=rich)) == "youth"


def test_without_a_map_the_centre_is_where_most_assets_are() -> None:
    assert centre(desk(customers=book({"assets": 9}, {**MERCHANTS, "assets": 10}))) == "merchants"
    women = {"segment": "merchants people、women people", "assets": 10}
    mixed = book({"assets": 15}, women, {"segment": "women people", "assets": 6})
    assert centre(desk(customers=mixed)) == "elderly"  # women hold 16, but 10 count as merchants'
    assert centre(desk(customers=book({**YOUTH, "assets": 5}, {**MERCHANTS, "assets": 5}))) == (
        "merchants"
    )


def test_without_a_book_the_centre_is_the_first_of_the_template() -> None:
    assert centre(desk()) == "elderly"
    assert centre(desk(customers=book({**YOUTH, "assets": 0}))) == "elderly"


# -- customer by customer -------------------------------------------------------------------------


def test_a_member_comes_with_reason_and_holdings() -> None:
    there = desk(
        customers=book(
            {"products": 2},
            holdings=[
                {"customer": "K0", "amount": 3, "due": "2026-11-11"},
                {"customer": "K0", "amount": 4, "due": "2026-12-11"},
                {"customer": "K0", "amount": 50, "due": "2026-12-12"},
                {"customer": "K0", "amount": 60, "due": "2026-11-10"},
                {"customer": "K0", "amount": 70},
                {"customer": "K9", "amount": 80, "due": "2026-11-12"},
            ],
        )
    )
    (row,) = members(there, ("elderly",))
    assert {name: row[name] for name in MEMBER} == {
        "segment": "elderly", "customer": "K0", "primary": True, "because": "marked",
        "assets": 10 * WAN, "products": 2, "due": 2, "due_amount": 7 * WAN,
    }  # fmt: skip
    assert row["primary"] is True


MEMBER = (
    "segment", "customer", "primary", "because", "assets", "products", "due", "due_amount",
)  # fmt: skip


def listed(customers: Mapping[str, pd.DataFrame], *chosen: str) -> list[tuple[str, str]]:
    rows = members(desk(customers=customers), chosen)
    return [(row["customer"], row["segment"]) for row in rows]


def test_the_largest_assets_come_first_and_unknown_ones_last() -> None:
    customers = book({"assets": None}, {"assets": 1}, {"assets": 3}, {"assets": 3}, {"assets": 2})
    assert [who for who, _ in listed(customers, "elderly")] == ["K2", "K3", "K4", "K1", "K0"]


def test_nobody_is_listed_who_is_blocked_or_of_another_segment() -> None:
    customers = book({"do_not_contact": True}, {}, YOUTH, {"segment": None})
    assert listed(customers, "elderly") == [("K1", "elderly")]
    assert listed(customers, "farmers") == []
    assert listed(customers) == []


def test_a_customer_of_several_segments_is_listed_once() -> None:
    both = {"segment": "merchants people、youth people"}
    customers = book(both, {"segment": "women people、merchants people、youth people"})
    first, second = ("K0", "merchants"), ("K1", "women")
    assert listed(customers, "youth", "merchants", "women") == [first, second]
    assert listed(customers, "youth", "merchants") == [first, ("K1", "youth")]
    assert listed(customers, "merchants", "youth") == [first, ("K1", "merchants")]
    assert listed(customers, "youth") == [("K0", "youth"), ("K1", "youth")]
    (row,) = members(desk(customers=book(both)), ("youth",))
    assert row["primary"] is False


def test_the_list_is_as_long_as_the_template_says() -> None:
    customers = book(*[{"assets": 100 - at} for at in range(61)])
    assert len(listed(customers, "elderly")) == 60
    assert listed(customers, "elderly")[-1] == ("K59", "elderly")
    short = pack().model_copy(update={"member_list": 2})
    assert len(members(desk(customers=customers, template=short), ("elderly",))) == 2


def test_products_are_the_banks_count_else_the_holdings() -> None:
    holdings = [{"customer": "K1", "amount": 1}, {"customer": "K1", "amount": 2}]
    rows = members(desk(customers=book({"products": 5}, {}, {}, holdings=holdings)), ("elderly",))
    assert [row["products"] for row in rows] == [5, 2, 0]
    assert [(row["due"], row["due_amount"]) for row in rows] == [(0, 0)] * 3


def test_what_the_files_do_not_say_is_blank() -> None:
    sound = book({}, less=["due", "products"])
    only = Lazily(("customers",), {"customers": sound["customers"]}.get)
    (row,) = members(desk(customers=only), ("elderly",))
    assert (row["products"], row["due"], row["due_amount"]) == (None, None, None)
    (row,) = members(desk(customers=sound), ("elderly",))
    assert (row["products"], row["due"], row["due_amount"]) == (0, None, None)


def test_nothing_after_today_is_seen() -> None:
    later = {"customer": "K0", "amount": 3, "due": "2026-11-20", "bought": "2026-11-12"}
    customers = book({}, holdings=[later, {**later, "bought": "2026-11-11", "amount": 1}])
    (row,) = members(desk(customers=customers), ("elderly",))
    assert (row["products"], row["due"], row["due_amount"]) == (1, 1, WAN)


# -- what the files lack --------------------------------------------------------------------------


def test_a_full_book_lacks_nothing() -> None:
    assert lacks(desk(customers=book({}))) == ()


def test_what_is_lacking_is_told_by_analysis() -> None:
    some = book({}, less=["products", "due", "gain", "channels"])
    assert lacks(desk(customers=some)) == (
        ("battle_map", "customers.products"),
        ("maturities", "holdings.due"),
        ("losses", "holdings.gain"),
        ("hard_flags", "customers.channels"),
    )
    only = Lazily(("customers",), {"customers": book({}, less=FLAGS)["customers"]}.get)
    assert lacks(desk(customers=only)) == (
        ("battle_map", "holdings"),
        ("maturities", "holdings"),
        ("losses", "holdings"),
        *(("hard_flags", f"customers.{flag}") for flag in FLAGS),
    )


def test_without_files_whole_kinds_are_lacking() -> None:
    assert lacks(desk()) == (
        ("battle_map", "customers"),
        ("battle_map", "holdings"),
        ("maturities", "holdings"),
        ("losses", "holdings"),
        ("hard_flags", "customers"),
    )
