"""Files into the store: what is good is kept, what is not is told, the same adds nothing."""

from __future__ import annotations

import datetime as dt
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typed import CHEN, HUANG, MONTH, PACING, book_of

from workbook.book import importing
from workbook.book.importing import ReadOptions, Report
from workbook.book.trainee_workbook import Book
from workbook.errors import BadInput, NotFound, WorkbookError
from workbook.store import Store, open_store

ROSTER = "编号,姓名,班级,支行,语言\nwang-fang,王芳,2026-a,城东,zh-Hans\nli-na,李娜,2026-a,,en\n"
CUSTOMERS = "客户号,总资产\n0012,120000\n6222021234567890128,90000\n0014,abc\n0015,30000\n"


def written(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


def line(**changes: Any) -> str:
    given_ = {"trainee": CHEN.id, "chapter": "pacing", "key": MONTH, "body": PACING}
    return json.dumps(given_ | changes, ensure_ascii=False)


# -- the roster -----------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_roster_comes_in_once(store: Store, tmp_path: Path, encoding: str) -> None:
    path = written(tmp_path / "roster.csv", ROSTER, encoding)
    first, again = (importing.import_roster(store, path, ReadOptions()) for _ in range(2))
    assert (first.kept, first.changed, first.partly) == (2, 2, False)
    assert (again.kept, again.changed) == (2, 0)
    assert store.trainee("li-na").language == "en"
    assert store.trainee("wang-fang").branch == "城东"


def test_a_changed_line_changes_that_person_alone(store: Store, tmp_path: Path) -> None:
    importing.import_roster(store, written(tmp_path / "a.csv", ROSTER), ReadOptions())
    moved = written(tmp_path / "b.csv", ROSTER.replace("城东", "城西"))
    assert importing.import_roster(store, moved, ReadOptions()).changed == 1
    assert store.trainee("wang-fang").branch == "城西"
    assert store.trainee(CHEN.id) == CHEN


def test_lines_that_are_no_person_are_written_beside(store: Store, tmp_path: Path) -> None:
    bad = ROSTER + "1.2E+08,王芳,2026-a,,\nzhao-lei,赵磊,2026-a,,klingon\n"
    report = importing.import_roster(store, written(tmp_path / "roster.csv", bad), ReadOptions())
    assert (report.kept, report.partly) == (3, True)
    assert report.rejected == tmp_path / "roster.rejected.csv"
    beside = report.rejected.read_text(encoding="utf-8-sig")
    assert "1.2E+08" in beside
    assert "klingon" in importing.told(report)
    assert store.trainee("zhao-lei").language == "zh-Hans"
    assert str(report.rejected) in importing.told(report)


# -- customers ------------------------------------------------------------------------------------


def test_good_rows_load_and_the_others_are_listed_all_at_once(store: Store, tmp_path: Path) -> None:
    path = written(tmp_path / "customers.csv", CUSTOMERS)
    report = importing.import_customers(store, CHEN.id, "customers", path, ReadOptions())
    frame = store.imported(CHEN.id, "customers")
    assert frame is not None
    assert list(frame["id"]) == ["0012", "0015"]
    assert report.partly
    said = importing.told(report)
    assert "3" in said
    assert "4" in said
    assert "abc" in said
    again = importing.import_customers(store, CHEN.id, "customers", path, ReadOptions())
    assert again.changed == 0
    assert len(store.imports(CHEN.id)) == 1


def test_rejected_rows_that_cannot_be_written_beside_are_still_told(
    store: Store, tmp_path: Path
) -> None:
    stem = "c" * 240  # with what is added the name is longer than a file's name may be
    path = written(tmp_path / f"{stem}.csv", CUSTOMERS)
    report = importing.import_customers(store, CHEN.id, "customers", path, ReadOptions())
    assert (report.kept, report.partly, report.rejected) == (2, True, None)
    said = importing.told(report)
    assert f"{stem}.customers.rejected.csv" in said
    assert "abc" in said


def test_mended_rows_join_what_was_kept_without_them(store: Store, tmp_path: Path) -> None:
    path = written(tmp_path / "customers.csv", CUSTOMERS)
    first = importing.import_customers(store, CHEN.id, "customers", path, ReadOptions())
    assert first.rejected is not None
    mended = first.rejected.read_text(encoding="utf-8-sig").replace("abc", "50000")
    first.rejected.write_text(mended, encoding="utf-8-sig")
    again = importing.import_customers(store, CHEN.id, "customers", first.rejected, ReadOptions())
    kept = store.imported(CHEN.id, "customers")
    assert kept is not None
    assert len(kept) == first.kept + again.kept
    assert again.kept > 0


def test_a_file_without_a_good_row_leaves_what_was_there(store: Store, tmp_path: Path) -> None:
    path = written(tmp_path / "customers.csv", CUSTOMERS)
    first = importing.import_customers(store, CHEN.id, "customers", path, ReadOptions())
    head = path.read_text(encoding="utf-8").splitlines()[0]
    cells = ",".join(["abc"] * len(head.split(",")))
    path.write_text(f"{head}\n{cells}\n", encoding="utf-8")
    bad = importing.import_customers(store, CHEN.id, "customers", path, ReadOptions())
    kept = store.imported(CHEN.id, "customers")
    assert kept is not None
    assert (bad.kept, bad.changed, len(kept)) == (0, 0, first.kept)


def test_foreign_headings_are_read_with_a_mapping(store: Store, tmp_path: Path) -> None:
    path = written(tmp_path / "foreign.csv", "CLNT_NO;BAL_TOT\n0012;12.5\n")
    how = ReadOptions(language="en", columns={"CLNT_NO": "id", "BAL_TOT": "assets"})
    report = importing.import_customers(store, CHEN.id, "customers", path, how)
    assert (report.kept, report.changed) == (1, 1)


@pytest.mark.parametrize(
    ("trainee", "kind", "how", "nearest"),
    [
        ("chen", "customers", ReadOptions(), "chen-jie"),
        (CHEN.id, "customer", ReadOptions(), "customers"),
        (CHEN.id, "customers", ReadOptions(language="chinese"), "zh-Hans"),
        (CHEN.id, "customers", ReadOptions(columns={"客户号": "asets"}), "assets"),
    ],
)
def test_an_unknown_name_is_answered_with_the_nearest(
    store: Store, tmp_path: Path, trainee: str, kind: str, how: ReadOptions, nearest: str
) -> None:
    path = written(tmp_path / "customers.csv", CUSTOMERS)
    with pytest.raises(NotFound, match=nearest):
        importing.import_customers(store, trainee, kind, path, how)
    assert store.imports(CHEN.id) == []


def test_a_file_that_is_not_there_is_said(store: Store, tmp_path: Path) -> None:
    for bring in (importing.import_roster, lambda a, b, c: importing.import_entries(a, b)):
        with pytest.raises(BadInput, match=r"nowhere\.csv"):
            bring(store, tmp_path / "nowhere.csv", ReadOptions())


def test_an_upload_is_read_like_a_file(book: Book) -> None:
    report = importing.bring_customers(book, "customers", "my.csv", CUSTOMERS.encode("gb18030"))
    assert (report.kept, report.changed, report.rejected) == (2, 1, None)
    assert report.partly
    assert (
        importing.bring_customers(book, "customers", "my.csv", CUSTOMERS.encode("gb18030")).changed
        == 0
    )
    assert isinstance(book.customers()["customers"], pd.DataFrame)


# -- entries --------------------------------------------------------------------------------------


def test_entries_come_in_version_by_version_with_their_times(store: Store, tmp_path: Path) -> None:
    lines = [
        line(saved_at="2026-11-28T10:00:00+08:00", author="coach"),
        line(body=PACING | {"answer": "later"}, saved_at="2026-12-05T10:00:00Z"),
        line(chapter="prospects", body={}),
    ]
    path = written(tmp_path / "entries.jsonl", "\n".join(lines))
    first, again = (importing.import_entries(store, path) for _ in range(2))
    assert (first.kept, first.changed, first.partly) == (3, 3, False)
    assert (again.kept, again.changed) == (3, 0)
    book = book_of(store)
    early, late = book.history("pacing")
    assert (early.author, late.author) == ("coach", CHEN.id)
    assert early.saved_at == dt.datetime(2026, 11, 28, 2, tzinfo=dt.UTC)
    assert book.desk("pacing").planned.answer == PACING["answer"]
    assert not book.template("pacing").outdated


def test_a_page_that_is_there_is_joined_and_never_replaced(filled: Book, tmp_path: Path) -> None:
    help_ = {"what": "A second visit", "who": "Coach", "by": "12-20"}
    body = {"answer": "from a file", "helps": [help_], "fears": "calls at noon"}
    path = written(tmp_path / "e.jsonl", line(body=body))
    report = importing.import_entries(filled.store, path)
    assert report.changed == 1
    (problem,) = report.problems
    assert problem.startswith("e.jsonl:1: ")
    assert "from a file" in problem
    assert PACING["answer"] in problem
    entry = book_of(filled.store).entry("pacing")
    assert entry is not None
    assert entry.version == 2
    assert entry.body == {**PACING, "helps": [*PACING["helps"], help_]}
    again = importing.import_entries(filled.store, path)
    assert (again.changed, again.partly) == (0, True)


def test_a_line_follows_the_line_before_it(filled: Book, tmp_path: Path) -> None:
    before = {name: PACING[name] for name in ("answer", "reaction")}
    after = before | {"answer": "changed in the file"}
    lines = [line(body=before), line(body=after)]
    path = written(tmp_path / "e.jsonl", "\n".join(lines))
    report = importing.import_entries(filled.store, path)
    assert (report.changed, report.problems) == (1, ())
    entry = book_of(filled.store).entry("pacing")
    assert entry is not None
    assert entry.body == PACING | {"answer": "changed in the file"}


def test_the_same_words_saved_again_later_are_no_change(store: Store, tmp_path: Path) -> None:
    lines = [line(saved_at=f"2026-11-28T10:0{minute}:00+08:00") for minute in range(3)]
    path = written(tmp_path / "e.jsonl", "\n".join(lines))
    report = importing.import_entries(store, path)
    assert (report.kept, report.changed, len(book_of(store).history("pacing"))) == (3, 1, 1)


@pytest.mark.slow
def test_ten_thousand_lines_of_one_page_take_no_longer_each_than_the_first(
    store: Store, tmp_path: Path
) -> None:
    def seconds(key: str, count: int) -> float:
        lines = (line(key=key, body={"answer": f"{at}"}) for at in range(count))
        path = written(tmp_path / f"{key}.jsonl", "\n".join(lines))
        begun = time.process_time()
        report = importing.import_entries(store, path)
        assert (report.kept, report.changed) == (count, count)
        assert importing.import_entries(store, path).changed == 0
        return (time.process_time() - begun) / count

    few = seconds("2026-01", 100)
    assert seconds("2026-02", 2_000) < 3 * few


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        ("not JSON", "trainee"),
        ("[]", "trainee"),
        ("{}", "trainee"),
        (line(body=[]), "trainee"),
        (line(body="{}"), "trainee"),
        (line(more=1), "trainee"),
        (line(trainee=12), "trainee"),
        (line(chapter=None), "trainee"),
        ("[" * 100_000, "trainee"),
        (line(trainee="chen"), "chen-jie"),
        (line(chapter="pacin"), "pacing"),
        (line(key="2026-13"), "2026-12"),
        (line(key="december"), "2026-12"),
        (line(saved_at="yesterday"), "saved_at"),
        (line(saved_at="2026-12-01T09:00:00"), "saved_at"),
        (line(saved_at="0001-01-01T00:00:00+23:00"), "saved_at"),
        ('{"trainee":"chen-jie","chapter":"pacing","key":"2026-12","body":{"a":NaN}}', "50"),
    ],
)
def test_a_line_that_is_none_is_named_and_the_others_count(
    store: Store, tmp_path: Path, bad: str, said: str
) -> None:
    path = written(tmp_path / "e.jsonl", f"{line(body={})}\n\n{bad}\n{line()}\n")
    report = importing.import_entries(store, path)
    assert (report.kept, report.changed) == (2, 2)
    (problem,) = report.problems
    assert problem.startswith("e.jsonl:3: ")
    assert said in problem
    assert len(book_of(store).history("pacing")) == 2


def test_signs_that_end_a_line_elsewhere_end_none_here(store: Store, tmp_path: Path) -> None:
    answer = "one\u2028two\x85three\x0bfour\x1cfive"
    path = written(tmp_path / "e.jsonl", line(body={"answer": answer}) + "\r\n")
    assert importing.import_entries(store, path).problems == ()
    entry = book_of(store).entry("pacing")
    assert entry is not None
    assert entry.body["answer"] == answer


def test_a_file_in_another_encoding_is_said(store: Store, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="UTF-8"):
        importing.import_entries(store, written(tmp_path / "e.jsonl", line(), "gb18030"))


CELLS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["target", "day", "done", "indicator", "x"]), inner)
    ),
    max_leaves=6,
)
LINES = st.builds(
    lambda parts: json.dumps(parts, ensure_ascii=True),
    st.fixed_dictionaries(
        {},
        optional={
            "trainee": st.sampled_from([CHEN.id, "nobody", 3]),
            "chapter": st.sampled_from(["pacing", "prospects", "x"]),
            "key": st.sampled_from([MONTH, "2026-11", "", "2026-99"]),
            "body": st.dictionaries(
                st.sampled_from(["targets", "prospects", "answer", "scheme"]), CELLS, max_size=3
            )
            | CELLS,
            "saved_at": st.sampled_from(["", "2026-12-01T00:00:00+08:00", "x", 1]),
        },
    ),
)


@given(st.lists(LINES | st.text(max_size=20), max_size=6))
@settings(
    max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
def test_no_line_is_lost_without_a_word_and_every_page_opens(
    tmp_path_factory: pytest.TempPathFactory, lines: list[str]
) -> None:
    folder = tmp_path_factory.mktemp("entries")
    path = folder / "e.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8", errors="surrogatepass", newline="")
    with open_store(folder / "s.db") as store:
        store.put_trainees([CHEN])
        try:
            report = importing.import_entries(store, path)
        except BadInput:
            return
        # Bytes, because reading as text would end a line at a lone carriage return too.
        content = path.read_bytes().decode("utf-8-sig")
        asked = [one for one in content.split("\n") if one.strip()]
        assert report.kept + len(report.problems) == len(asked)
        book = book_of(store).still()
        for chapter in ("pacing", "prospects"):
            assert 0 <= book.completeness(chapter) <= 1
            assert book.findings(chapter) is not None


@given(st.binary(max_size=200))
@settings(max_examples=60, deadline=None)
def test_any_bytes_are_a_report_or_a_sentence(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    folder = tmp_path_factory.mktemp("any")
    path = folder / "any.csv"
    path.write_bytes(content)
    with open_store(folder / "s.db") as store:
        store.put_trainees([CHEN])
        for bring in (
            lambda: importing.import_roster(store, path, ReadOptions()),
            lambda: importing.import_customers(store, CHEN.id, "customers", path, ReadOptions()),
            lambda: importing.import_entries(store, path),
        ):
            assert told(bring)


def told(bring: Callable[[], Report]) -> str:
    try:
        return importing.told(bring())
    except WorkbookError as error:
        return str(error)


# -- remarks --------------------------------------------------------------------------------------


def remark(**changes: Any) -> str:
    given = {"trainee": CHEN.id, "chapter": "pacing", "key": MONTH, "text": "看一遍", "author": "a"}
    return json.dumps(given | changes, ensure_ascii=False)


def test_remarks_come_in_with_their_answers_and_times(store: Store, tmp_path: Path) -> None:
    store.write_remark(CHEN.id, "journey", MONTH, text="before", author="a")
    lines = [
        remark(field="targets", banked="targets_empty", written_at="2026-12-01T10:00:00+08:00"),
        remark(trainee=HUANG.id, text="another"),
        remark(text="done", role="trainee", author=CHEN.id, about=1),
    ]
    path = written(tmp_path / "remarks.jsonl", "\n".join(lines))
    first, again = (importing.import_remarks(store, path) for _ in range(2))
    assert (first.kept, first.changed, first.partly) == (3, 3, False)
    assert (again.kept, again.changed, again.partly) == (3, 0, False)
    _, asked, answered = store.remarks(CHEN.id)
    assert (asked.number, asked.field, asked.banked) == (2, "targets", "targets_empty")
    assert asked.written_at == dt.datetime(2026, 12, 1, 2, tzinfo=dt.UTC)
    assert (answered.about, answered.role, answered.text) == (2, "trainee", "done")
    assert [one.text for one in store.remarks(HUANG.id)] == ["another"]


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        ("not JSON", "author"),
        ("[]", "author"),
        (remark(more=1), "author"),
        (remark(role="boss"), "author"),
        (remark(about="1"), "author"),
        (remark(trainee="chen"), "chen-jie"),
        (remark(chapter="pacin"), "pacing"),
        (remark(key="december"), "2026-12"),
        (remark(text=" "), "Nothing is written"),
        (remark(about=3), "no remark"),
        (remark(about=9), "no remark"),
        (remark(trainee="huang-li", about=1), "no remark"),
        (remark(written_at="yesterday"), "written_at"),
    ],
)
def test_a_remark_that_is_none_is_named_and_the_others_count(
    store: Store, tmp_path: Path, bad: str, said: str
) -> None:
    lines = [remark(), "", bad, remark(text="done", about=3), remark(text="done", about=1)]
    report = importing.import_remarks(store, written(tmp_path / "r.jsonl", "\n".join(lines)))
    assert (report.kept, report.changed) == (2, 2)
    first, answer = report.problems
    assert first.startswith("r.jsonl:3: ")
    assert said in first
    assert answer.startswith("r.jsonl:4: ")
    assert [one.about for one in store.remarks(CHEN.id)] == [0, 1]
