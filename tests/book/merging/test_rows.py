"""Merging what two sides did: properties that hold whatever they did."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from hypothesis import given, settings
from hypothesis import strategies as st

from workbook.book.merging.rows import Row, Values, merge_rows, merge_single


@dataclass(frozen=True)
class How:
    """Lines of a name and a number; the number may be written in several ways."""

    names: tuple[str, ...] = ("name", "number")

    def values(self, row: Row) -> Values:
        return tuple(str(row.get(name, "")).lstrip("0") for name in self.names)

    def key(self, values: Values) -> Values:
        return values[:1]


HOW = How()
ROW = st.fixed_dictionaries(
    {"name": st.sampled_from("abc"), "number": st.sampled_from(["1", "2", "02", "3"])}
)
ROWS = st.lists(ROW, max_size=6)


def counted(rows: Iterable[Row]) -> Counter[Values]:
    return Counter(map(HOW.values, rows))


def of(name: str, rows: Iterable[Row]) -> Counter[Values]:
    return counted(row for row in rows if row["name"] == name)


@settings(deadline=None)
@given(base=ROWS, mine=ROWS)
def test_what_only_i_changed_is_taken(base: list[Row], mine: list[Row]) -> None:
    done = merge_rows(base, mine, base, HOW)
    assert counted(done.rows) == counted(mine)
    assert not done.clashes
    assert (done.changed == 0) == (counted(base) == counted(mine))


@settings(deadline=None)
@given(base=ROWS, theirs=ROWS)
def test_what_only_they_changed_stays_word_for_word(base: list[Row], theirs: list[Row]) -> None:
    done = merge_rows(base, base, theirs, HOW)
    assert done.rows == theirs
    assert (done.changed, done.clashes) == (0, ())


@settings(deadline=None)
@given(base=ROWS, mine=ROWS, theirs=ROWS)
def test_each_name_is_mine_or_theirs_and_what_clashes_is_theirs(
    base: list[Row], mine: list[Row], theirs: list[Row]
) -> None:
    done = merge_rows(base, mine, theirs, HOW)
    shown = {
        str(row["name"]) for one in done.clashes for row in (*one.before, *one.here, *one.there)
    }
    for name in "abc":
        was, here, there = of(name, base), of(name, mine), of(name, theirs)
        assert (name in shown) == (here not in (was, there) and there != was)
        assert of(name, done.rows) == (there if here == was or name in shown else here)


@settings(deadline=None)
@given(base=ROWS, mine=ROWS, theirs=ROWS)
def test_the_sides_may_be_exchanged_where_they_do_not_clash(
    base: list[Row], mine: list[Row], theirs: list[Row]
) -> None:
    one, other = merge_rows(base, mine, theirs, HOW), merge_rows(base, theirs, mine, HOW)
    assert len(one.clashes) == len(other.clashes)
    if not one.clashes:
        assert counted(one.rows) == counted(other.rows)


@settings(deadline=None)
@given(base=ROWS, mine=ROWS, theirs=ROWS)
def test_the_same_file_a_second_time_changes_nothing(
    base: list[Row], mine: list[Row], theirs: list[Row]
) -> None:
    once = merge_rows(base, mine, theirs, HOW)
    again = merge_rows(base, mine, once.rows, HOW)
    assert (again.rows, again.changed) == (once.rows, 0)
    assert len(again.clashes) == len(once.clashes)


def test_a_changed_line_keeps_its_place_and_the_words_that_did_not_change() -> None:
    base = [{"name": "a", "number": "01", "other": "x"}, {"name": "b", "number": "2"}]
    mine = [
        {"name": "b", "number": "2"},
        {"name": "a", "number": "3"},
        {"name": "c", "number": "1"},
    ]
    done = merge_rows(base, mine, base, HOW)
    assert done.rows == [
        {"name": "a", "number": "3", "other": "x"},
        {"name": "b", "number": "2"},
        {"name": "c", "number": "1"},
    ]
    assert done.changed == 2


@settings(deadline=None)
@given(base=ROW, mine=ROW, theirs=ROW)
def test_single_fields_are_merged_one_by_one(base: Row, mine: Row, theirs: Row) -> None:
    done = merge_single(base, mine, theirs, HOW)
    (row,) = done.rows
    was, here, there, now = (HOW.values(one) for one in (base, mine, theirs, row))
    clashing = {clash.name for clash in done.clashes}
    for place, name in enumerate(HOW.names):
        changed_here, changed_there = here[place] != was[place], there[place] != was[place]
        assert (name in clashing) == (
            changed_here and changed_there and here[place] != there[place]
        )
        assert now[place] == (here if changed_here and name not in clashing else there)[place]


def test_an_emptied_field_is_taken_out() -> None:
    done = merge_single(
        {"name": "a", "number": "1"}, {"name": "a"}, {"name": "a", "number": "1"}, HOW
    )
    assert (done.rows, done.changed) == ([{"name": "a"}], 1)
