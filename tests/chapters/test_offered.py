"""A bank's own tool in a distribution of its own, installed beside ours."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

MODULE = '''
"""What a customer pays in a year."""

import pandas as pd

from workbook.chapters.shared.context import Finding
from workbook.chapters.shared.tool import Tool
from workbook.domain.fields import Money
from workbook.domain.templates import Frozen, ToolPack


class Fees(Frozen):
    paid: Money | None = None


def rows(desk):
    paid = desk.record.paid
    return pd.DataFrame([] if paid is None else [(paid,)], columns=["paid"])


def findings(desk):
    return [] if desk.record.paid else [Finding("fees", "no_fees", ("paid",))]


TOOL = Tool(record=Fees, pack=ToolPack, tables={"fees": rows}, findings=findings)
'''
NUMBERS = """
rules: {no_fees: {weight: should, source: ours}}
tables: {fees: {source: ours, columns: {paid: {unit: money}}}}
"""
WORDS = """
label: %(label)s
question: %(label)s?
fields: {paid: {label: %(label)s, help: %(label)s, example: "1"}}
rules: {no_fees: {label: %(label)s, says: %(label)s 0, attempt: %(label)s 1}}
tables: {fees: {title: %(label)s, columns: {paid: {label: %(label)s}}}}
"""
ASKED = """
import json, sys
from workbook import chapters
from workbook.book import template_check
from workbook.book.opening import open_book
from workbook.export.tables import table_as
from workbook.pages import start
from workbook.pages.copies import page_of
from workbook.store import Trainee, open_store

with open_store(sys.argv[1]) as store:
    store.put_trainees([Trainee(id="chen-jie", name="Chen", cohort="one", language="en")])
    book = open_book(store, "chen-jie", "2026-12", "2026-12-09", "en")
    before = [one.rule for one in book.findings("fees")]
    book.save("fees", {"paid": "3"}, 0)
    told = {
        "names": chapters.names(),
        "page": page_of("fees"),
        "before": before,
        "after": [one.rule for one in book.findings("fees")],
        "table": table_as(book, "fees", "fees", "csv"),
        "listed": "Service fees" in start.progress(book).text,
        "problems": template_check.problems(),
    }
print(json.dumps(told))
"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A folder as pip leaves it: the bank's package with its template, and what it offers."""
    templates = tmp_path / "bank_tools" / "templates" / "fees"
    templates.mkdir(parents=True)
    (tmp_path / "bank_tools" / "__init__.py").touch()
    (tmp_path / "bank_tools" / "fees.py").write_text(MODULE, "utf-8")
    (templates / "fees.yaml").write_text(NUMBERS, "utf-8")
    (templates / "zh.yaml").write_text(WORDS % {"label": "手续费"}, "utf-8")
    (templates / "en.yaml").write_text(WORDS % {"label": "Service fees"}, "utf-8")
    offered(tmp_path, "fees = bank_tools.fees:TOOL")
    return tmp_path


def offered(site: Path, line: str) -> None:
    described = site / "bank_tools-1.0.dist-info"
    described.mkdir(exist_ok=True)
    metadata = "Metadata-Version: 2.1\nName: bank-tools\nVersion: 1.0\n"
    (described / "METADATA").write_text(metadata, "utf-8")
    (described / "entry_points.txt").write_text(f"[workbook.tools]\n{line}\n", "utf-8")


def ran(site: Path, code: str, *given: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", code, *given]
    around = os.environ | {"PYTHONPATH": str(site)}
    return subprocess.run(command, env=around, capture_output=True, text=True, check=False)


def test_it_is_found_beside_the_folders_and_works_like_ours(site: Path) -> None:
    done = ran(site, ASKED, str(site / "workbook.db"))
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["names"][0] == "agenda"
    assert told["names"][-1] == "fees"
    assert (told["before"], told["after"]) == (["no_fees"], [])
    assert told["table"].splitlines()[-1].endswith("30000.0")  # 3 万元, in yuan
    assert told["page"] == "start"
    assert told["listed"]
    assert told["problems"] == []


def test_its_template_is_checked_like_ours(site: Path) -> None:
    words = site / "bank_tools" / "templates" / "fees" / "en.yaml"
    words.write_text(words.read_text("utf-8").replace("question:", "asks:"), "utf-8")
    code = "from workbook.book import template_check as t; print('\\n'.join(t.problems()))"
    done = ran(site, code)
    assert "fees/en.yaml:3:1: asks" in done.stdout, done.stdout + done.stderr


def test_what_is_no_tool_is_refused_in_a_sentence(site: Path) -> None:
    offered(site, "fees = bank_tools.fees:Fees")
    done = ran(site, "from workbook import chapters; chapters.chapter('fees')")
    assert "workbook.tools: fees = bank_tools.fees:Fees: " in done.stderr
    assert " / This is ModelMetaclass; it has to be a " in done.stderr


def test_a_tool_of_ours_is_not_replaced(site: Path) -> None:
    offered(site, "pacing = bank_tools.fees:TOOL")
    done = ran(site, "from workbook import chapters; print(chapters.chapter('pacing').reads)")
    assert done.stdout.strip() == "('prospects',)", done.stderr
