"""The method: one folder for each tool, found by its folder and known by what it offers.

A tool is a package with ``tool.TOOL``, a :class:`workbook.chapters.shared.tool.Tool` (see
``pacing`` for the model). ``templates/pages/pages.yaml`` says on which page it stands.
"""

from __future__ import annotations

import functools
import importlib
import pkgutil
from collections.abc import Iterator, Mapping

import pydantic

from workbook import resources
from workbook.chapters.shared.tool import Tool
from workbook.content import tree
from workbook.domain import pandas_options
from workbook.errors import ContentError, not_found

SHARED = "shared"  # what tools have in common, and no tool
PAGES = pydantic.TypeAdapter(dict[str, tuple[str, ...]])

pandas_options.settle()


@functools.cache
def names() -> tuple[str, ...]:
    """The tools by name, in the order of the course; those that stand on no page come last."""
    placed = [name for tools in pages().values() for name in tools]
    return (*placed, *(name for name in _found() if name not in placed))


@functools.cache
def pages() -> Mapping[str, tuple[str, ...]]:
    """Page → the tools on it, in their order.

    ContentError, ``file:line:col: what``, where the file is no such list, or names a tool that is
    not there or stands on a page already.
    """
    path = resources.templates() / "pages" / "pages.yaml"
    return pages_in(path.read_text("utf-8-sig"), f"pages/{path.name}")


def pages_in(text: str, name: str) -> Mapping[str, tuple[str, ...]]:
    """The same for the ``text`` of a file that errors call ``name``."""
    try:
        read = PAGES.validate_python(tree.parsed(text, name))
    except pydantic.ValidationError as error:
        wrong = [(one["loc"], one["msg"]) for one in error.errors()]
    else:
        wrong = [*_strange(read)]
    if wrong:
        root = tree.round_trip(text, name)
        places = [(*tree.place(root, tuple(loc)), said) for loc, said in wrong]
        raise ContentError("\n".join(f"{name}:{row}:{col}: {said}" for row, col, said in places))
    return read


def _strange(read: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Where a page names a tool that is not there, or twice, and what is wrong with it."""
    seen, there = set[str](), _found()
    for page, tools in read.items():
        for at, tool in enumerate(tools):
            if tool not in there:
                yield (page, at), f"no tool is called {tool!r}; there are {', '.join(there)}"
            elif tool in seen:
                yield (page, at), f"{tool!r} stands on a page already; a tool has one place"
            seen.add(tool)


def _found() -> list[str]:
    return [one.name for one in pkgutil.iter_modules(__path__) if one.name != SHARED]


def together(name: str) -> tuple[str, ...]:
    """The tools whose pages go out together: one, and those with the same period that it reads."""
    one = chapter(name)
    return (name, *(each for each in one.reads if chapter(each).span == one.span))


def chapter(name: str) -> Tool:
    """The tool called ``name``. NotFound for any other name."""
    if name not in names():
        raise not_found("chapter", name, names())
    found: Tool = importlib.import_module(f"{__name__}.{name}.tool").TOOL
    return found
