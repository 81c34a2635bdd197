"""The command line: each command, what it says, and with which code it ends."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import typer
from typed import CHEN, COHORT, MONTH, PACING, TODAY, book_of
from typer.testing import CliRunner, Result

import workbook
from workbook import chapters, content
from workbook.book import remarks
from workbook.book.trainee_workbook import Book
from workbook.cli import app
from workbook.cli.options import told
from workbook.customers.pack import TABLES
from workbook.server import cohort_cache
from workbook.server.cohort_rows import Known, Scene
from workbook.store import Store, open_store

DONE, BAD_CALL, PARTLY = 0, 2, 3
WORKBOOK = str(Path(sys.executable).parent / "workbook")
HEAVY = ("pandas", "sqlalchemy", "matplotlib", "papermill", "nbformat", "ipywidgets", "openpyxl")
CHINESE = re.compile("[\u4e00-\u9fff]")
OF_TYPER = {  # the options that every program made with it has
    "Show this message and exit.",
    "Install completion for the current shell.",
    "Show completion for the current shell, to copy it or customize the installation.",
}


def call(*words: str | Path, given: str = "", **environment: str) -> Result:
    """A command in this process; what it wrote and its exit code."""
    return CliRunner().invoke(app, [str(one) for one in words], input=given, env=environment)


def refused(result: Result, *said: str) -> None:
    """The call was wrong: one sentence about it, in two languages, and no traceback."""
    assert result.exit_code == BAD_CALL, result.output
    assert isinstance(result.exception, SystemExit | None), result.exception
    assert "Traceback" not in result.output
    assert " / " in result.stderr
    assert CHINESE.search(result.stderr)
    for one in said:
        assert one in result.stderr


def below(command: Any) -> dict[str, Any]:
    """The commands of a group, by name."""
    return getattr(command, "commands", {})


def commands() -> Iterator[list[str]]:
    for name, command in below(typer.main.get_command(app)).items():
        yield [name]
        yield from ([name, one] for one in below(command))


@pytest.fixture
def to(filled: Book, path: Path) -> list[str]:
    """The options that name the store, the trainee and the day."""
    return ["--store", str(path), "--trainee", CHEN.id, "--month", MONTH, "--today", TODAY]


def without(options: list[str], name: str) -> list[str]:
    at = options.index(name)
    return options[:at] + options[at + 2 :]


# -- the door itself ------------------------------------------------------------------------------


def in_a_process(*words: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """The command as ``python -m workbook``, its bytes as they come."""
    given = {**os.environ, **environment}
    return subprocess.run(
        [sys.executable, "-m", "workbook", *words], env=given, capture_output=True, check=False
    )


@pytest.mark.parametrize("option", ["--version", "-v"])
def test_the_version_is_said(option: str) -> None:
    assert call(option).output == f"workbook {workbook.__version__}\n"


def test_short_help_is_help() -> None:
    assert call("run", "-h").output == call("run", "--help").output


def test_completion_is_offered() -> None:
    assert "--install-completion" in call("--help").output


@pytest.mark.slow
def test_a_table_goes_through_a_console_that_lacks_signs(to: list[str]) -> None:
    """The cards' table has a minus that GBK does not know; the shell sends it to a file."""
    options = [*to, "--format", "csv"]
    whole = in_a_process("table", "journey", "cards", *options, PYTHONIOENCODING="utf-8")
    lacking = in_a_process("table", "journey", "cards", *options, PYTHONIOENCODING="gbk")
    assert (lacking.returncode, lacking.stderr) == (DONE, b"")
    assert "\N{MINUS SIGN}" in whole.stdout.decode()
    assert lacking.stdout.decode("gbk") == re.sub("\N{MINUS SIGN}", "-", whole.stdout.decode())


def test_a_table_is_written_for_excel(to: list[str], tmp_path: Path) -> None:
    out = tmp_path / "cards.csv"
    words = ("table", "journey", "cards", *to, "--format", "csv")
    done = in_a_process(*words, "--out", str(out), PYTHONIOENCODING="gbk")
    assert (done.returncode, done.stdout.decode("gbk").strip()) == (DONE, str(out))
    assert out.read_bytes().startswith(b"\xef\xbb\xbfstage,")
    assert "\N{MINUS SIGN}" in out.read_text("utf-8-sig")
    assert out.stat().st_mode & 0o777 == 0o600


def test_a_table_is_not_written_through_a_link(to: list[str], tmp_path: Path) -> None:
    target, link = tmp_path / "target", tmp_path / "link.csv"
    link.symlink_to(target)
    refused(call("table", "pacing", "weeks", *to, "--format", "csv", "--out", link), "link.csv")
    assert not target.exists()


@pytest.mark.slow
def test_a_remark_with_an_emoji_is_listed_on_any_console(filled: Book, path: Path) -> None:
    remarks.write(filled, "pacing", "做得好😀")
    options = ("--store", str(path), "--month", MONTH, "--today", TODAY)
    done = in_a_process("remarks", CHEN.id, *options, PYTHONIOENCODING="gbk")
    assert (done.returncode, done.stderr) == (DONE, b"")
    assert "做得好?" in done.stdout.decode("gbk")


def modes(folder: Path) -> set[int]:
    return {one.stat().st_mode & 0o777 for one in folder.rglob("*") if one.is_file()}


@pytest.mark.parametrize(("shared", "mode"), [([], 0o600), (["--shared"], 0o644)])
def test_what_is_written_is_as_private_as_the_store(
    filled: Book, path: Path, tmp_path: Path, shared: list[str], mode: int
) -> None:
    out = tmp_path / "out"
    at = ["--store", path, "--month", MONTH, "--today", TODAY]
    before = os.umask(0o022)
    try:
        for shape in ("xlsx", "ics"):
            name = out / f"page.{shape}"
            done = call(*shared, "export", CHEN.id, "pacing", "--format", shape, "--out", name, *at)
            assert done.exit_code == DONE, done.output
        assert os.umask(0o022) == 0o022  # the caller's own, as it was
    finally:
        os.umask(before)
    assert modes(out) == {mode}


# -- help -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", [[], *commands()], ids=" ".join)
def test_help_is_in_both_languages(command: list[str]) -> None:
    result = call(*command, "--help", COLUMNS="200")
    assert result.exit_code == DONE
    found: Any = typer.main.get_command(app)
    for word in command:
        found = below(found)[word]
    said = [found.help, *(one.help for one in found.params)]
    for text in said:
        assert text, command
        if text not in OF_TYPER:
            assert re.search("[A-Za-z]{2}", text), text
            assert CHINESE.search(text), text


def test_help_waits_for_nothing_heavy() -> None:
    code = f"import sys, workbook.cli; print([one for one in {HEAVY} if one in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.slow
def test_the_installed_command_answers(filled: Book, path: Path, tmp_path: Path) -> None:
    words = [WORKBOOK, "table", "pacing", "weeks", "--trainee", CHEN.id, "--month", MONTH]
    environment = {**os.environ, "WORKBOOK_STORE": str(path), "LC_ALL": "C"}
    done = subprocess.run(
        [*words, "--format", "json"],
        env=environment,
        cwd=tmp_path,
        capture_output=True,
        check=False,
    )
    assert done.returncode == DONE, done.stderr.decode()
    assert [row["week"] for row in json.loads(done.stdout)][:5] == [
        "previous_w4",
        "w1",
        "w2",
        "w3",
        "w4",
    ]
    wrong = subprocess.run(
        [*words, "--format", "pdf"], env=environment, capture_output=True, check=False
    )
    assert wrong.returncode == BAD_CALL
    assert b"Traceback" not in wrong.stderr


@pytest.mark.parametrize("words", [["tabel"], ["import", "customer"], ["run"], ["table"]])
def test_a_call_that_is_none_ends_with_2(words: list[str]) -> None:
    result = call(*words)
    assert result.exit_code == BAD_CALL
    assert "Traceback" not in result.output


# -- tables ---------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("chapter", chapters.names())
def test_any_table_comes_out_in_any_format(chapter: str, to: list[str]) -> None:
    for name in chapters.chapter(chapter).tables:
        found = {
            shape: call("table", chapter, name, *to, "--format", shape)
            for shape in ("csv", "json", "md")
        }
        assert {one.exit_code for one in found.values()} == {DONE}, name
        rows = json.loads(found["json"].stdout)
        assert len(list(csv.reader(io.StringIO(found["csv"].stdout)))) == len(rows) + 1
        assert len(found["md"].stdout.splitlines()) == len(rows) + 2


def test_a_table_holds_raw_numbers_under_the_tables_own_names(to: list[str]) -> None:
    (first, _) = json.loads(call("table", "pacing", "targets", *to, "--format", "json").stdout)
    assert (first["indicator"], first["target"], first["done"]) == (
        "investment_sales",
        2_290_000,
        700_000,
    )


def test_a_table_speaks_the_language_that_is_asked_for(to: list[str]) -> None:
    said = call("table", "pacing", "targets", *to, "--language", "en").stdout
    assert "Investment sales" in said
    assert CHINESE.search(call("table", "pacing", "targets", *to).stdout)


@pytest.mark.parametrize(
    ("words", "nearest"),
    [
        (["table", "pacin", "weeks"], "pacing"),
        (["table", "pacing", "week"], "weeks"),
        (["table", "pacing", "weeks", "--format", "cvs"], "csv"),
        (["table", "pacing", "weeks", "--trainee", "chen-jei"], "chen-jie"),
        (["table", "pacing", "weeks", "--month", "2026-13"], "2026-12"),
        (["table", "pacing", "weeks", "--month", "Dec"], "2026-12"),
        (["table", "pacing", "weeks", "--language", "english"], "en"),
        (["table", "pacing", "weeks", "--today", "12-09"], "2026-12-09"),
    ],
)
def test_an_unknown_name_is_answered_with_the_nearest(
    words: list[str], nearest: str, to: list[str]
) -> None:
    refused(call(*words[:3], *to, *words[3:]), nearest)


@pytest.mark.parametrize("language", ["zh-Hans", "en"])
@pytest.mark.parametrize("chapter", chapters.names())
def test_without_a_name_all_tables_are_listed(chapter: str, language: str) -> None:
    said = call("table", chapter, "--language", language)
    assert said.exit_code == DONE
    words = chapters.chapter(chapter).pack
    titles = content.load(chapter, language, words).model_dump()["tables"]
    lines = said.stdout.splitlines()
    assert [line.split()[0] for line in lines] == list(chapters.chapter(chapter).tables)
    for line, name in zip(lines, chapters.chapter(chapter).tables, strict=True):
        assert line.endswith(f"  {titles[name]['title']}")


def test_a_wrong_table_is_answered_with_all_that_there_are(to: list[str]) -> None:
    said = call("table", "pacing", "cards", *to)
    assert said.exit_code == BAD_CALL
    lines = said.output.splitlines()
    assert "“pacing”没有“cards”这张表" in lines[0]
    assert [line.split()[0] for line in lines[1:]] == list(chapters.chapter("pacing").tables)


@pytest.mark.slow
def test_whom_a_flag_keeps_off_a_table_is_said_beside_it() -> None:
    at = ("--trainee", CHEN.id, "--month", MONTH, "--today", TODAY, "--store", "samples")
    said = call("table", "journey", "queue", *at, "--format", "csv")
    assert "因标记没有列出的客户：" in said.stderr
    assert "因标记" not in said.stdout


def test_a_table_needs_somebody_whose_it_is() -> None:
    refused(call("table", "pacing", "weeks"), "--trainee")


# -- pages ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "nearest"),
    [
        (["run", "2026-wintr"], COHORT),
        (["run", COHORT, "--chapters", "pacing,strat"], "start"),
        (["run", COHORT, "--trainees", "chen"], "chen-jie"),
        (["run", COHORT, "--language", "fr"], "en"),
        (["run", COHORT, "--month", "2026-00"], "2026-12"),
    ],
)
def test_a_batch_of_nobody_is_refused_before_it_begins(
    words: list[str], nearest: str, filled: Book, path: Path, tmp_path: Path
) -> None:
    refused(call(*words, "--store", path, "--out", tmp_path / "out"), nearest)
    assert not list((tmp_path / "out").glob("**/*.html"))


@pytest.mark.parametrize(("shape", "begins"), [("xlsx", b"PK"), ("ics", b"BEGIN:VCALENDAR")])
def test_a_page_is_written_and_its_place_said(
    shape: str, begins: bytes, to: list[str], tmp_path: Path
) -> None:
    out = tmp_path / f"page.{shape}"
    options = without(to, "--trainee")
    result = call("export", CHEN.id, "pacing", *options, "--format", shape, "--out", out)
    assert result.exit_code == DONE, result.output
    assert result.stdout.strip() == str(out)
    assert out.read_bytes().startswith(begins)


@pytest.mark.parametrize(
    ("words", "nearest"),
    [
        ([CHEN.id, "pacing", "--format", "docx"], "html"),
        ([CHEN.id, "pacin", "--format", "xlsx"], "pacing"),
        (["chen", "pacing", "--format", "ics"], CHEN.id),
        ([CHEN.id, "prospects", "--format", "ics"], "pacing"),
    ],
)
def test_a_page_that_there_is_none_of_is_refused(
    words: list[str], nearest: str, to: list[str]
) -> None:
    refused(call("export", *words, *without(to, "--trainee")), nearest)


def test_a_page_goes_out_as_a_spreadsheet_and_comes_in_again(
    to: list[str], path: Path, store: Store, tmp_path: Path
) -> None:
    out = tmp_path / "page.xlsx"
    options = without(to, "--trainee")
    call("export", CHEN.id, "pacing", *options, "--format", "xlsx", "--out", out)
    result = call("import", "entries", out, "--store", path)
    assert result.exit_code == DONE, result.output
    assert [one.body for one in book_of(store).history("pacing")] == [PACING]


def test_a_lab_for_nobody_is_refused(filled: Book, path: Path, tmp_path: Path) -> None:
    words = ["lab", "--store", path, "--folder", tmp_path / "pages", "--no-browser"]
    root = ("--", "--allow-root")  # root is told first that it is root
    refused(call(*words, "--trainee", "chen", *root), "chen-jie")
    refused(call(*words, "--trainee", CHEN.id, "--month", "12", *root), "2026-12")


# -- files in -------------------------------------------------------------------------------------


def test_a_roster_comes_in_once(tmp_path: Path) -> None:
    file = tmp_path / "roster.csv"
    file.write_bytes("编号,姓名,班级\nwang-fang,王芳,2026-a\n".encode("gb18030"))
    for changed in ("1", "0"):
        result = call("import", "roster", file, "--store", tmp_path / "new" / "s.db")
        assert result.exit_code == DONE, result.output
        assert f"有变化 {changed} 处" in result.stdout
    with open_store(tmp_path / "new" / "s.db") as store:
        assert store.trainee("wang-fang").name == "王芳"


@pytest.mark.parametrize("kind", TABLES)
def test_every_kind_of_table_can_be_brought(kind: str, store: Store, path: Path) -> None:
    samples = sorted(Path(__file__).parents[2].glob(f"data/samples/chen-jie/{kind}.*"))
    assert samples
    copy = shutil.copy(samples[0], path.parent)
    words = ["import", kind, copy, "--trainee", CHEN.id, "--store", path, "--today", TODAY]
    first, again = call(*words), call(*words)
    assert {first.exit_code, again.exit_code} <= {DONE, PARTLY}, first.output
    assert "有变化 1 处" in first.stdout
    assert "有变化 0 处" in again.stdout
    assert [one.kind for one in store.imports(CHEN.id)] == [kind]


def test_rejected_rows_end_with_3_and_are_written_beside(store: Store, path: Path) -> None:
    file = path.parent / "book.csv"
    file.write_text("NO;TOTAL\n0012;5\n0013;abc\n", encoding="utf-8")
    columns = path.parent / "map.yaml"
    columns.write_text("NO: id\nTOTAL: assets\n", encoding="utf-8")
    words = ["import", "customers", file, "--trainee", CHEN.id, "--store", path]
    result = call(*words, "--columns", columns, "--language", "en")
    assert result.exit_code == PARTLY
    assert "book.customers.rejected.csv" in result.stdout
    assert "abc" in (path.parent / "book.customers.rejected.csv").read_text(encoding="utf-8-sig")


def test_entries_come_in_and_a_bad_line_ends_with_3(store: Store, path: Path) -> None:
    good = {"trainee": CHEN.id, "chapter": "pacing", "key": MONTH, "body": PACING}
    file = path.parent / "entries.jsonl"
    file.write_text(f"{json.dumps(good)}\n{{}}\n", encoding="utf-8")
    result = call("import", "entries", file, "--store", path)
    assert result.exit_code == PARTLY
    assert "entries.jsonl:2:" in result.stdout
    assert len(book_of(store).history("pacing")) == 1


def test_the_files_of_a_class_come_in_at_once_and_a_bad_one_stops_no_other(
    store: Store, path: Path
) -> None:
    good = {"trainee": CHEN.id, "chapter": "pacing", "key": MONTH, "body": PACING}
    file, alien = path.parent / "entries.jsonl", path.parent / "alien.xlsx"
    file.write_text(json.dumps(good), encoding="utf-8")
    alien.write_bytes(b"PK\x03\x04 no workbook")
    result = call("import", "entries", alien, file, "--store", path)
    assert result.exit_code == PARTLY, result.output
    assert "alien.xlsx:" in result.stdout
    assert result.stderr
    assert len(book_of(store).history("pacing")) == 1
    assert call("import", "entries", file, file, "--store", path).exit_code == DONE


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["customers", "nowhere.csv", "--trainee", CHEN.id], "nowhere.csv"),
        (["customers", "nowhere.csv", "--trainee", "chen"], CHEN.id),
        (["roster", "nowhere.csv", "--language", "english"], "en"),
        (["roster", "nowhere.csv", "--columns", "nowhere.yaml"], "nowhere.yaml"),
        (["entries", "nowhere.xlsx"], "nowhere.xlsx"),
        (["entries", "nowhere.jsonl"], "nowhere.jsonl"),
        (["customers", "x.csv", "--trainee", CHEN.id, "--today", "soon"], "soon"),
    ],
)
def test_a_file_or_a_name_that_is_none_is_refused(
    words: list[str], said: str, store: Store, path: Path
) -> None:
    result = call("import", *words, "--store", path)
    assert result.exit_code == BAD_CALL, result.output
    assert said in result.stderr
    assert "Traceback" not in result.output


# -- remarks --------------------------------------------------------------------------------------


@pytest.fixture
def page(filled: Book, path: Path) -> list[str]:
    """The options that name the store, the month and the day."""
    return ["--store", str(path), "--month", MONTH, "--today", TODAY]


def test_a_remark_is_read_from_standard_input(page: list[str], store: Store) -> None:
    """What stands among the arguments is in the list of processes, for everybody to read."""
    assert call("remark", CHEN.id, "pacing", "-", *page, given="先约三位\n").exit_code == DONE
    assert [one.text for one in store.remarks(CHEN.id)] == ["先约三位"]


def test_a_remark_is_written_to_a_field_and_seen_in_the_list(page: list[str], store: Store) -> None:
    words = ["remark", CHEN.id, "pacing", "先约三位", "--field", "targets", "--author", "王教练"]
    result = call(*words, *page)
    assert result.exit_code == DONE, result.output
    assert result.stdout.splitlines()[0] == "#1 月度节奏 · 2026-12 · 本月目标 · 待回复 / open"
    assert "王教练: 先约三位" in result.stdout
    (written,) = store.remarks(CHEN.id)
    assert (written.chapter, written.key, written.field) == ("pacing", MONTH, "targets")
    remarks.answer(book_of(store), 1, "约了两位")
    listed = call("remarks", CHEN.id, *page, "--language", "en").stdout
    assert "This month's targets · 已回复 / answered" in listed
    assert "↳ 12-08 09:00 chen-jie: 约了两位" in listed


def test_a_remark_without_field_and_author_is_the_coachs_on_the_chapter(
    page: list[str], store: Store
) -> None:
    assert call("remark", CHEN.id, "journey", "看一遍", *page).exit_code == DONE
    (written,) = store.remarks(CHEN.id)
    assert (written.field, written.author, written.role) == ("", CHEN.coach, "coach")


def test_what_somebody_typed_is_text_in_the_terminal(page: list[str], store: Store) -> None:
    hostile = "[red]x[/red] [link=a]b[/link] \x1b[2J\x07\u202e\n#9 faked"
    assert call("remark", CHEN.id, "pacing", hostile, *page).exit_code == DONE
    said = call("remarks", CHEN.id, *page).stdout
    assert "[red]x[/red] [link=a]b[/link] �[2J��\n     #9 faked" in said
    assert store.remarks(CHEN.id)[0].text == hostile


def test_a_month_without_remarks_has_an_empty_list(page: list[str]) -> None:
    result = call("remarks", CHEN.id, *page)
    assert (result.exit_code, result.stdout) == (DONE, "")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["remark", "chen", "pacing", "x"], CHEN.id),
        (["remark", CHEN.id, "pacin", "x"], "pacing"),
        (["remark", CHEN.id, "pacing", "x", "--field", "target"], "targets"),
        (["remark", CHEN.id, "pacing", " "], "Nothing is written"),
        (["remarks", "chen"], CHEN.id),
    ],
)
def test_a_remark_that_makes_no_sense_is_refused(
    words: list[str], said: str, page: list[str], store: Store
) -> None:
    refused(call(*words, *page), said)
    assert store.remarks(CHEN.id) == []


def test_the_samples_take_no_remark() -> None:
    refused(call("remark", CHEN.id, "pacing", "x", "--store", "samples"), "samples")


# -- care -----------------------------------------------------------------------------------------


def test_the_templates_are_sound() -> None:
    result = call("check")
    assert (result.exit_code, result.stderr) == (DONE, "")
    assert "sound" in result.stdout


@pytest.mark.parametrize(("answer", "gone"), [("n\n", False), ("", False), ("y\n", True)])
def test_erasing_asks_first(
    filled: Book, store: Store, path: Path, answer: str, gone: bool
) -> None:
    result = call("erase", CHEN.id, "--store", path, given=answer)
    assert (result.exit_code == DONE) is gone
    assert CHEN.id in result.output
    assert (CHEN.id in [one.id for one in store.trainees()]) is not gone


def test_what_was_worked_out_of_somebody_is_erased_too(
    filled: Book, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    scene, known = Scene(MONTH, TODAY), Known("stamp", ())
    cohort_cache.keep(cohort_cache.place(), "a store", scene, {CHEN.id: known, "huang-li": known})
    assert call("erase", CHEN.id, "--store", path, "--yes").exit_code == DONE
    assert list(cohort_cache.kept(cohort_cache.place(), "a store", scene)) == ["huang-li"]
    assert CHEN.id.encode() not in cohort_cache.place().read_bytes()


def test_erasing_need_not_ask(filled: Book, store: Store, path: Path) -> None:
    result = call("erase", CHEN.id, "--store", path, "--yes")
    assert (result.exit_code, result.stdout.split()[0]) == (DONE, "3")
    refused(call("erase", CHEN.id, "--store", path, "--yes"), "huang-li")


def test_a_backup_comes_back(filled: Book, store: Store, path: Path, tmp_path: Path) -> None:
    copy, another = tmp_path / "copy.db", tmp_path / "another.db"
    assert call("backup", copy, "--store", path).exit_code == DONE
    refused(call("backup", copy, "--store", path), str(copy))
    assert call("restore", copy, "--store", another).exit_code == DONE
    refused(call("restore", copy, "--store", another), str(another))
    again = call("restore", copy, "--store", another, "--force")
    assert again.exit_code == DONE
    assert ".before-restore" in again.stdout
    with open_store(another, read_only=True) as restored:
        assert restored.content_hash(CHEN.id) == store.content_hash(CHEN.id)


def test_a_backup_that_is_not_there_is_refused(path: Path, tmp_path: Path) -> None:
    refused(call("restore", tmp_path / "nowhere.db", "--store", path), "nowhere.db")


# -- where the store is ---------------------------------------------------------------------------


def test_the_store_is_named_by_the_environment(filled: Book, to: list[str]) -> None:
    options = without(to, "--store")
    result = call("table", "pacing", "targets", *options, WORKBOOK_STORE=to[1])
    assert result.exit_code == DONE, result.output
    assert "229.00" in result.stdout


def test_the_option_outweighs_the_environment(to: list[str]) -> None:
    result = call("table", "pacing", "targets", *to, WORKBOOK_STORE="/nowhere/x.db")
    assert result.exit_code == DONE, result.output


def test_without_either_it_lies_in_the_persons_own_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.delenv("WORKBOOK_STORE", raising=False)
    file = tmp_path / "roster.csv"
    file.write_text("id,name,cohort\nwang-fang,Wang,2026-a\n", encoding="utf-8")
    assert call("import", "roster", file).exit_code == DONE
    assert list(tmp_path.rglob("*.db"))


@pytest.mark.slow
def test_the_samples_can_be_looked_at_and_not_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    words = ["--trainee", CHEN.id, "--month", MONTH, "--store", "samples"]
    assert call("table", "pacing", "targets", *words).exit_code == DONE
    refused(call("erase", CHEN.id, "--yes", "--store", "samples"), "samples")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("content", "said"), [(b"not a database at all, but long enough", "x.db"), (b"", "x.db")]
)
@pytest.mark.parametrize(
    "command", [["table", "pacing", "weeks", "--trainee", CHEN.id], ["backup"]]
)
def test_a_store_that_is_none_is_said(
    command: list[str], content: bytes, said: str, tmp_path: Path
) -> None:
    store = tmp_path / "x.db"
    store.write_bytes(content)
    more = [str(tmp_path / "copy.db")] if command == ["backup"] else []
    refused(call(*command, *more, "--store", store), said)
    assert store.read_bytes() == content


@pytest.mark.parametrize("address", ["nosuch://host/name", "/nowhere/at/all.db", "."])
def test_an_address_that_is_none_is_said(address: str) -> None:
    refused(call("table", "pacing", "weeks", "--trainee", CHEN.id, "--store", address))


def test_a_damaged_page_of_the_store_is_said(filled: Book, path: Path, to: list[str]) -> None:
    with filled.store.engine.begin() as connection:
        connection.exec_driver_sql("update entries set body = '{'")
    refused(call("table", "pacing", "weeks", *to), str(path))


def test_a_locked_store_is_said(
    filled: Book, path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with filled.store.engine.connect() as busy:
        busy.exec_driver_sql("select 1")  # the engine begins every transaction IMMEDIATE
        with pytest.raises(typer.Exit) as ended, told(), open_store(path, timeout=0.05) as store:
            store.erase(CHEN.id)
    assert ended.value.exit_code == BAD_CALL
    assert str(path) in capfd.readouterr().err


def test_a_store_that_may_only_be_read_is_said(
    filled: Book, path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(typer.Exit) as ended, told(), open_store(path, read_only=True) as store:
        store.erase(CHEN.id)
    assert ended.value.exit_code == BAD_CALL
    assert str(path) in capfd.readouterr().err
    assert len(filled.history("pacing")) == 1


def test_a_batch_with_a_broken_page_ends_with_3(filled: Book, path: Path, tmp_path: Path) -> None:
    with filled.store.engine.begin() as connection:
        connection.exec_driver_sql("update entries set body = '{'")
    words = ["run", COHORT, "--store", path, "--out", tmp_path / "out", "--workers", "1"]
    words += ["--month", MONTH, "--today", TODAY, "--trainees", CHEN.id, "--chapters", "start"]
    result = call(*words)
    assert result.exit_code == PARTLY, result.output
    assert "Traceback" not in result.output
    assert (tmp_path / "out" / "index.html").is_file()


@pytest.mark.parametrize(
    "chapters",
    [
        ["--chapters", "start", "--chapters", "pacing"],
        ["--chapters", "start,pacing"],
        ["--chapters", "start, ", "--chapters", "pacing,start"],
    ],
)
def test_an_option_that_comes_twice_counts_twice(
    store: Store, path: Path, tmp_path: Path, chapters: list[str]
) -> None:
    words = ["run", COHORT, "--store", path, "--out", tmp_path / "out", "--month", MONTH, *chapters]
    refused(call(*words, "--trainees", CHEN.id, "--trainees", "nobody-here"), "nobody-here")
    refused(call(*words, "--chapters", "strat", "--trainees", CHEN.id), "strat")


@pytest.mark.slow
def test_each_of_several_languages_has_a_folder(filled: Book, path: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    words = ["run", COHORT, "--store", path, "--out", out, "--workers", "1", "--month", MONTH]
    words += ["--today", TODAY, "--trainees", CHEN.id, "--chapters", "start"]
    refused(call(*words, "--language", "zh-Hant,fr"), "fr")
    assert not out.exists()
    assert call(*words, "--language", "zh-Hant,en").exit_code == DONE
    for language in ("en", "zh-Hant"):
        page = (out / language / CHEN.id / "start.html").read_text(encoding="utf-8")
        assert f'<html lang="{language}">' in page


# -- what an import replaces ----------------------------------------------------------------------


def test_what_would_lose_much_is_refused_without_yes_and_comes_back(
    store: Store, path: Path, tmp_path: Path
) -> None:
    large, small = tmp_path / "large.csv", tmp_path / "small.csv"
    large.write_text("客户号,资产\n" + "".join(f"K{at},{at}00000\n" for at in range(9)), "utf-8")
    small.write_text("客户号,资产\nK1,100000\n", encoding="utf-8")
    words = ("--trainee", CHEN.name, "--store", path)
    assert call("import", "customers", large, *words).exit_code == DONE
    result = call("import", "customers", small, *words)
    refused(result, "--yes")
    assert "1 行替换原有的 9 行（少了 8 位客户" in result.stdout
    assert len(store.imports(CHEN.id)) == 1
    result = call("import", "customers", small, *words, "--yes")
    assert result.exit_code == DONE
    assert "--restore 1" in result.stdout
    assert call("imports", CHEN.name, "--store", path, "--restore", "1").exit_code == DONE
    kept = store.imported(CHEN.id, "customers")
    assert kept is not None
    assert len(kept) == 9
    listed = call("imports", CHEN.id, "--store", path)
    assert [line.split(".")[0].strip() for line in listed.stdout.splitlines()] == ["1", "2", "3"]
    refused(call("imports", CHEN.id, "--store", path, "--restore", "7"), "7")


def test_whose_customers_must_be_said_once(store: Store, path: Path, tmp_path: Path) -> None:
    file = tmp_path / "c.csv"
    file.write_text("客户号,资产,经理\nK1,100000,陈洁\nK2,100000,谁\n", encoding="utf-8")
    refused(call("import", "customers", file, "--store", path), "--by")
    both = ("--by", "经理", "--trainee", CHEN.id)
    refused(call("import", "customers", file, "--store", path, *both), "--trainee")
    result = call("import", "customers", file, "--store", path, "--by", "经理")
    assert result.exit_code == PARTLY
    assert "“谁”" in result.stdout
    assert [one.rows for one in store.imports(CHEN.id)] == [1]


def test_a_store_is_checked_row_by_row(book: Book, path: Path) -> None:
    book.save("pacing", PACING, 0)
    assert call("check", "--store", path).exit_code == DONE
    with closing(sqlite3.connect(path)) as other, other:
        other.execute("UPDATE entries SET body = replace(body, '229', '228')")
    result = call("check", "--store", path)
    assert result.exit_code == PARTLY
    assert "entries" in result.stdout
    assert "229" not in result.stdout
    refused(call("check", "--store", path.with_name("nowhere.db")), "nowhere.db")


def test_the_usual_store_is_checked_where_none_is_named(book: Book, path: Path) -> None:
    book.save("pacing", PACING, 0)
    for words in (["check"], ["check", "--store"], ["check", "--store", path]):
        result = call(*words, WORKBOOK_STORE=str(path))
        assert result.exit_code == DONE, result.output
        assert f"store: 没有问题 / sound [{path}]" in result.stdout
    with closing(sqlite3.connect(path)) as other, other:
        other.execute("UPDATE entries SET body = replace(body, '229', '228')")
    for words in (["check"], ["check", "--store"]):
        result = call(*words, WORKBOOK_STORE=str(path))
        assert result.exit_code == PARTLY
        assert "entries" in result.stdout
    none = call("check", WORKBOOK_STORE=str(path.with_name("nowhere.db")))
    assert none.exit_code == DONE
    assert "store: 还没有 / none yet" in none.stdout
