"""Where a trainee stands in each chapter, and what comes next."""

from __future__ import annotations

import pandas as pd
import pytest
from typed import PACING, Clock, book_of, prospect, saved

from workbook import chapters
from workbook.book.trainee_workbook import WEIGHTS, Book
from workbook.pages.findings import cards as cards_of
from workbook.pages.progress import ended, standing, standings
from workbook.store import Store


def test_a_chapter_that_was_not_begun_says_where_to_begin(book: Book) -> None:
    one = standing(book, "pacing")
    pack = book.pack("pacing")
    assert (one.label, one.saved_at) == (pack.label, "")
    assert pack.label in one.next_step
    assert (pack.fields["targets"].label in one.next_step, one.field) == (True, "targets")
    assert "{" not in one.next_step


def test_nothing_counts_before_a_chapter_was_begun(book: Book) -> None:
    assert all(not any(one.counts.values()) for one in standings(book))
    assert all(one.next_step for one in standings(book))
    assert {one.field for one in standings(book)} >= {
        "targets",
        "prospects",
        "lines",
        "cares",
        "maps",
    }
    begun = saved(book, {"daily_contacts": "8"}, {})
    found = {one.chapter for one in standings(begun) if any(one.counts.values())}
    assert found == {"pacing", "prospects"}


def test_imported_customers_begin_the_pages_that_are_about_them(book: Book) -> None:
    table = pd.DataFrame({"id": ["K1"], "aum": [1_000_000]})
    book.store.keep_import(book.trainee.id, "customers", table, "book.csv", "x")
    found = {one.chapter for one in standings(book) if any(one.counts.values())}
    assert found == {"battle_map", "journey"}


def test_the_next_step_is_the_heaviest_finding(filled: Book) -> None:
    one = standing(filled, "pacing")
    assert 0 < one.completeness <= 1
    assert one.cards[0].attempt in one.next_step or one.cards[0].says in one.next_step
    assert [card.weight for card in one.cards] == sorted(
        (card.weight for card in one.cards), key=WEIGHTS.index
    )


def test_a_cell_that_cannot_be_read_comes_first(book: Book) -> None:
    book = saved(book, PACING | {"try_by": "12-44"}, {})
    one = standing(book, "pacing")
    assert one.cards[0].weight == "must"
    assert one.cards[0].says in one.next_step
    assert "12-44" in one.next_step
    assert one.field == "try_by"


def test_counts_are_those_of_the_cards(filled: Book) -> None:
    for one in standings(filled):
        assert set(one.counts) == set(WEIGHTS)
        assert sum(one.counts.values()) == len(one.cards)
        for weight, count in one.counts.items():
            assert count == sum(card.weight == weight for card in one.cards)
        assert one.cards == tuple(cards_of(filled, one.chapter))


def test_a_chapter_without_remarks_does_not_speak_for_the_others(store: Store) -> None:
    row = prospect(0) | {"next_contact": "12-15"}
    found = {one.chapter: one for one in standings(saved(book_of(store), {}, {"prospects": [row]}))}
    pacing, prospects = found["pacing"], found["prospects"]
    words = book_of(store).wording
    assert (pacing.cards, prospects.cards) != ((), ())
    assert prospects.cards == ()
    assert prospects.next_step == words.page["no_findings"]
    assert words.start["next_done"] not in (pacing.next_step, prospects.next_step)


def test_when_all_is_done_the_next_step_is_to_try_it(store: Store) -> None:
    rows = [prospect(2 * at) | {"next_contact": "12-15", "amount": "60"} for at in range(30)]
    pacing = {
        "reaction": "try_pacing",
        "answer": "Less at once",
        "targets": [{"indicator": "investment_sales", "target": "100"}],
        "actuals": [
            {"day": day, "indicator": "investment_sales", "done": "49"}
            for day in ("12-02", "12-08")
        ],
        "activity": [{"day": "12-02", "calls": "40", "meetings": "20", "deals": "9"}],
        "helps": [{"what": "A visit", "who": "Branch head", "by": "12-11"}],
        "try_customer": "P00008",
        "try_by": "12-10",
        "tried": "She asked for a plan",
    }
    book = saved(book_of(store), pacing, {"prospects": rows})
    done = [standing(book, chapter) for chapter in ("pacing", "prospects")]
    assert [(one.cards, one.completeness) for one in done] == [((), 1.0), ((), 1.0)]
    assert {one.next_step for one in ended(done, book)} == {book.wording.start["next_done"]}
    assert ended([*done, standing(book, "journey")], book)[0].next_step == done[0].next_step


@pytest.mark.parametrize(
    ("moment", "said"),
    [("2026-12-08T15:59:00+00:00", "12-08 23:59"), ("2026-12-08T16:00:00+00:00", "12-09 00:00")],
)
def test_the_last_save_is_told_in_chinas_time(
    book: Book, clock: Clock, moment: str, said: str
) -> None:
    clock.set(moment)
    assert standing(saved(book, PACING, {}), "pacing").saved_at == said


def test_every_chapter_in_the_order_of_the_course(book: Book) -> None:
    assert tuple(one.chapter for one in standings(book)) == chapters.names()
