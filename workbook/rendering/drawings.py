"""A figure in a page: as an image in a notebook, as a drawing wherever its text can be selected.

Jupyter shows a notebook that somebody else ran without its drawings, as they could run programs,
but with its images, which cannot. So a notebook holds images of the drawings, and what is made for
readers has the drawings themselves.
"""

from __future__ import annotations

import base64
import re

from workbook.rendering.figures import ON_SCREEN
from workbook.rendering.markup import escape_attribute

CLASS = "wb-drawing"
IMAGE = re.compile(
    rf'<img class="{CLASS}" src="data:image/svg\+xml;base64,([A-Za-z0-9+/=]*)" alt="([^"]*)"[^>]*>'
)
NAMESPACE = re.compile(r' xmlns(?::xlink)?="[^"]*"')


def image(drawing: str, words: str) -> str:
    """An ``<img>`` of an ``<svg>``; ``words`` say what it shows."""
    data = base64.b64encode(drawing.encode()).decode()
    source = f'class="{CLASS}" src="data:image/svg+xml;base64,{data}"'
    return f'<img {source} alt="{escape_attribute(words)}" width="{ON_SCREEN}">'


def inline(drawing: str, words: str) -> str:
    """The ``<svg>`` as part of a page; ``words`` are read out in its place."""
    return _named(drawing, escape_attribute(words))


def drawn_out(html: str) -> str:
    """``html`` with each image of a drawing replaced by the drawing."""
    return IMAGE.sub(lambda one: _named(base64.b64decode(one[1]).decode(), one[2]), html)


def _named(drawing: str, label: str) -> str:
    drawing = NAMESPACE.sub("", drawing, count=2)  # a page knows what an <svg> is
    return drawing.replace("<svg ", f'<svg class="{CLASS}" role="img" aria-label="{label}" ', 1)
