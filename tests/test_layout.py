"""Where code stands and what it is called: rooms, names of modules, chapters known by name."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from workbook import chapters

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "workbook"
DATA = {"fonts", "locale", "labextension", "package_data"}
LOOSE = {"__init__.py", "__main__.py", "errors.py", "resources.py", "py.typed"}
MOST = 13
# Words that only we understood, and the verbs that said what a module does to somebody who knew.
DIALECT = {
    *re.findall(
        r"\w+",
        """
    ahead answering aside asides asking bringing cards checking closing coaching cohort_kept
    copying desk echoes exhibits explaining exporting filled filling fitting flagged footnotes
    gathering given holding house keeping laboratory lacks look manner measuring memory packing
    parting places plugged portfolio published remarking sending shelf sifting sittings spare
    standing strangers tallying telling trying veiling verdicts warming watching wish wording
    """,
    )
}
OURS = {
    *re.findall(
        r"\w+",
        """
    chapter tool page record desk finding flag completeness template pack wording voice source
    roster cohort store entry body book twin copy job ledger fingerprint zygote handout tick
    """,
    )
}


def modules() -> list[Path]:
    return [path for path in PACKAGE.rglob("*.py") if not DATA & set(path.parts)]


def test_the_package_has_few_rooms_and_few_loose_files() -> None:
    rooms = {path.name for path in PACKAGE.iterdir() if (path / "__init__.py").is_file()}
    loose = {path.name for path in PACKAGE.iterdir() if path.is_file()}
    assert len(rooms) <= MOST
    assert loose <= LOOSE
    assert (
        not {path.name for path in PACKAGE.iterdir() if path.is_dir()}
        - rooms
        - DATA
        - {"__pycache__"}
    )


def test_imports_have_few_layers_and_every_room_is_in_one() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    contracts = {one["id"]: one for one in project["tool"]["importlinter"]["contracts"]}
    layers = contracts["down"]["layers"]
    assert len(layers) <= MOST
    named = {name.strip() for layer in layers for name in layer.split("|")}
    rooms = {f"workbook.{one.name}" for one in PACKAGE.iterdir() if (one / "__init__.py").is_file()}
    assert named == rooms | {"workbook.errors", "workbook.resources"}


def test_modules_are_called_as_the_trade_calls_them() -> None:
    names = {path.stem for path in modules()} | {path.parent.name for path in modules()}
    assert not names & DIALECT


def test_the_glossary_explains_every_word_of_ours() -> None:
    text = (ROOT / "docs" / "GLOSSARY.md").read_text("utf-8")
    explained = dict(re.findall(r"^- \*\*(\w+)\*\* – (.+)$", text, re.MULTILINE))
    assert set(explained) == OURS
    assert all(len(one.split()) >= 5 for one in explained.values())


def chapters_named(path: Path) -> Iterator[str]:
    """The chapters that a module knows by name: in a string, or in an import."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and node.value in chapters.names():
            yield f"{node.lineno}: {node.value}"
        if isinstance(node, ast.ImportFrom) and node.module:
            parts = [*node.module.split("."), *(one.name for one in node.names)]
            if parts[:2] == ["workbook", "chapters"] and set(parts) & set(chapters.names()):
                yield f"{node.lineno}: {node.module}"


def test_no_room_but_their_own_knows_a_chapter_by_name() -> None:
    own = PACKAGE / "chapters"
    found = {
        str(path.relative_to(ROOT)): named
        for path in modules()
        if own not in path.parents and (named := list(chapters_named(path)))
    }
    assert not found


def test_a_word_that_meant_many_things_names_one_class_at_most() -> None:
    found: dict[str, list[str]] = {name: [] for name in ("Book", "House", "Line", "Sheet", "Shelf")}
    for path in modules():
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            targets = node.targets if isinstance(node, ast.Assign) else []
            names = [one.id for one in targets if isinstance(one, ast.Name)]
            if isinstance(node, ast.ClassDef):
                names.append(node.name)
            for name in set(names) & set(found):
                found[name].append(str(path.relative_to(ROOT)))
    assert found.pop("Book") == [str(Path("workbook", "book", "trainee_workbook.py"))]
    assert not any(found.values()), found
