"""One file of a branch: each row goes to whom its column names, and nobody's row goes unsaid."""

from __future__ import annotations

from pathlib import Path

import pytest

from workbook.book import importing
from workbook.book.importing import Parted, ReadOptions
from workbook.errors import BadInput, NotFound
from workbook.store import Store, Trainee

WANG = Trainee(id="wang", name="王芳", cohort="c")
LI = Trainee(id="li", name="李强", cohort="c")
TWINS = [Trainee(id=f"zhang-{at}", name="张伟", cohort="c", branch=f"{at}") for at in (1, 2)]
HEAD = "客户号,资产,管户客户经理\n"
TEXT = (
    f"{HEAD}K1,100000,王芳\nK2,200000,李强\nK3,300000,王 芳\n"
    "K4,400000,001234\nK5,500000,张伟\nK6,600000,张伟（008）\n"
    "K7,700000,赵六\nK8,800000,赵六\nK9,900000,\nK10,x,王芳\n"
)


@pytest.fixture
def branch(store: Store) -> Store:
    store.put_trainees([WANG, LI, *TWINS], {"li": "001234", "zhang-2": "008"})
    return store


def brought(store: Store, path: Path, text: str, *, sure: bool = False, **how: str) -> Parted:
    path.write_text(text, encoding="utf-8")
    return importing.import_by(
        store, "customers", path, "管户客户经理", ReadOptions(**how), sure=sure
    )


def customers(store: Store, trainee: str) -> list[str]:
    found = store.imported(trainee, "customers")
    return [] if found is None else list(found["id"])


def test_names_numbers_and_both_together_find_their_people(branch: Store, tmp_path: Path) -> None:
    parted = brought(branch, tmp_path / "branch.csv", TEXT)
    assert customers(branch, "wang") == ["K1", "K3"]
    assert customers(branch, "li") == ["K2", "K4"]
    assert customers(branch, "zhang-1") == []
    assert customers(branch, "zhang-2") == ["K6"]
    assert parted.partly
    said = parted.told("zh-Hans")
    assert "2 行没有导入：“赵六”" in said
    assert "1 行没有导入：叫“张伟”的不止一位（zhang-1、zhang-2）" in said
    assert "1 行没有导入：“管户客户经理”是空的" in said
    assert "王芳（wang）" in said
    assert "K10" not in said.replace("第 11 行", "")
    again = brought(branch, tmp_path / "branch.csv", TEXT)
    assert again.whole.changed == 0


def test_the_rejected_rows_come_back_with_whose_they_are(branch: Store, tmp_path: Path) -> None:
    parted = brought(branch, tmp_path / "branch.csv", TEXT)
    listed = parted.whole.rejected
    assert listed is not None
    text = listed.read_text(encoding="utf-8-sig")
    assert "王芳" in text
    brought(branch, tmp_path / "mended.csv", text.replace(",x,", ",1000000,"))
    assert customers(branch, "wang") == ["K1", "K3", "K10"]
    assert customers(branch, "li") == ["K2", "K4"]


def test_whose_book_would_shrink_keeps_everybodys_waiting(branch: Store, tmp_path: Path) -> None:
    brought(branch, tmp_path / "a.csv", TEXT)
    less = TEXT.replace("K3,300000,王 芳\n", "").replace("K2,2", "K2,9")
    parted = brought(branch, tmp_path / "b.csv", less)
    assert parted.waits
    assert customers(branch, "wang") == ["K1", "K3"]
    assert "少了 1 位客户" in parted.told("zh-Hans")
    assert not brought(branch, tmp_path / "b.csv", less, sure=True).waits
    assert customers(branch, "wang") == ["K1"]


def test_a_column_that_is_not_there_is_answered_with_the_nearest(
    branch: Store, tmp_path: Path
) -> None:
    path = tmp_path / "b.csv"
    path.write_text(TEXT, encoding="utf-8")
    with pytest.raises(NotFound, match="管户客户经理"):
        importing.import_by(branch, "customers", path, "管户经理", ReadOptions())


def test_a_column_that_names_nobody_says_so(branch: Store, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="学员名单"):
        brought(branch, tmp_path / "b.csv", f"{HEAD}K1,100000,甲\nK2,200000,乙\n")
    assert branch.imports("wang") == []
