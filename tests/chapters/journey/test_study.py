from __future__ import annotations

from dataclasses import replace

import pytest

from workbook.chapters.journey.rules.study import has_customers, lacks, measured, rows_of, study

from .desks import (
    NOTHING,
    YUAN,
    Imported,
    book,
    changed,
    day,
    desk,
    full,
    journey,
    pack,
    people,
    point,
    table,
)

NOTED = {"customer": "A1", "signal": "reputation", "day": "2026-11-02", "said": "is it safe?"}


def test_a_book_is_looked_at_from_every_side() -> None:
    seen = study(desk(book=people(A1=60_000, A2=300_000)))
    assert list(seen.tiers["tier"]) == ["wan5", "wan20"]
    assert list(seen.stages["stage"]) == ["stable", "stable"]
    assert list(seen.filters["blocked"]) == [False, False]
    assert seen.signals.empty
    assert seen.criticals.empty


def test_without_a_book_there_is_nothing_to_be_seen() -> None:
    seen = study(desk())
    frames = (seen.tiers, seen.signals, seen.stages, seen.criticals, seen.filters)
    assert [len(one) for one in frames] == [0, 0, 0, 0, 0]


def test_a_plain_mapping_of_tables_does_as_well() -> None:
    page = replace(desk(), customers=dict(people(A1=60_000)))
    assert list(study(page).stages["customer"]) == ["A1"]


def test_a_noted_signal_counts_like_one_from_the_data() -> None:
    page = desk(book=people(A1=60_000, A2=60_000), notes=[NOTED])
    (signal,) = rows_of(study(page).signals)
    assert (signal["customer"], signal["signal"], signal["strong"]) == ("A1", "reputation", True)
    assert (signal["since"], signal["said"]) == (day("11-02"), "is it safe?")
    stages = {row["customer"]: row["stage"] for row in rows_of(study(page).stages)}
    assert stages == {"A1": "at_risk", "A2": "stable"}
    assert measured(page).seen.empty


def test_a_note_without_a_day_is_as_old_as_its_page() -> None:
    notes = [{**NOTED, "day": None}]
    for today, since in (("11-11", day("11-11")), ("12-15", day("11-30"))):
        page = desk(today, book=people(A1=60_000), notes=notes)
        assert [row["since"] for row in rows_of(study(page).signals)] == [since]


def test_which_signal_is_strong_the_template_says() -> None:
    signals = dict(pack().signals)
    signals["reputation"] = signals["reputation"].model_copy(update={"strong": False})
    page = desk(book=people(A1=60_000), notes=[NOTED], template=changed(signals=signals))
    assert list(study(page).signals["strong"]) == [False]
    assert list(study(page).stages["stage"]) == ["stable"]


def test_a_save_that_leaves_the_notes_makes_nothing_anew() -> None:
    page = desk(book=people(A1=60_000), notes=[NOTED])
    first = study(page)
    assert study(replace(page, record=journey(notes=[NOTED], touchpoints=[point()]))) is first
    other = study(replace(page, record=journey(notes=[{**NOTED, "signal": "silent"}])))
    assert list(other.signals["signal"]) == ["silent"]
    assert study(replace(page, record=journey())).signals.empty
    assert other.tiers is first.tiers


def test_another_day_is_another_study() -> None:
    page = desk(book=people(A1=60_000))
    assert measured(replace(page, today=day("11-12"))) is not measured(page)


def test_the_templates_numbers_are_used() -> None:
    holds = book(
        customers=[{"id": "A1", "assets": 60_000 * YUAN}],
        holdings=[{"customer": "A1", "amount": 100 * YUAN, "due": "2026-12-21"}],
    )
    near = changed(critical_limits=pack().critical_limits.model_copy(update={"due_days": 40}))
    assert study(desk(book=holds)).criticals.empty
    assert list(study(desk(book=holds, template=near)).criticals["kind"]) == ["due_soon"]
    old = full({"id": "A1", "assets": 100, "age": 64}, {"id": "A2", "assets": 100, "age": 65})
    assert list(study(desk(book=old)).filters["care"]) == [False, True]
    assert list(study(desk(book=old, template=changed(care_age=66))).filters["care"]) == [
        False, False,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("imported", "there"),
    [(NOTHING, False), (book(customers=[]), False), (people(A1=1), True),
     (book(balances=[{"customer": "A1", "month": "2026-10-01", "assets": 1}]), False)],
)  # fmt: skip
def test_whether_there_are_customers(imported: Imported, there: bool) -> None:
    assert has_customers(desk(book=imported)) is there


def test_what_the_analyses_lack() -> None:
    assert lacks(desk(book=full({"id": "A1", "assets": 1}))) == []
    found = lacks(desk(book=people(A1=1)))
    assert {"analysis": "stages", "kind": "balances", "column": ""} in found
    assert {"analysis": "hard_flags", "kind": "customers", "column": "do_not_contact"} in found
    assert {row["analysis"] for row in found} == {
        "stages", "maturities", "suitability", "easily_lost", "hard_flags",
    }  # fmt: skip


def test_rows_are_plain_values() -> None:
    holding = {"customer": "A1", "amount": 5, "due": "2026-12-01", "product": None}
    frame = table("holdings", holding, {**holding, "amount": None, "due": None})
    frame["kinds"] = [("a", "b"), ()]
    first, second = rows_of(frame)
    assert first == {
        "customer": "A1", "amount": 5, "due": day("12-01"), "product": None, "kinds": ("a", "b"),
    }  # fmt: skip
    assert (second["amount"], second["due"], second["kinds"]) == (None, None, ())
    assert rows_of(frame.iloc[:0]) == []
