"""The index: what it says, in whose language, and that it needs nothing but itself."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import pytest

from workbook.batch.index import index_html
from workbook.batch.ledger import Ledger, opened
from workbook.batch.records import Failure, Made, Record, Tally
from workbook.batch.request import Asked, Notebook, asked
from workbook.batch.storage import Folder
from workbook.store import Trainee

from .cohorts import CHEN, NOTEBOOKS, WANG

NOW = dt.datetime(2026, 12, 9, 18, 30, tzinfo=dt.UTC)
ZHAO = Trainee(id="an-zhao", name="$x$ & 赵", cohort="2026-a", branch="城西<i>")


def called(language: str = "") -> Asked:
    return asked(
        "2026-a",
        [ZHAO, CHEN, WANG],
        NOTEBOOKS,
        chapters=(),
        trainees=(),
        month="2026-12",
        today="2026-12-09",
        language=language,
    )


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return opened(Folder(tmp_path / "pages.ledger"), Folder(tmp_path / "pages"), [])


def enter(
    ledger: Ledger, name: str, counts: Mapping[str, int], failure: Failure | None = None
) -> None:
    """A page that was made, with its files, and perhaps failed since."""
    files = {f"{name}.html": "0", f"{name}.ipynb": "0"}
    tally = Tally(completeness=0.754, counts=dict(counts))
    made = Made(fingerprint="f", files=files, tally=tally, at=NOW, seconds=1)
    ledger.known[name] = Record(made=made, failure=failure)
    ledger.there.update(files)


def shown(
    ledger: Ledger, language: str = "", statuses: Mapping[str, str] = MappingProxyType({})
) -> str:
    return index_html(called(language), ledger, statuses, NOW)


def test_a_page_shows_how_far_it_is_and_its_findings_by_weight(ledger: Ledger) -> None:
    enter(ledger, "chen-jie/plan", {"must": 2, "should": 0, "could": 3})
    html = shown(ledger, statuses={"chen-jie/plan": "done"})
    assert "width:75%" in html
    assert 'href="chen-jie/plan.html"' in html
    assert 'href="chen-jie/plan.ipynb"' in html
    assert re.findall(r'<span aria-hidden="true">(.) (\d)</span>', html) == [("◆", "2"), ("○", "3")]
    assert "必须处理 2" in html
    assert "已重新生成" in html


def test_people_stand_by_their_ids_and_their_names_are_text(ledger: Ledger) -> None:
    html = shown(ledger)
    assert re.findall(r"<span>([a-z-]+)(?: ·|</span>)", html) == ["an-zhao", "chen-jie", "wang-lei"]
    assert "王磊 &lt;b&gt;&amp;" in html
    assert "城西&lt;i&gt;" in html


def test_a_failure_says_why_what_to_do_and_where_the_old_page_is(ledger: Ledger) -> None:
    failure = Failure(reason="timeout", limit=600, at=NOW)
    enter(ledger, "wang-lei/letter", {"must": 0, "should": 0, "could": 0}, failure)
    html = shown(ledger, statuses={"wang-lei/letter": "failed"})
    assert 'href="#wang-lei/letter"' in html
    assert 'id="wang-lei/letter"' in html
    assert "超过 600 秒没有算完" in html
    assert "再运行一次" in html
    assert "下面仍是 2026-12-09 18:30 生成的旧页" in html


def test_a_page_that_never_was_is_no_link(ledger: Ledger) -> None:
    html = shown(ledger)
    assert "<a href" not in html.partition("<tbody>")[2].partition("</tbody>")[0]
    assert html.count("没有这一页") == 6


@pytest.mark.parametrize(
    ("language", "code", "said"),
    [
        ("", "zh-Hans", "客户经营练习册"),
        ("en", "en", "customer workbook"),
        ("zh-Hant", "zh-Hant", "練"),
    ],
)
def test_the_index_speaks_the_language_of_most_or_the_one_asked_for(
    ledger: Ledger, language: str, code: str, said: str
) -> None:
    html = shown(ledger, language)
    assert f'<html lang="{code}">' in html
    assert said in html


def test_it_needs_nothing_but_itself(ledger: Ledger) -> None:
    html = shown(ledger)
    assert "<script" not in html
    assert not re.findall(r'(?:src|href)="[a-z]+:', html)


def test_notebooks_are_the_numbered_ones_in_their_order(tmp_path: Path) -> None:
    for name in ("10_review.ipynb", "00_start.ipynb", "notes.ipynb", "5_x.ipynb", "07_a_b.ipynb"):
        (tmp_path / name).write_text("{}", encoding="utf-8")
    found = asked(
        "2026-a", [CHEN], tmp_path, chapters=(), trainees=(), month="", today="", language=""
    )
    assert found.notebooks == (
        Notebook("start", "00_start.ipynb", "{}"),
        Notebook("a_b", "07_a_b.ipynb", "{}"),
        Notebook("review", "10_review.ipynb", "{}"),
    )
    assert found.coach is None
