"""A notebook that has run, as one HTML file that needs nothing else: no script, no network."""

from __future__ import annotations

import copy
import functools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from nbconvert.exporters.templateexporter import TemplateExporter
from nbformat import NotebookNode

from workbook import content, look, places
from workbook.wording import Wording

FOLDER = places.PACKAGE / "export"
# nbconvert is without types.
_exporter_with: Callable[..., TemplateExporter] = TemplateExporter

STYLE = re.compile(r"<style[^>]*>(.*?)</style>\s*", re.DOTALL)
# What a page may do: show itself. Typed text that got past every other check runs nothing.
POLICY = (
    "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; "
    "form-action 'none'"
)


@dataclass(frozen=True)
class Frame:
    """What stands around the cells. ``home``: the address of the index, empty for none."""

    language: str
    title: str
    home: str
    styles: tuple[str, ...]
    words: dict[str, str]
    policy: str = POLICY


def page(notebook: NotebookNode, *, language: str, title: str, home: str = "") -> str:
    """The page that readers get: what the cells show, in order, without their code.

    Markdown cells are left out: a notebook has one, its title in both languages, and the page
    brings its own. Of an output the first of HTML, PNG and plain text is shown, other kinds not
    at all; neither are errors nor what was written to stderr. ``language``: of the words around
    the cells. ``home``: where "back to the index" leads, empty for no such link.
    """
    cells, styles = _styles_apart(notebook)
    words = content.load("wording", language, Wording).page
    frame = Frame(language, title, home, (*styles, css("page.css")), words)
    body, _ = _exporter().from_notebook_node(cells, {"page": frame})
    return str(body)


def css(name: str) -> str:
    """A style sheet of this folder."""
    return (FOLDER / name).read_text(encoding="utf-8")


@functools.lru_cache(maxsize=1)
def _exporter() -> TemplateExporter:
    return _exporter_with(
        template_name="workbook",
        file_extension=".html",
        extra_template_basedirs=[str(FOLDER / "nbconvert")],
    )


def _styles_apart(notebook: NotebookNode) -> tuple[NotebookNode, list[str]]:
    """The notebook without style elements, and each of them once; the package's comes first."""
    bare = copy.deepcopy(notebook)
    found = STYLE.findall(look.style_sheet())
    for data in _htmls(bare):
        found += STYLE.findall(data["text/html"])
        data["text/html"] = STYLE.sub("", data["text/html"])
    return bare, list(dict.fromkeys(found))


def _htmls(notebook: NotebookNode) -> Iterator[NotebookNode]:
    for cell in notebook.cells:
        for output in cell.get("outputs", ()):
            if "text/html" in output.get("data", {}):
                yield output.data
