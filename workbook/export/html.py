"""A notebook that has run, as one self-contained HTML file: no script, no network."""

from __future__ import annotations

import copy
import functools
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbook import content, rendering, resources
from workbook.content.messages import Wording
from workbook.pages.parts import READ

FOLDER = resources.PACKAGE / "export"
if TYPE_CHECKING:
    from nbconvert.exporters.templateexporter import TemplateExporter
    from nbformat import NotebookNode

STYLE = re.compile(r"<style[^>]*>(.*?)</style>\s*", re.DOTALL)
HEADING = re.compile(r"<h2>(.*?)</h2>", re.DOTALL)
PLACE = re.compile(
    r'<(h2|summary)[^>]* data-place="(?!more-)([^"]+)">(.*?)(?:<small>|</\1>)', re.DOTALL
)
WORTH_A_LIST = 4  # headings: a page with at least this many lists them
# A page may only show itself: typed text that passes every other check still runs nothing.
POLICY = (
    "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; "
    "form-action 'none'"
)


@dataclass(frozen=True)
class Frame:
    """The frame around the cells.

    home: the address of the index, "" for none. contents: anchor, HTML and kind ("h2", or "summary"
    below it) of each heading.
    """

    language: str
    title: str
    home: str
    styles: tuple[str, ...]
    contents: tuple[tuple[str, str, str], ...]
    words: dict[str, str]
    policy: str = POLICY


def page(
    notebook: NotebookNode,
    *,
    language: str,
    title: str,
    home: str = "",
    parts: Sequence[str] = (),
) -> str:
    """The page for readers: the cells' outputs, in order, without their code.

    Markdown cells are left out: a notebook has one, its title in both languages, and the page
    brings its own. Of an output the first of HTML, PNG and plain text is shown, other kinds not at
    all; neither are errors nor stderr. ``language``: of the words around the cells. ``home``: the
    target of "back to the index", "" for no such link. ``parts``: of the page's three, those that
    are shown; empty for all.
    """
    bare = copy.deepcopy(notebook)
    if parts:
        _only(bare, parts)
    frame = Frame(
        language=language,
        title=title,
        home=home,
        styles=(*_styles_apart(bare), css("page.css")),
        contents=tuple(_places(bare) or _headings_marked(bare)),
        words=content.load("wording", language, Wording).page,
    )
    body, _ = _exporter().from_notebook_node(bare, {"page": frame})
    return str(body)


def css(name: str) -> str:
    """A style sheet of this folder."""
    return (FOLDER / name).read_text(encoding="utf-8")


@functools.cache
def _exporter() -> TemplateExporter:
    # Slow to import, and only pages need it.
    from nbconvert.exporters.templateexporter import TemplateExporter

    untyped: Callable[..., TemplateExporter] = TemplateExporter
    return untyped(
        template_name="workbook",
        file_extension=".html",
        extra_template_basedirs=[str(FOLDER / "nbconvert")],
        optimistic_validation=True,  # once at the end, not after each of ten steps
    )


def _only(notebook: NotebookNode, parts: Sequence[str]) -> None:
    """Leave out the outputs that are another part of the page; its style stays."""
    style = rendering.style_sheet()
    for cell in notebook.cells:
        for output in cell.get("outputs", ()):
            part = output.get("metadata", {}).get(READ, {}).get("part", "")
            if part and part not in parts:
                output.data = {"text/html": style}


def _styles_apart(notebook: NotebookNode) -> list[str]:
    """Remove the style elements from ``notebook``; returns each once, the package's own first."""
    found = STYLE.findall(rendering.style_sheet())
    for data in _htmls(notebook):
        found += STYLE.findall(data["text/html"])
        data["text/html"] = rendering.drawn_out(STYLE.sub("", data["text/html"]))
    return list(dict.fromkeys(found))


def _places(notebook: NotebookNode) -> list[tuple[str, str, str]]:
    """The parts of a page, its steps and questions, which have their anchors already."""
    return [
        (place, title, kind)
        for data in _htmls(notebook)
        for kind, place, title in PLACE.findall(data["text/html"])
    ]


def _headings_marked(notebook: NotebookNode) -> list[tuple[str, str, str]]:
    """Give each heading of ``notebook`` an anchor; returns anchors and the headings' HTML."""
    found: list[tuple[str, str, str]] = []

    def mark(heading: re.Match[str]) -> str:
        found.append((f"s{len(found) + 1}", heading[1], "h2"))
        return f'<h2 id="{found[-1][0]}">{heading[1]}</h2>'

    for data in _htmls(notebook):
        data["text/html"] = HEADING.sub(mark, data["text/html"])
    return found if len(found) >= WORTH_A_LIST else []


def _htmls(notebook: NotebookNode) -> Iterator[NotebookNode]:
    for cell in notebook.cells:
        for output in cell.get("outputs", ()):
            if "text/html" in output.get("data", {}):
                yield output.data
