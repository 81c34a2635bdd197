"""Every rule fires once and is silent once, by the examples of its tool."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML
from typed import MONTH, book_of

from workbook import chapters
from workbook.book.importing import ReadOptions, import_customers
from workbook.store import Store

EXAMPLES = {
    path.parent.name: YAML(typ="safe", pure=True).load(path.read_text("utf-8"))
    for path in sorted((Path(__file__).parent.parent / "chapters").glob("*/examples.yaml"))
}
# Their own tests hold the same for these, rule by rule.
IN_TESTS = {"action_plan", "battle_map", "journey", "pacing", "prospects"}


def test_every_tool_has_examples() -> None:
    assert EXAMPLES.keys() == set(chapters.names()) - IN_TESTS


@pytest.mark.parametrize("tool", EXAMPLES)
def test_every_rule_has_an_example(tool: str, store: Store) -> None:
    assert set(EXAMPLES[tool]["rules"]) == set(book_of(store).pack(tool).rules)


@pytest.mark.parametrize("tool", EXAMPLES)
def test_every_rule_fires_once_and_is_silent_once(tool: str, store: Store, tmp_path: Path) -> None:
    given = EXAMPLES[tool]
    _import(store, given.get("customers", ()), tmp_path / "customers.csv")
    assert _rules(store, tool, given["sound"], MONTH) == []
    for rule, one in given["rules"].items():
        month = str(one.get("month", MONTH))
        fires, near = (given["sound"] | one.get(name, {}) for name in ("fires", "near"))
        assert _rules(store, tool, fires, month).count(rule) == 1, rule
        assert rule not in _rules(store, tool, near, month), rule


def _import(store: Store, rows: list[Mapping[str, Any]], file: Path) -> None:
    if not rows:
        return
    lines = [",".join(rows[0]), *(",".join(map(str, row.values())) for row in rows)]
    file.write_text("\n".join(lines), "utf-8")
    import_customers(store, book_of(store).trainee.id, "customers", file, ReadOptions())


def _rules(store: Store, tool: str, body: Mapping[str, Any], month: str) -> list[str]:
    """What is found once ``body`` is saved; nothing in it may be unreadable."""
    book = book_of(store, month=month)
    entry = book.entry(tool)
    book.save(tool, dict(body), entry.version if entry else 0)
    assert book.desk(tool).problems == ()
    return [one.rule for one in book.findings(tool)]
