"""A page in three parts: what its first screen says, where its links lead, what a fold costs."""

from __future__ import annotations

import re
from typing import Any

import comm
import pytest
from typed import PACING, Browser, book_of, copied, reserve, saved, saves

from workbook import chapters
from workbook.book.trainee_workbook import Book
from workbook.errors import NotFound
from workbook.pages import today
from workbook.pages.fold import Fold
from workbook.pages.forms import FormWidget
from workbook.pages.notebook import Workbook
from workbook.pages.parts import Exhibit
from workbook.pages.three_parts import ThreeParts
from workbook.store import Store

LINK = re.compile(r'href="#([^"]+)"')
PLACE = re.compile(r' id="([^"]+)"')


@pytest.fixture(autouse=True)
def browser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(comm, "create_comm", Browser)


@pytest.fixture
def behind(store: Store) -> Book:
    """A month with more than three findings."""
    return saved(book_of(store), PACING, reserve(6))


def page_of(book: Book, name: str = "pacing", *, live: bool = False) -> ThreeParts:
    return Workbook(book if live else book.still(), live=live).page(name)


def exhibits(page: ThreeParts) -> list[Exhibit]:
    return [made().exhibit for made in (page.today, page.fill_in, page.book)]


def folds(made: Any) -> list[Fold]:
    """The folds below a heading."""
    return [one for one in made.children[-1].children if isinstance(one, Fold)]


# -- a report -------------------------------------------------------------------------------------


def test_an_unknown_page_is_not_found(store: Store) -> None:
    with pytest.raises(NotFound, match="pacing"):
        Workbook(book_of(store), live=False).page("pacin")


def test_a_page_that_is_not_begun_says_how_to_begin_and_reminds_of_nothing(store: Store) -> None:
    for name in chapters.pages():
        if name != "start":
            shown = page_of(book_of(store), name).today().exhibit.html
            assert "<article" not in shown, name
            assert "<img" not in shown, name
            first = next(iter(chapters.parts(name, "zh-Hans").steps))
            assert f'href="#fill-{first}"' in shown, name


def test_at_most_three_findings_stand_on_the_first_screen_and_the_others_behind_them(
    behind: Book,
) -> None:
    shown = today.shown_cards(behind, "pacing")
    html = page_of(behind).today().exhibit.html
    assert len(shown) > today.MOST
    before, _, after = html.partition('<details class="wb-rest">')
    assert before.count("<article") == today.MOST
    assert after.count("<article") == len(shown) - today.MOST


def test_the_state_is_said_in_a_sentence_for_each_of_two_indicators(behind: Book) -> None:
    said = today.states(behind.still(), "pacing")
    assert len(said) == 2
    assert "229.00" in said[0]
    assert "70.00" in said[0]


@pytest.mark.parametrize("name", chapters.pages())
def test_links_lead_to_places_that_are_there_once(behind: Book, name: str) -> None:
    html = "".join(one.html for one in exhibits(page_of(behind, name)))
    places = PLACE.findall(html)
    assert len(set(places)) == len(places)
    assert {"today", "filled", "book"} <= set(places)
    assert set(LINK.findall(html)) <= set(places)


def test_a_finding_leads_into_its_field(behind: Book) -> None:
    for one in today.shown_cards(behind, "pacing"):
        if one.field:
            way = today.way_to(chapters.parts("pacing", "zh-Hans"), one.tool, one.field)
            assert way is not None
            assert one.place == way.place


def test_the_same_finding_on_many_rows_is_one_card_with_one_remedy(store: Store) -> None:
    body = copied(PACING)
    body["actuals"] = [
        {"day": f"12-0{day}", "indicator": "policies", "done": "many"} for day in (1, 2, 3)
    ]
    book = saved(book_of(store), body, reserve(6))
    unread = [one for one in today.shown_cards(book, "pacing") if one.unread]
    assert len(unread) == 1
    assert "3 行" in unread[0].where
    assert len(unread[0].others) == 2
    assert book.desk("pacing").problems[0].loc == ("actuals", 0, "done")


def test_the_next_step_is_what_cannot_be_read_then_what_is_empty(store: Store) -> None:
    book = book_of(store)
    assert "fill-targets" in page_of(book).today().exhibit.html
    body = {"targets": [{"indicator": "policies", "target": "forty"}]}
    book.save("pacing", body, 0)
    shown = today.shown_cards(book.still(), "pacing")
    _, link = today.next_step(book.still(), "pacing", shown)
    assert 'data-field="targets.0.target"' in link


def test_each_part_names_itself_and_only_the_first_says_how_the_page_stands(behind: Book) -> None:
    made = exhibits(page_of(behind))
    assert [one.part for one in made] == ["today", "filled", "book"]
    assert [stand["chapter"] for stand in made[0].standings] == ["pacing", "prospects"]
    assert [one.standings for one in made[1:]] == [(), ()]


def test_the_same_book_makes_the_same_page(behind: Book) -> None:
    first, second = (exhibits(page_of(behind)) for _ in range(2))
    assert [one.whole for one in first] == [one.whole for one in second]
    assert [one.text for one in first] == [one.text for one in second]


# -- a live page ----------------------------------------------------------------------------------


def test_only_the_step_that_is_next_is_laid_out(store: Store) -> None:
    page = page_of(book_of(store), live=True)
    page.today()
    steps, questions = folds(page.fill_in()), folds(page.book())
    assert [one.place for one in steps if one.opened] == ["fill-targets"]
    assert [one.laid_out for one in steps] == [True, *[False] * (len(steps) - 1)]
    assert not any(one.laid_out for one in questions)
    assert [chapter for chapter, _ in page.workbook.forms.shown] == ["pacing"]
    assert page.workbook.slow == page.workbook.slow[:1]  # the picture, and no other figure


def test_a_fold_is_laid_out_once_when_it_is_opened_and_with_all_in_it_when_searched(
    store: Store,
) -> None:
    page = page_of(book_of(store), live=True)
    steps = folds(page.fill_in())
    opened = steps[1]
    opened._heard(None, {"type": "open"}, None)
    below = list(opened.children)
    inner = [one for one in below if isinstance(one, Fold)]
    assert [one.laid_out for one in inner] == [False]
    opened._heard(None, {"type": "search"}, None)
    assert list(opened.children) == below
    assert [one.laid_out for one in inner] == [True]


def test_a_step_is_ticked_off_and_the_first_screen_follows_when_it_is_saved(store: Store) -> None:
    page = page_of(book_of(store), live=True)
    first_screen, steps = page.today(), folds(page.fill_in())
    (form,) = [one for one in steps[0].children if isinstance(one, FormWidget)]
    assert not steps[0].done
    saves(form, {"targets": [{"indicator": "policies", "target": "12"}]})
    assert steps[0].done
    words = first_screen.children[-1].children[-1]
    assert "fill-prospects" in words.value


def test_what_was_opened_follows_a_save(behind: Book) -> None:
    page = page_of(behind, live=True)
    steps, questions = folds(page.fill_in()), folds(page.book())
    reserve_fold = next(one for one in questions if one.place == "book-reserve")
    reserve_fold.lay_out()
    before = reserve_fold.children[-1].value
    steps[0].lay_out()
    (form,) = [one for one in steps[0].children if isinstance(one, FormWidget)]
    body = copied(form.value)
    body["targets"][0]["target"] = "400"
    saves(form, body)
    assert reserve_fold.children[-1].value != before


def test_a_fold_names_the_fields_in_it(store: Store) -> None:
    page = page_of(book_of(store), live=True)
    steps = {one.place: one for one in folds(page.fill_in())}
    assert steps["fill-targets"].fields == ["targets", "scheme", "own_shares"]
