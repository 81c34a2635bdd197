"""The method: one folder for each tool, found by its folder and known by what it offers.

A tool is a package with ``TOOL``, a :class:`workbook.chapters.shared.tool.Tool` (see ``capacity``
for the model). ``templates/pages/`` says on which page it stands. A bank's own tool is found beside
the folders: its distribution names it under the entry points of the group ``workbook.tools``.
"""

from __future__ import annotations

import functools
import importlib
import pkgutil
from collections.abc import Iterator, Mapping

import pydantic

from workbook import content, resources
from workbook.chapters.shared.page_parts import PageWords, Parts
from workbook.chapters.shared.tool import Tool
from workbook.content import tree
from workbook.domain import pandas_options
from workbook.errors import ContentError, not_found

SHARED = "shared"  # what tools have in common, and no tool

pandas_options.settle()


Pages = pydantic.RootModel[dict[str, PageWords]]
UNTITLED = pydantic.TypeAdapter(dict[str, Parts])


# -- tools ----------------------------------------------------------------------------------------


@functools.cache
def names() -> tuple[str, ...]:
    """The tools by name, in the order of the course; those that stand on no page come last."""
    placed = [name for tools in pages().values() for name in tools]
    return (*placed, *(name for name in _found() if name not in placed))


def chapter(name: str) -> Tool:
    """The tool called ``name``.

    NotFound for any other name; ContentError where a distribution offers something else under it.
    """
    if name not in names():
        raise not_found("chapter", name, names())
    if name not in _folders():
        return _offered(name)
    found: Tool = importlib.import_module(f"{__name__}.{name}").TOOL
    return found


def _found() -> list[str]:
    """The folders, and after them what other distributions offer under further names."""
    return [*dict.fromkeys((*_folders(), *resources.tools()))]


@functools.cache
def _folders() -> tuple[str, ...]:
    return tuple(one.name for one in pkgutil.iter_modules(__path__) if one.name != SHARED)


@functools.cache
def _offered(name: str) -> Tool:
    """The tool that another distribution offers under ``name``."""
    offer = resources.tools()[name]
    found = offer.load()
    if not isinstance(found, Tool):
        raise ContentError(
            "chapters.no_tool",
            found=type(found).__name__,
            at=f"workbook.tools: {name} = {offer.value}",
        )
    return found


def together(name: str) -> tuple[str, ...]:
    """The tools that go out together in one file: those of a page; a tool by itself with those of
    the same period that it reads."""
    if name in pages():
        return on_page(name)
    one = chapter(name)
    return (name, *(each for each in one.reads if chapter(each).span == one.span))


def day_list() -> str:
    """The tool that makes the one list of the day."""
    return next(name for name in names() if chapter(name).day_list)


# -- pages ----------------------------------------------------------------------------------------


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
        read = UNTITLED.validate_python(tree.parsed(text, name))
    except pydantic.ValidationError as error:
        wrong = [(one["loc"], one["msg"]) for one in error.errors()]
    else:
        wrong = [*_strange(read)]
    if wrong:
        root = tree.round_trip(text, name)
        places = [(*tree.place(root, tuple(loc)), said) for loc, said in wrong]
        raise ContentError("\n".join(f"{name}:{row}:{col}: {said}" for row, col, said in places))
    return {page: one.tools for page, one in read.items()}


def _strange(read: Mapping[str, Parts]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Where a page names a tool that is not there, or twice, and what is wrong with it."""
    seen, there = set[str](), _found()
    for page, one in read.items():
        for at, tool in enumerate(one.tools):
            if tool not in there:
                said = f"no tool is called {tool!r}; there are {', '.join(there)}"
                yield (page, "tools", at), said
            elif tool in seen:
                said = f"{tool!r} stands on a page already; a tool has one place"
                yield (page, "tools", at), said
            seen.add(tool)
        yield from _elsewhere(page, one)


def _elsewhere(page: str, one: Parts) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """The items of a page that belong to tools of other pages."""
    for place, item in one.places():
        if item.tool and item.tool not in one.tools:
            yield (page, *place), f"{item.tool!r} does not stand on this page"


def title(page: str, language: str) -> str:
    """The title of a page that shows tools; NotFound for any other page."""
    return parts(page, language).label


def parts(page: str, language: str) -> PageWords:
    """A page's title and its three parts; NotFound for a page that shows no tool."""
    if page not in pages():
        raise not_found("page", page, pages())
    return content.load("pages", language, Pages).root[page]


def on_page(name: str) -> tuple[str, ...]:
    """The tools of the page ``name``, in their order; of a tool's name the tool by itself."""
    return pages().get(name, (name,))


def lead(name: str) -> str:
    """The first tool of a page: its words and its period are those of the page's files."""
    return on_page(name)[0]
