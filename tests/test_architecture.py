"""The folder list is the theory: what the layout promises, held against the code."""

from __future__ import annotations

import ast
import statistics
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import workbook
from workbook import chapters, errors

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "workbook"
SHAPELESS = {"utils", "util", "helpers", "helper", "manager", "base", "core", "common", "misc"}


def modules() -> list[Path]:
    return [path for path in PACKAGE.rglob("*.py") if "package_data" not in path.parts]


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def body_length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines without the signature and the docstring."""
    first = function.body[0]
    documented = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    begins = first.end_lineno if documented else first.lineno - 1
    return (function.end_lineno or 0) - (begins or 0)


def test_imports_point_down() -> None:
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    assert "2 kept, 0 broken" in done.stdout


def test_the_front_door_is_small() -> None:
    assert sorted(workbook.__all__) == [
        "BadInput",
        "Conflict",
        "ContentError",
        "NotFound",
        "StoreError",
        "WorkbookError",
        "__version__",
        "open_cohort",
        "open_workbook",
        "run_cohort",
    ]
    assert dir(workbook) == sorted(workbook.__all__)
    assert all(getattr(workbook, name) is not None for name in workbook.__all__)


def test_every_error_is_a_workbook_error() -> None:
    found = [
        one
        for one in vars(errors).values()
        if isinstance(one, type) and one.__module__ == errors.__name__
    ]
    found.remove(errors.Message)
    assert len(found) == 6
    assert all(issubclass(one, errors.WorkbookError) for one in found)


@pytest.mark.parametrize("name", chapters.names())
def test_one_word_names_a_chapter_everywhere(name: str) -> None:
    assert (ROOT / "templates" / name / f"{name}.yaml").is_file()
    assert (PACKAGE / "chapters" / name).is_dir()
    assert (ROOT / "tests" / "chapters" / name).is_dir()


@pytest.mark.parametrize("name", chapters.names())
def test_every_chapter_keeps_the_contract(name: str) -> None:
    module = chapters.chapter(name)
    pack = module.pack.model_fields
    assert {"label", "question", "fields", "rules", "tables", "figures", "sections"} <= set(pack)
    record = module.record.model_validate({})
    assert record.model_config["frozen"]
    assert set(module.reads) <= set(chapters.names())


def test_modules_and_functions_stay_short() -> None:
    lengths = [body_length(one) for path in modules() for one in functions(path)]
    assert statistics.median(lengths) <= 8
    assert statistics.quantiles(lengths, n=10)[-1] <= 25
    assert max(lengths) <= 45
    long = {str(p): n for p in modules() if (n := len(p.read_text("utf-8").splitlines())) > 320}
    assert not long


def test_no_shapeless_names() -> None:
    names = {path.stem for path in modules()} | {path.parent.name for path in modules()}
    assert not names & SHAPELESS


def test_one_level_of_inheritance() -> None:
    parents: dict[str, list[str]] = {}
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                parents[node.name] = [ast.unparse(one).split("[")[0] for one in node.bases]
    # Frozen is pydantic's BaseModel with two settings, Choosable a label with its source, and
    # Script one that says through which channel it may be said, Answering a route of the server,
    # Streaming one that sends events, Plugged a widget that the plugin draws.
    roots = {"Frozen", "Choosable", "Script", "WorkbookError", "Answering", "Streaming", "Plugged"}
    roots |= {"ToolPack"}  # what the template of every tool has
    deep = {
        name: [base for base in bases if base in parents and base not in roots]
        for name, bases in parents.items()
    }
    assert not {name: bases for name, bases in deep.items() if bases}
