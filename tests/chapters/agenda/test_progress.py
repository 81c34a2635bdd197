from __future__ import annotations

import pytest

from workbook.chapters.agenda.rules import AgendaDesk, progress
from workbook.chapters.agenda.tool import TOOL
from workbook.chapters.agenda.views import sheets, tables

from .desks import day, desk, result, words


def counts(*results: object, today: str = "12-09") -> tuple[int, ...]:
    found = progress(with_results(*results, today=today))
    return found.ticks, found.talks, found.words, found.tries, found.streak


def with_results(*results: object, today: str = "12-09") -> AgendaDesk:
    made: AgendaDesk = desk(results=list(results), today=day(today))
    return made


def test_talks_words_and_tries_count_and_what_was_put_off_does_not() -> None:
    assert counts(
        result("K1", "12-08", "reached", said="in spring"),
        result("K2", "12-08", "not_reached"),
        result("K3", "12-08", "done"),
        result("K4", "12-08", "not_now"),
        result("K5", "12-08", "done", kind="tried", said="it helped"),
        result("K6", "12-10", "done"),  # tomorrow
    ) == (3, 2, 1, 1, 1)


@pytest.mark.parametrize(
    ("days", "streak"),
    [
        ((), 0),
        (("12-09", "12-09"), 1),
        (("12-08", "12-08"), 1),  # today is not over
        (("12-08", "12-08", "12-09", "12-09"), 2),
        (("12-04", "12-04", "12-07", "12-07", "12-08", "12-08"), 3),  # over a weekend
        (("12-07", "12-07", "12-08", "12-09", "12-09"), 1),  # one tick on Tuesday
        (("12-07", "12-07"), 0),
    ],
)
def test_a_streak_is_of_working_days_with_two_ticks(days: tuple[str, ...], streak: int) -> None:
    assert counts(*(result(f"K{at}", one, "reached") for at, one in enumerate(days)))[4] == streak


def test_before_the_first_tick_the_table_is_empty() -> None:
    assert len(tables["progress"](with_results())) == 0
    table = tables["progress"](with_results(result("K1", "12-08", "reached")))
    assert dict(zip(table["gain"], table["count"], strict=True))["talks"] == 1


def test_the_first_screen_says_it_once_anything_was_done() -> None:
    assert TOOL.state is not None
    assert list(TOOL.state(with_results())) == []
    ((key, figures),) = TOOL.state(with_results(result("K1", "12-08", "reached")))
    assert (key, figures["talks"]) == ("progress", 1)


def test_the_card_of_the_month_comes_on_its_last_working_day() -> None:
    said = result("K1", "12-08", "reached", said="after the harvest")
    assert sheets["month"](with_results(said, today="12-30")) == ()
    (card,) = sheets["month"](with_results(said, today="12-31"))
    texts = [words().text(line) for part in card.parts for line in part.lines]
    assert any("1 次" in text for text in texts)
    assert any("after the harvest" in text for text in texts)
    (empty,) = sheets["month"](with_results(today="12-31"))
    assert words().text(empty.parts[0].lines[0]).startswith("这个月还没有勾过")
