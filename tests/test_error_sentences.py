"""The sentences of errors are data: each key in both languages, with the figures of its raise."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import get_args

import pytest

from workbook import errors
from workbook.content import traditional, tree
from workbook.errors import BETWEEN, KEY, PLACEHOLDER, Kind, sentences
from workbook.resources import templates

PACKAGE = Path(errors.__file__).parent
DATA = {"fonts", "locale", "labextension", "package_data"}
CHINESE = re.compile("[一-鿿]")
# What is no figure of a sentence: its places, the two sides of a conflict.
OUTSIDE = {"at", "about", "theirs", "mine"}
HELP = {"help", "help_text"}


def modules() -> Iterator[Path]:
    return (path for path in PACKAGE.rglob("*.py") if not DATA & set(path.parts))


def classes_of_errors() -> set[str]:
    """Message, WorkbookError, and every class below it, by name."""
    names = {"Message", "WorkbookError"}
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            bases = {ast.unparse(one) for one in getattr(node, "bases", ())}
            if isinstance(node, ast.ClassDef) and bases & names:
                names.add(node.name)
    return names


ERRORS = classes_of_errors()


@dataclass
class Module:
    """What a module says. made: place, key and figures of each message with its key in the call.

    chosen: the figures of calls whose key is chosen before. kept: all other keys, with their place.
    """

    path: Path
    made: list[tuple[str, str, set[str]]] = field(default_factory=list)
    chosen: list[set[str]] = field(default_factory=list)
    kept: list[tuple[str, str]] = field(default_factory=list)

    def read(self) -> Module:
        first = set[int]()
        for node in ast.walk(ast.parse(self.path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args and _name(node.func) in ERRORS:
                first |= self._call(node)
            elif isinstance(node, ast.Constant) and id(node) not in first:
                self._constant(node)
        return self

    def _call(self, node: ast.Call) -> set[int]:
        figures = {one.arg for one in node.keywords if one.arg} - OUTSIDE
        key = node.args[0]
        if isinstance(key, ast.Constant):
            self.made.append((self._at(node), str(key.value), figures))
            return {id(key)}
        self.chosen.append(figures)
        return set()

    def _constant(self, node: ast.Constant) -> None:
        if node.value in sentences("en"):
            self.kept.append((self._at(node), str(node.value)))

    def _at(self, node: ast.expr) -> str:
        return f"{self.path.relative_to(PACKAGE)}:{node.lineno}"


def _name(node: ast.expr) -> str:
    return ast.unparse(node).rsplit(".", 1)[-1]


MODULES = [Module(path).read() for path in modules()]


def placeholders(key: str, written: str) -> set[str]:
    return set(PLACEHOLDER.findall(sentences(written)[key]))


def test_both_languages_have_the_same_sentences_with_the_same_figures() -> None:
    zh, en = (sentences(one) for one in ("zh", "en"))
    assert len(zh) > 100
    assert list(zh) == list(en)
    for key in zh:
        mine, theirs = (sorted(PLACEHOLDER.findall(one[key])) for one in (zh, en))
        assert mine == theirs, key


def test_every_key_that_is_raised_has_a_sentence_with_exactly_its_figures() -> None:
    made = [one for module in MODULES for one in module.made]
    assert len(made) > 100
    for at, key, figures in made:
        assert key in sentences("en"), at
        assert placeholders(key, "en") == figures, at


def test_a_key_that_is_chosen_before_it_is_raised_has_the_figures_given_there() -> None:
    for module in MODULES:
        for at, key in module.kept:
            assert placeholders(key, "en") in (set(), *module.chosen), at


def test_every_sentence_is_said_somewhere() -> None:
    used = {key for module in MODULES for _, key, _ in module.made}
    used |= {key for module in MODULES for _, key in module.kept}
    used |= {f"kinds.{kind}" for kind in get_args(Kind)}
    assert set(sentences("en")) == used


def literals(path: Path) -> Iterator[tuple[int, str]]:
    """The texts of a module, but for its docstrings and the help texts of the command line."""
    parsed = ast.parse(path.read_text(encoding="utf-8"))
    aside = set[int]()
    for node in ast.walk(parsed):
        helps = [one.value for one in getattr(node, "keywords", ()) if one.arg in HELP]
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            aside.add(id(node.value))
        aside |= {id(part) for one in helps for part in ast.walk(one)}
    for node in ast.walk(parsed):
        if isinstance(node, ast.JoinedStr) and id(node) not in aside:
            aside |= {id(part) for part in node.values}
            yield node.lineno, "".join(str(getattr(one, "value", "")) for one in node.values)
        elif isinstance(node, ast.Constant) and id(node) not in aside:
            yield node.lineno, str(node.value)


def is_in_both(text: str) -> bool:
    halves = [bool(CHINESE.search(half)) for half in text.split(BETWEEN)]
    return any(halves) and not all(halves)


def test_no_text_in_the_code_is_in_both_languages() -> None:
    assert is_in_both("没有。 / None.")
    assert not any(map(is_in_both, ("没有。", "None.", "a / b", "甲 / 乙")))
    found = [
        f"{path.relative_to(PACKAGE)}:{line}: {text}"
        for path in modules()
        for line, text in literals(path)
        if is_in_both(text)
    ]
    assert not found


@pytest.mark.parametrize("written", ["zh", "en"])
def test_a_sentence_can_be_told_beside_the_other_and_taken_out_again(written: str) -> None:
    for key, said in sentences(written).items():
        assert BETWEEN not in said, key
        assert "\n" not in said, key
        assert said == said.strip() != "", key
        assert KEY.fullmatch(key), key
        assert bool(CHINESE.search(said)) == (written == "zh"), key


def test_the_files_of_sentences_are_yaml_as_every_template_is() -> None:
    folder = templates() / "wording" / "errors"
    assert {path.name for path in folder.iterdir()} == {"zh.yaml", "en.yaml"}
    for path in folder.iterdir():
        rooms = tree.parsed(path.read_text("utf-8"), path.name)
        keys = {f"{room}.{name}" for room, said in rooms.items() for name in said}
        assert keys == set(sentences(path.stem))


def test_traditional_chinese_keeps_every_placeholder() -> None:
    for key, said in sentences("zh").items():
        assert PLACEHOLDER.findall(traditional(said)) == PLACEHOLDER.findall(said), key
