"""Tools are found by their folder, and pages are composed of them by a file."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from workbook import chapters
from workbook.chapters.shared.tool import Tool
from workbook.errors import ContentError, NotFound

FOLDER = Path(chapters.__file__).parent


def test_every_folder_is_a_tool_and_stands_on_a_page() -> None:
    folders = {path.parent.name for path in FOLDER.glob("*/__init__.py")} - {chapters.SHARED}
    placed = [name for tools in chapters.pages().values() for name in tools]
    assert sorted(placed) == sorted(folders)
    assert chapters.names() == tuple(placed)
    assert all(isinstance(chapters.chapter(name), Tool) for name in folders)


def test_an_unknown_tool_is_answered_with_those_there_are() -> None:
    with pytest.raises(NotFound, match="Did you mean"):
        chapters.chapter("shared")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("maps: {tools: [maps], source: S4}\n", "pages.yaml:1:16: no tool is called 'maps'"),
        (
            "pacing: {tools: [pacing], source: S0}\nmore: {tools: [pacing], source: S0}\n",
            "pages.yaml:2:16: 'pacing' stands on a page already",
        ),
        ("pacing: 3\n", "pages.yaml:1:1: Input should be a valid dictionary"),
    ],
)
def test_a_page_of_what_is_not_there_is_told_by_its_place(text: str, said: str) -> None:
    with pytest.raises(ContentError) as caught:
        chapters.pages_in(text, "pages.yaml")
    assert str(caught.value).startswith(said)


# -- docs/tools.md --------------------------------------------------------------------------------

ROWS = re.compile(r"^\| (\w+) \| (.+?) \| ([\w, ]+) \| ([\w ]+) \| (.+?) \| (.*?)\|$", re.MULTILINE)
COMING = re.compile(r"^- (\w+) – (.+)$", re.MULTILINE)
AROUND = {"all", "start", "cohort"}  # pages that belong to no tool


def listed() -> str:
    return (FOLDER.parent.parent / "docs" / "tools.md").read_text("utf-8")


def test_each_number_of_the_course_stands_in_the_list_once() -> None:
    there = [row[0] for row in ROWS.findall(listed())]
    coming = [number for number, _ in COMING.findall(listed())]
    assert sorted(there + coming) == sorted([*map(str, range(1, 83)), "12b"])


def test_what_is_listed_as_there_names_tools_pages_and_sources_that_are_there() -> None:
    rows = ROWS.findall(listed())
    named = {name for _, _, tools, *_ in rows for name in tools.split(", ")}
    assert named == set(chapters.names())
    assert {page for _, _, _, page, *_ in rows} <= chapters.pages().keys() | AROUND
    assert all(re.fullmatch(r"(S[0-4] ?)+|ours", source) for *_, source, _ in rows)


# -- CONTRIBUTING ---------------------------------------------------------------------------------

ROOT = FOLDER.parent.parent


def told_files() -> list[tuple[Path, list[str]]]:
    """The blocks of "Add a tool": a folder with its files, or a file with what is written there."""
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    own, around = re.findall(r"```\n(.*?)```", text.partition("## Add a tool")[2], re.DOTALL)[:2]
    lines = [*own.splitlines(), *around.splitlines()]
    return [(ROOT / first, rest) for first, *rest in map(str.split, lines)]


def test_a_tool_is_added_as_contributing_tells_it() -> None:
    """All that is listed is there; the folders have no other files; the rest names the tool."""
    found = told_files()
    assert len(found) == 14
    for path, rest in found:
        if path.is_file():
            assert re.search("capacity|customers", path.read_text("utf-8")), path
        elif path.name == "capacity":
            files = {one.name for one in path.iterdir() if one.name != "__pycache__"}
            assert files == set(rest), path
        else:
            assert all((path / name).is_file() for name in rest), path


def test_few_files_that_are_not_a_tools_own_change_with_it() -> None:
    assert len([path for path, _ in told_files() if path.is_file()]) <= 10
