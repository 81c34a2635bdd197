from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from workbook.errors import BadInput, NotFound
from workbook.store import Store, Trainee, id_for

from .samples import CHEN, WANG


def test_a_name_is_part_of_a_line() -> None:
    one = Trainee(
        id="li", name=" 陈\r\n洁\u202e\x1b[2J ", cohort="c", branch="滨河\t支行", coach="a\u2028b"
    )
    assert (one.name, one.branch, one.coach) == ("陈 洁 [2J", "滨河 支行", "a b")
    with pytest.raises(ValueError, match="name"):
        Trainee(id="li", name="\n\u200b", cohort="c")


def test_trainees_come_back_by_id_and_by_cohort(store: Store) -> None:
    assert store.trainees() == [CHEN, WANG]
    assert store.trainees("2026-b") == [WANG]
    assert store.trainees("2027") == []
    assert store.cohorts() == ["2026-a", "2026-b"]
    assert store.trainee("wang-lei") == WANG


def test_ids_sort_alike_in_every_database(store: Store) -> None:
    store.put_trainees(
        Trainee(id=name, name="某", cohort="c") for name in ("a-b", "a", "ab", "a-a")
    )
    assert [one.id for one in store.trainees("c")] == ["a", "a-a", "a-b", "ab"]


def test_putting_counts_only_the_new_and_the_changed(store: Store) -> None:
    moved = CHEN.model_copy(update={"branch": "城西支行"})
    newcomer = Trainee(id="zhao", name="赵", cohort="2026-a")
    assert store.put_trainees([CHEN, WANG]) == 0
    assert store.put_trainees([moved, WANG, newcomer, newcomer]) == 2
    assert store.trainees() == [moved, WANG, newcomer]


def test_one_id_with_two_different_lines_is_refused_whole(store: Store) -> None:
    twin = Trainee(id="zhao", name="赵一", cohort="c"), Trainee(id="zhao", name="赵二", cohort="c")
    with pytest.raises(BadInput, match=r"“zhao”.*two different lines"):
        store.put_trainees(twin)
    assert store.trainees("c") == []


def test_an_unknown_trainee_is_answered_with_the_nearest(store: Store) -> None:
    with pytest.raises(NotFound, match=r"chen-jei.*chen-jie"):
        store.trainee("chen-jei")


def test_a_line_that_is_wrong_stays_the_callers_error(store: Store) -> None:
    with pytest.raises(ValidationError, match="id"):
        store.put_trainees(Trainee(id=name, name="某", cohort="c") for name in ("zhao", "0012"))
    assert store.trainees() == [CHEN, WANG]


def test_half_a_character_in_a_branch_is_refused_in_words(store: Store) -> None:
    with pytest.raises(BadInput, match=r"无法保存.*cannot be stored"):
        store.put_trainees([Trainee(id="zhao", name="赵", cohort="c", branch="\ud800")])
    assert store.trainees() == [CHEN, WANG]


@pytest.mark.parametrize("name", ["", "0012", "Chen", "chen_jie", "陈洁", "a" * 41, "chen\n"])
def test_an_id_is_lower_case_letters_digits_and_hyphens(name: str) -> None:
    with pytest.raises(ValidationError, match="id"):
        Trainee(id=name, name="某", cohort="c")


# -- staff numbers and names ----------------------------------------------------------------------

AN = Trainee(id="t001234", name="安某", cohort="c")
ZHANG = Trainee(id="zhang-san", name="张 三", cohort="c", branch="东")
OTHER = Trainee(id="li-si", name="安某", cohort="d")


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("t001234", AN),
        ("001234", AN),
        ("００１２３４", AN),
        ("1234", AN),
        ("Zhang.San", ZHANG),
        ("zhang.san", ZHANG),
        ("张三", ZHANG),
        ("张 三", ZHANG),
    ],
)
def test_people_are_known_by_id_number_or_name(store: Store, name: str, meant: Trainee) -> None:
    store.put_trainees([AN, ZHANG], {AN.id: "001234", ZHANG.id: "Zhang.San"})
    assert store.trainee(name) == meant
    assert store.staff_numbers() == {AN.id: "001234", ZHANG.id: "Zhang.San"}


def test_two_people_of_one_name_are_told_apart_by_their_ids(store: Store) -> None:
    store.put_trainees([AN, OTHER])
    with pytest.raises(BadInput, match=r"li-si.*t001234.*li-si.*t001234"):
        store.trainee("安某")


@pytest.mark.parametrize(
    ("number", "taken", "made"),
    [
        ("chen-jie", (), "chen-jie"),
        ("001234", (), "t001234"),
        ("Zhang.San", (), "zhang-san"),
        ("Ｋｈ００１", (), "kh001"),
        ("KH_0001", ("kh-0001",), "kh-0001-2"),
        ("  -x-  ", (), "x"),
        ("a" * 50, ("a" * 40,), f"{'a' * 38}-2"),
    ],
)
def test_an_id_looks_like_the_number_it_is_given_for(
    number: str, taken: tuple[str, ...], made: str
) -> None:
    assert id_for(number, taken) == made


@given(st.text(min_size=1))
def test_any_number_gets_an_id_that_is_one(number: str) -> None:
    made = id_for(number, ())
    assert Trainee(id=made, name="某", cohort="c").id == id_for(made, ()) == made
