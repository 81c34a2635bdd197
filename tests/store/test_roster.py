from __future__ import annotations

import pytest
from pydantic import ValidationError

from workbook.errors import BadInput, NotFound
from workbook.store import Store, Trainee

from .samples import CHEN, WANG


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
