"""``make test-all`` runs every test there is, and ``make test`` is a part of it."""

from __future__ import annotations

import ast
import itertools
import os
import re
import shlex
import subprocess
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
TESTS = ROOT / "tests"
MARKERS = ("slow", "hypothesis")
# What may stand in a command beside its markers: none of it leaves a test out.
UNIT = ["-n", "3", "--dist", "loadfile", "tests", "--ignore=tests/browser"]
BROWSER = ["-n", "2", "--dist", "loadfile", "tests/browser"]
NOTEBOOKS = ["-p", "no:cacheprovider", "--nbval", "-n", "2", "--dist", "loadfile", "notebooks"]
LEAVES_OUT = ("collect_ignore", "pytest_ignore_collect", "pytest_deselected", "importorskip")


@cache
def lines(target: str) -> list[str]:
    """What make would do."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    command = ["make", "--dry-run", "--no-print-directory", "--always-make", target]
    done = subprocess.run(command, cwd=ROOT, env=own, capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


def calls(target: str) -> Iterator[list[str]]:
    """The words of each call of pytest."""
    for line in lines(target):
        if found := re.search(r"\bpytest (.+)", line):
            yield shlex.split(found[1])


def chosen(words: list[str]) -> tuple[list[str], str]:
    """A call without its choice of markers and without its profile; and the choice."""
    at = words.index("-m")
    rest = [*words[:at], *words[at + 2 :]]
    return [one for one in rest if not one.startswith("--hypothesis-profile=")], words[at + 1]


def takes(choice: str, marks: set[str]) -> bool:
    """Whether a test with these marks is chosen; pytest writes choices as Python does."""
    return bool(eval(choice, {"__builtins__": {}}, {one: one in marks for one in MARKERS}))


@pytest.mark.parametrize("command", [UNIT, BROWSER], ids=["unit", "browser"])
def test_a_test_is_run_whatever_its_marks(command: list[str]) -> None:
    choices = [choice for rest, choice in map(chosen, with_marks("test-all")) if rest == command]
    for marks in itertools.product((True, False), repeat=len(MARKERS)):
        of_it = {name for name, there in zip(MARKERS, marks, strict=True) if there}
        assert any(takes(choice, of_it) for choice in choices), of_it


def with_marks(target: str) -> list[list[str]]:
    return [words for words in calls(target) if "--nbval" not in words]


def test_no_call_leaves_anything_else_out() -> None:
    assert all(chosen(words)[0] in (UNIT, BROWSER) for words in with_marks("test-all"))


def test_the_notebooks_run_with_the_kernels_of_the_batch_and_with_stock_ones() -> None:
    found = [" ".join(words) for words in calls("test-all") if "--nbval" in words]
    stock = " ".join(NOTEBOOKS)
    assert found == [stock.replace(" notebooks", " -p tests.warm notebooks"), stock]
    assert [" ".join(one) for one in calls("test") if "--nbval" in one] == found[:1]


def test_make_test_is_a_part_of_it() -> None:
    assert lines("test")
    assert lines("test-all")[: len(lines("test"))] == lines("test")
    assert any("npm run --silent test" in line for line in lines("test"))


def test_every_mark_is_known_here() -> None:
    settings: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"][
        "pytest"
    ]["ini_options"]
    named = {one.split(":")[0] for one in settings["markers"]}
    assert named | {"hypothesis"} == set(MARKERS)
    assert settings["addopts"] == "--strict-markers --strict-config -ra"
    assert not {one for one in settings if one.startswith(("python_", "norecursedirs"))}


def test_every_file_with_tests_has_a_name_that_pytest_looks_for() -> None:
    for path in TESTS.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        names = [one.name for one in tree.body if isinstance(one, ast.FunctionDef | ast.ClassDef)]
        if any(re.match("test_|Test", name) for name in names):
            assert path.name.startswith("test_"), path


def test_no_file_leaves_tests_out_by_itself() -> None:
    for path in TESTS.rglob("*.py"):
        if path != Path(__file__):
            text = path.read_text(encoding="utf-8")
            assert not [one for one in LEAVES_OUT if one in text], path
            assert not re.search(r"pytest\.(skip|xfail)|mark\.(skip|skipif|xfail)", text), path
