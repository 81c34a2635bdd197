"""The first import of transactions says what looks like our own bank, and never waits for it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from workbook.book.importing import own_bank
from workbook.cli import app
from workbook.customers.bank_file import marks_for
from workbook.store import Store, Trainee, bank_files, open_store

BRANCH = "江州城市商业银行股份有限公司滨江支行"
HEADING = "客户号,交易日期,摘要,发生额,借贷标志,对方行名\n"
FILE = HEADING + f"A1,2026-11-25,转账,600,借,{BRANCH}\nA2,2026-11-26,江州宝转入,600,借,\n"


@pytest.fixture(autouse=True)
def at_home(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(bank_files.VARIABLE, raising=False)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "s" / "workbook.db") as one:
        one.put_trainees([Trainee(id="t1", name="甲", cohort="试")])
        yield one


def bring(store: Store, text: str = FILE, language: str = "zh-Hans") -> Result:
    file = Path(store.place).parent / "t.csv"
    file.write_text(text, encoding="utf-8")
    words = ["import", "transactions", str(file), "--trainee", "t1", "--store", store.place]
    return CliRunner().invoke(app, [*words, "--today", "2026-11-30", "--language", language])


def test_it_says_what_looks_like_our_bank_with_the_lines_to_write(store: Store) -> None:
    done = bring(store)
    assert done.exit_code == 0, done.output
    file = own_bank.place(store)
    assert "“江州城市商业银行”占 100%（1 笔），像是本行自己" in done.output
    assert f"请核对，然后写进 {file}" in done.output
    lines = 'names: ["江州城市商业银行"]\nown_products: ["江州宝转入"]\n'
    assert lines in done.output
    assert not file.exists()  # nobody was there to be asked
    file.write_text(lines, encoding="utf-8")
    marks = marks_for(*store.bank())
    assert marks.is_ours(BRANCH)
    assert "own_products" in marks.of("江州宝转入")


def test_in_english(store: Store) -> None:
    assert "it looks like our own" in bring(store, language="en").output


@pytest.mark.parametrize("words", ["names: [江州城市商业银行]\n", "names: []\n", ""])
def test_where_the_bank_has_spoken_nothing_is_said(store: Store, words: str) -> None:
    own_bank.place(store).write_text(words, encoding="utf-8")
    assert "bank.yaml" not in bring(store).output


def test_where_nothing_looks_like_it_nothing_is_said(store: Store) -> None:
    text = HEADING + "A1,2026-11-25,转账,600,借,本行\nA2,2026-11-26,购买理财,600,借,\n"
    assert "bank.yaml" not in bring(store, text).output
    assert own_bank.guess(store, ["t1"], "balances") is None


@pytest.mark.parametrize("yes", [True, False])
def test_an_answer_is_written_and_asked_once(store: Store, *, yes: bool) -> None:
    bring(store)
    found = own_bank.guess(store, ["t1"], "transactions")
    assert found is not None
    path = own_bank.answered(store, found, yes=yes)
    assert path == Path(store.place).with_name("bank.yaml")
    assert marks_for(*store.bank()).is_ours(BRANCH) == yes
    assert own_bank.guess(store, ["t1"], "transactions") is None
