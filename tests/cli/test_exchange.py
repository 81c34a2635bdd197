"""The commands of a class, one after the other as people use them."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner, Result

from workbook import chapters
from workbook.book import remarks
from workbook.book.opening import open_book
from workbook.cli import app
from workbook.store import open_store

MONTH, TODAY = "2026-12", "2026-12-09"
PAGES = len([name for name in chapters.pages() if name != "start"])
ROSTER = (
    "工号,姓名,班级,教练\n1001,王芳,冬季班,关宁\n1002,李 明,冬季班,关宁\n1003,周巍,冬季班,关宁\n"
)


def call(*words: str | Path, code: int = 0) -> str:
    found: Result = CliRunner().invoke(app, [str(one) for one in words])
    assert found.exit_code == code, found.output
    return found.output


def type_into(store: Path, chapter: str = "pacing", **body: str) -> None:
    """What a form does."""
    with open_store(store) as one:
        book = open_book(one, one.trainees()[0].id, MONTH, TODAY)
        entry = book.entry(chapter)
        book.save(chapter, {**(entry.body if entry else {}), **body}, entry.version if entry else 0)


@pytest.fixture
def coach(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A coach's store with a roster and a class file for everybody."""
    for name in ("WORKBOOK_STORE", "WORKBOOK_BANK"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    Path("名单.csv").write_text(ROSTER, "utf-8")
    store = tmp_path / "coach" / "workbook.db"
    call("import", "roster", "名单.csv", "--store", store)
    said = call(
        "class", "open", "冬季班", "--to", "冬季班.workbook", "--month", MONTH, "--store", store
    )
    assert "3 人" in said
    assert Path(f"{store}.keys").stat().st_mode & 0o777 == 0o600
    return store


def joined(name: str, *, at: str = "") -> Path:
    store = Path(at or name, "workbook.db").absolute()
    assert f"您是{name}" in call("join", "冬季班.workbook", "--as", name, "--store", store)
    return store


def handed_in(store: Path, *more: str) -> str:
    folder = Path("交 作业")
    return call("submit", "--to", folder, "--month", MONTH, "--yes", "--store", store, *more)


def collected(coach: Path, *more: str | Path, code: int = 0) -> str:
    where = more or ("交 作业",)
    return call("collect", *where, "--month", MONTH, "--store", coach, code=code)


def test_a_class_from_the_first_file_to_an_answer(coach: Path, tmp_path: Path) -> None:
    wang, li = joined("王芳"), joined("李 明")
    type_into(wang, answer="一")
    type_into(li, answer="二")
    said = handed_in(wang)
    assert "2026-12 王芳 第1次，要交的：" in said
    assert "月度节奏" in said
    assert "不带客户" in said
    handed_in(li)
    assert sorted(path.name for path in Path("交 作业").iterdir()) == [
        "2026-12 李 明 第1次.workbook",
        "2026-12 王芳 第1次.workbook",
    ]
    said = collected(coach)
    assert "收了 2 份，收过的 0 份，没收 0 份" in said
    assert f"王芳 1/{PAGES}" in said
    assert "还没交：周巍" in said
    assert "收了 0 份，收过的 2 份" in collected(coach)
    assert "周巍：还没交" in call("class", "--month", MONTH, "--store", coach)

    at = ("--month", MONTH, "--today", TODAY, "--store", coach)
    call("remark", "王芳", "pacing", "今天先打三个电话", "--field", "targets", *at)
    said = call("return", "冬季班", "--to", "还", "--month", MONTH, "--store", coach)
    assert "王芳：教练的话 1 条" in said
    assert "周巍：还没交过" in said
    said = call("collect", "还", "--month", MONTH, "--store", wang)
    assert "教练的话 1 条" in said
    with open_store(wang) as one:
        (thread,) = remarks.threads(open_book(one, "t1001", MONTH, TODAY))
        assert thread.text == "今天先打三个电话"
        remarks.answer(open_book(one, "t1001", MONTH, TODAY), thread.number, "打了")
    assert "给教练的回复 1 条" in handed_in(wang)
    assert "回复 1 条" in collected(coach)
    assert "打了" in call("remarks", "王芳", *at)


def test_a_second_pc_waits_until_the_coach_says_yes(coach: Path) -> None:
    first, second = joined("王芳"), joined("王芳", at="laptop")
    type_into(first, answer="一")
    type_into(second, tried="二")
    handed_in(first)
    handed_in(second)
    said = collected(coach, code=3)
    assert "workbook class accept t1001" in said
    assert "等您同意" in call("class", "--store", coach)
    assert "记下了" in call("class", "accept", "王芳", "--store", coach)
    assert "收了 1 份，收过的 1 份，没收 0 份" in collected(coach)
    with open_store(coach) as one:
        entry = one.latest("t1001", "pacing", MONTH)
        assert entry is not None
        assert entry.body == {"answer": "一", "tried": "二"}


def test_what_both_changed_is_settled_in_a_file_beside_the_store(coach: Path) -> None:
    wang = joined("王芳")
    type_into(wang, answer="一")
    handed_in(wang)
    collected(coach)
    type_into(wang, answer="二")
    with open_store(coach) as one:
        book = open_book(one, "t1001", MONTH, TODAY)
        book.save("pacing", {"answer": "教练改的"}, 1)
    handed_in(wang)
    said = collected(coach)
    assert "两边" in said
    (choices,) = coach.parent.glob("*.conflicts.csv")
    assert not list(Path("交 作业").glob("*.csv"))
    text = choices.read_text("utf-8-sig")
    head, line = text.splitlines()[:2]
    choices.write_text(f"{head}\r\n表里{line}\r\n", "utf-8-sig")
    call("import", "entries", choices, "--store", coach)
    with open_store(coach) as one:
        entry = one.latest("t1001", "pacing", MONTH)
        assert entry is not None
        assert entry.body == {"answer": "二"}


def test_a_store_of_the_last_format_hands_in(coach: Path) -> None:
    store = Path("old", "workbook.db").absolute()
    with open_store(coach) as one, open_store(store) as old:
        old.put_trainees([one.trainee("t1003")])
    type_into(store, answer="以前填的")
    with closing(sqlite3.connect(store)) as connection, connection:
        connection.execute("DROP TABLE lineage")
        connection.execute("DROP TABLE deliveries")
        connection.execute("UPDATE meta SET value = '3' WHERE name = 'schema'")
    call("join", "冬季班.workbook", "--as", "1003", "--store", store)
    handed_in(store)
    assert f"周巍 1/{PAGES}" in collected(coach)


def test_pages_come_back_under_names_of_ours(coach: Path) -> None:
    wang = joined("王芳")
    type_into(wang, answer="一")
    handed_in(wang)
    collected(coach)
    call("return", "冬季班", "--to", "还", "--formats", "xlsx", "--month", MONTH, "--store", coach)
    said = call("collect", "还", "--out", "还回来的", "--month", MONTH, "--store", wang)
    (path,) = Path("还回来的").iterdir()
    assert path.name == "王芳 pacing.xlsx"
    assert path.read_bytes().startswith(b"PK")
    assert path.name in said


def test_nothing_new_and_nobody_here_are_said(coach: Path) -> None:
    wang = joined("王芳")
    assert "--all" in call("submit", "--to", "x", "--store", wang, code=2)
    assert "workbook join" in call("submit", "--store", "nobody.db", code=2)
    assert "李 明 (1002)" in call("join", "冬季班.workbook", "--store", "two.db", code=2)
    assert "workbook class open" in call("class", "--store", "nobody.db", code=2)


def test_erasing_names_the_keys(coach: Path) -> None:
    assert "workbook.db.keys" in call("erase", "王芳", "--yes", "--store", coach)


def test_a_list_of_names_alone_is_a_roster(tmp_path: Path) -> None:
    store, names = tmp_path / "w.db", tmp_path / "名单.xlsx"
    made = openpyxl.Workbook()
    for cell in ("姓名", "王芳", None, "李 明"):
        made.active.append([cell])
    made.save(names)
    said = call("import", "roster", names, "--cohort", "冬季班", "--store", store)
    assert "“王芳”的编号定为" in said
    (tmp_path / "more.csv").write_text("周巍\n王芳\n", "utf-8")
    call("import", "roster", tmp_path / "more.csv", "--cohort", "冬季班", "--store", store)
    with open_store(store) as one:
        assert sorted(each.name for each in one.trainees("冬季班")) == ["周巍", "李 明", "王芳"]


def test_a_cohort_goes_out_as_spreadsheets_and_comes_back(coach: Path, tmp_path: Path) -> None:
    with open_store(coach) as one:
        open_book(one, "t1001", MONTH, TODAY).save("pacing", {"answer": "一"}, 0)
    at = ("--month", MONTH, "--today", TODAY)
    call("export", "--cohort", "冬季班", "--format", "xlsx", "--out", "表", *at, "--store", coach)
    names = ["2026-12 周巍.xlsx", "2026-12 李 明.xlsx", "2026-12 王芳.xlsx"]
    assert sorted(path.name for path in Path("表").iterdir()) == names
    elsewhere = tmp_path / "elsewhere.db"
    call("import", "roster", "名单.csv", "--store", elsewhere)
    files = sorted(Path("表").iterdir())
    said = call("import", "entries", *files, "--month", MONTH, "--store", elsewhere)
    assert "2026-12 王芳.xlsx:" in said
    assert "还没交：李 明、周巍" in said
    with open_store(elsewhere) as one:
        entry = one.latest("t1001", "pacing", MONTH)
        assert entry is not None
        assert entry.body == {"answer": "一"}
    for wrong in (("王芳",), ("--cohort", "冬季班", "王芳", "pacing"), ()):
        assert "--cohort" in call("export", *wrong, "--store", coach, code=2)
    assert "xlsx" in call("export", "--cohort", "冬季班", "--store", coach, code=2)
