"""The whole way: a store and notebooks in, pages, an index and a ledger out."""

from __future__ import annotations

import getpass
import json
import re
import shutil
import socket
import sqlite3
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
import pytest

from workbook.batch import Step
from workbook.batch.lock import alone
from workbook.batch.storage import Folder
from workbook.errors import BadInput, ContentError, NotFound, StoreError

from .cohorts import CHEN, NOTEBOOKS, WANG, Cohort, canary, names, type_in

PAGES = {
    f"{one.id}/{chapter}.{kind}"
    for one in (CHEN, WANG)
    for chapter in ("plan", "letter")
    for kind in ("html", "ipynb")
}


# -- one run by processes, looked at from all sides -----------------------------------------------


def test_every_chapter_of_every_trainee_is_there(ran: Cohort) -> None:
    assert set(ran.files()) == PAGES | {"index.html", "cohort.html"}
    assert sorted(path.name for path in ran.out.iterdir()) == [
        "chen-jie", "cohort.html", "index.html", "wang-lei",
    ]  # fmt: skip


def test_a_log_has_a_line_a_page_without_names_of_people(ran: Cohort) -> None:
    lines = ran.said.getvalue().splitlines()
    pages = [line for line in lines if re.fullmatch(r"\d/5 [a-z -]+ done \d+\.\d s", line)]
    assert len(pages) == 5
    assert sorted(line[0] for line in pages) == list("12345")
    assert lines[-1] == str(ran.out / "index.html")
    assert "陈洁" not in ran.said.getvalue()


def test_nobody_reads_what_somebody_else_typed(ran: Cohort) -> None:
    for name, data in ran.files().items():
        owner, _, _ = name.partition("/")
        for one in (CHEN, WANG):
            if owner == one.id and "plan" in name:
                assert canary(one.id).encode() in data
            elif owner != one.id:
                assert canary(one.id).encode() not in data


def test_no_page_knows_the_machine_it_was_made_on(ran: Cohort) -> None:
    machine = [str(ran.folder), str(Path.home()) + "/", sys.prefix, str(NOTEBOOKS), "file://"]
    machine += [f"/{getpass.getuser()}/", "/.work"]
    host = re.compile(rf"\b{re.escape(socket.gethostname())}\b".encode())
    for name, data in ran.files().items():
        assert not [word for word in machine if word.encode() in data], name
        # A short name turns up by chance in a picture's letters.
        assert not host.search(re.sub(rb"[A-Za-z0-9+/]{40,}", b"", data)), name


def test_a_notebook_says_how_it_was_made_and_hides_its_code(ran: Cohort) -> None:
    notebook = nbformat.read(ran.out / "wang-lei" / "plan.ipynb", as_version=4)
    assert notebook.metadata.papermill.parameters == {
        "trainee": "wang-lei",
        "month": "2026-12",
        "today": "2026-12-09",
        "language": "en",
        "store": "workbook.db",
        "mode": "report",
    }
    assert notebook.metadata.papermill.input_path == "01_plan.ipynb"
    assert all(
        cell.metadata.jupyter.source_hidden for cell in notebook.cells if cell.cell_type == "code"
    )


def test_only_declared_parameters_are_passed(ran: Cohort) -> None:
    notebook = nbformat.read(ran.out / "chen-jie" / "letter.ipynb", as_version=4)
    assert "mode" not in notebook.metadata.papermill.parameters


def test_a_run_has_a_folder_and_a_profile_of_its_own(ran: Cohort) -> None:
    assert "[&#39;workbook.db&#39;]" in ran.html("chen-jie/plan.html")


def test_a_page_is_in_its_trainee_s_language(ran: Cohort) -> None:
    assert '<html lang="en">' in ran.html("wang-lei/plan.html")
    assert '<html lang="zh-Hans">' in ran.html("chen-jie/plan.html")


def test_the_cohort_s_page_sees_everybody_and_records_no_store(ran: Cohort) -> None:
    html = ran.html("cohort.html")
    assert "<p>chen-jie</p><p>wang-lei</p>" in html
    assert "store.db" not in html


def test_a_second_run_makes_nothing_and_still_tells(ran: Cohort) -> None:
    before = ran.files()
    summary = ran.run()
    assert len(summary.unchanged) == 5
    assert summary.done == summary.failed == ()
    del before["index.html"]
    assert before.items() <= ran.files().items()
    assert "没有变化" in ran.html("index.html")


def test_whoever_watches_is_told_each_page_once(ran: Cohort) -> None:
    steps: list[Step] = []
    ran.run(watch=steps.append)
    assert [(one.number, one.total) for one in steps] == [(n, 5) for n in range(1, 6)]
    assert {one.page.name for one in steps} == {
        *("chen-jie/plan", "chen-jie/letter", "wang-lei/plan", "wang-lei/letter", "cohort"),
    }
    assert {one.page.status for one in steps} == {"unchanged"}


def test_a_run_for_one_trainee_leaves_the_cohort_s_page(ran: Cohort) -> None:
    summary = ran.run(trainees=["chen-jie"])
    assert names(summary.unchanged) == ["chen-jie/letter", "chen-jie/plan"]
    assert summary.done == ()
    assert 'href="cohort.html"' in ran.html("index.html")


# -- what is made again ---------------------------------------------------------------------------


@pytest.mark.slow
def test_only_what_changed_is_made_again(cohort: Cohort) -> None:
    first = cohort.run(chapters=["letter"])
    assert names(first.done) == ["chen-jie/letter", "wang-lei/letter"]
    type_in(cohort.store, "wang-lei", "more")
    second = cohort.run(chapters=["letter"])
    assert names(second.done) == ["wang-lei/letter"]
    assert names(second.unchanged) == ["chen-jie/letter"]
    (cohort.out / "chen-jie" / "letter.html").write_text("spoilt", encoding="utf-8")
    assert names(cohort.run(chapters=["letter"]).done) == ["chen-jie/letter"]
    shutil.rmtree(cohort.out)
    assert len(cohort.run(chapters=["letter"]).done) == 2


@pytest.mark.parametrize("change", [{"today": "2026-12-10"}, {"force": True}])
def test_a_change_of_the_call_makes_the_page_again(
    cohort: Cohort, change: dict[str, object]
) -> None:
    only = {"chapters": ["letter"], "trainees": ["chen-jie"]}
    cohort.run(**only)
    assert names(cohort.run(**only).unchanged) == ["chen-jie/letter"]
    assert names(cohort.run(**only, **change).done) == ["chen-jie/letter"]


def test_a_banks_own_words_make_every_page_anew(cohort: Cohort) -> None:
    only = {"chapters": ["letter"]}
    cohort.run(**only)
    words = cohort.store.with_name("bank.yaml")
    words.write_text("names: [江州银行]\n", encoding="utf-8")
    assert names(cohort.run(**only).done) == ["chen-jie/letter", "wang-lei/letter"]
    assert len(cohort.run(**only).unchanged) == 2
    words.unlink()
    assert len(cohort.run(**only).done) == 2


def test_a_banks_words_that_are_wrong_stop_the_run_before_any_page(cohort: Cohort) -> None:
    cohort.store.with_name("bank.yaml").write_text("nams: [江州银行]\n", encoding="utf-8")
    with pytest.raises(ContentError, match=r"bank\.yaml:1:1: "):
        cohort.run(chapters=["letter"])
    assert not cohort.out.exists()


def test_a_part_of_the_cohort_leaves_the_rest_of_the_index(cohort: Cohort) -> None:
    cohort.run(chapters=["letter"], trainees=["wang-lei"])
    cohort.run(chapters=["plan"], trainees=["chen-jie"])
    html = cohort.html("index.html")
    assert 'href="wang-lei/letter.html"' in html
    assert 'href="chen-jie/plan.html"' in html
    assert 'href="chen-jie/letter.html"' not in html


# -- what fails, fails alone ----------------------------------------------------------------------


def test_a_broken_trainee_fails_alone_and_keeps_the_older_page(cohort: Cohort) -> None:
    cohort.run(chapters=["letter"])
    old = cohort.html("wang-lei/letter.html")
    type_in(cohort.store, "wang-lei", "BROKEN")
    failed = cohort.run(chapters=["letter"])
    assert names(failed.failed) == ["wang-lei/letter"]
    assert names(failed.unchanged) == ["chen-jie/letter"]
    assert "wang-lei/letter.log" in failed.failed[0].reason
    assert cohort.html("wang-lei/letter.html") == old
    index, log = cohort.html("index.html"), cohort.html("wang-lei/letter.log")
    assert 'id="wang-lei/letter"' in index
    assert "下面仍是" in index
    assert log == "ValueError\n  cell 4, line 6\n"
    assert "canary" not in log + index + cohort.said.getvalue()
    type_in(cohort.store, "wang-lei", "well")
    assert names(cohort.run(chapters=["letter"]).done) == ["wang-lei/letter"]
    assert not (cohort.out / "wang-lei" / "letter.log").exists()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("DAMAGED", "读不出。 / Cannot be read. [workbook.db: X]"),
        ("DEADLY", "计算进程没了"),
        ("SLOW", "超过 1 秒没有算完"),
    ],
)
def test_reasons_are_in_plain_words(cohort: Cohort, typed: str, reason: str) -> None:
    type_in(cohort.store, "chen-jie", typed)
    failed = cohort.run(chapters=["letter"], trainees=["chen-jie"], timeout=1).failed
    assert names(failed) == ["chen-jie/letter"]
    assert reason in failed[0].reason
    assert str(cohort.folder) not in cohort.html("index.html")


def test_rows_that_cannot_be_read_fail_their_trainee_alone(cohort: Cohort) -> None:
    database = sqlite3.connect(cohort.store)
    database.execute("update entries set body = cast(x'ff' as text) where trainee = 'wang-lei'")
    database.commit()
    database.close()
    summary = cohort.run(chapters=["letter"])
    assert names(summary.failed) == ["wang-lei/letter"]
    assert names(summary.done) == ["chen-jie/letter"]
    assert "store.db" in summary.failed[0].reason
    assert str(cohort.folder) not in cohort.html("index.html")


def test_a_kernel_that_cannot_be_warm_is_said_once(
    cohort: Cohort, monkeypatch: pytest.MonkeyPatch
) -> None:
    about = {"argv": ["python", "-m", "ipykernel_launcher", "-f", "{connection_file}"]}
    kernel = about | {"display_name": "", "language": "python", "env": {"BANKS_OWN": "1"}}
    folder = cohort.folder / "jupyter" / "kernels" / "python3"
    folder.mkdir(parents=True)
    (folder / "kernel.json").write_text(json.dumps(kernel), encoding="utf-8")
    monkeypatch.setenv("JUPYTER_PATH", str(cohort.folder / "jupyter"))
    assert len(cohort.run(chapters=["letter"]).done) == 2
    said = [line for line in cohort.said.getvalue().splitlines() if "kernel.json" in line]
    assert len(said) == 1
    assert "python3 has settings of its own" in said[0]
    assert len(cohort.run(chapters=["letter"]).unchanged) == 2


WHO = "import os; print(open(f'/proc/{os.getppid()}/cmdline').read())"


@pytest.mark.slow
def test_one_page_needs_no_warm_process_and_two_do(cohort: Cohort, tmp_path: Path) -> None:
    cohort.executor, cohort.notebooks = None, tmp_path / "own"
    cohort.notebooks.mkdir()
    about = {"kernelspec": {"name": "python3", "display_name": "", "language": "python"}}
    who = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(WHO)], metadata=about)
    nbformat.write(who, cohort.notebooks / "01_who.ipynb")
    cohort.run(trainees=["chen-jie"])
    assert "workbook.batch.kernels.zygote" not in cohort.html("chen-jie/who.html")
    cohort.run(force=True)
    assert "workbook.batch.kernels.zygote" in cohort.html("chen-jie/who.html")


# -- calls that make no sense ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "nearest"),
    [
        ({"trainees": ["chen-ji"]}, "chen-jie"),
        ({"chapters": ["plans"]}, "plan"),
        ({"language": "zh"}, "zh-Hans"),
    ],
)
def test_an_unknown_name_gets_the_nearest_ones(
    cohort: Cohort, change: dict[str, object], nearest: str
) -> None:
    with pytest.raises(NotFound, match=nearest):
        cohort.run(**change)
    assert not cohort.out.exists()


@pytest.mark.parametrize("change", [{"month": "2026-13"}, {"today": "9 December"}])
def test_a_month_or_day_that_is_none_is_refused(cohort: Cohort, change: dict[str, str]) -> None:
    with pytest.raises(BadInput):
        cohort.run(**change)


def test_a_store_that_is_not_there_is_refused(cohort: Cohort) -> None:
    with pytest.raises(StoreError):
        cohort.run(store=cohort.folder / "none.db")


def test_two_runs_of_one_folder_at_once_are_refused(cohort: Cohort) -> None:
    with alone(Folder(cohort.out), "other"), pytest.raises(BadInput, match="--out"):
        cohort.run()
    assert not cohort.out.exists()


def test_an_output_folder_that_cannot_be_written_is_said(cohort: Cohort) -> None:
    cohort.out.write_text("a file", encoding="utf-8")
    with pytest.raises(BadInput, match="pages"):
        cohort.run()


@pytest.mark.slow
@pytest.mark.parametrize("left", ["nothing", "an empty folder", "a file", "its pages"])
def test_a_folder_that_is_removed_while_pages_are_made_is_said(cohort: Cohort, left: str) -> None:
    cohort.executor = None
    meeting = cohort.folder / "meeting"
    meeting.mkdir()
    type_in(cohort.store, "chen-jie", f"WAIT:{meeting}")

    def remove() -> None:
        while not list(meeting.glob("*.begun")):
            time.sleep(0.05)
        # Somebody who tidies up with a sync client or a script may leave any of these.
        shutil.rmtree(cohort.out / ".work" if left == "its pages" else cohort.out)
        if left == "an empty folder":
            cohort.out.mkdir()
        elif left == "a file":
            cohort.out.touch()
        (meeting / "go").touch()

    remover = threading.Thread(target=remove)
    remover.start()
    with pytest.raises(BadInput, match="was removed or moved while the run was at work"):
        cohort.run(chapters=["letter"], workers=1)
    remover.join()
    said = cohort.said.getvalue()
    assert "输出文件夹被删掉" in said
    assert "另一次运行" not in said
    assert cohort.out.exists() == (left != "nothing")
    if left == "a file":
        cohort.out.unlink()
    assert len(cohort.run(chapters=["letter"]).done) == 2


def test_a_ledger_that_is_removed_while_pages_are_made_is_said(cohort: Cohort) -> None:
    def remove(_step: Step) -> None:
        shutil.rmtree(f"{cohort.out}.ledger", ignore_errors=True)

    with pytest.raises(BadInput, match=r"pages \{x\}\.ledger.*was removed or moved"):
        cohort.run(chapters=["letter"], watch=remove)
    assert len(cohort.run(chapters=["letter"]).done) == 2


def test_an_executor_that_was_passed_in_goes_on_living(
    cohort: Cohort, threads: ThreadPoolExecutor
) -> None:
    cohort.run(chapters=["letter"], trainees=["chen-jie"])
    assert threads.submit(int, "3").result() == 3
