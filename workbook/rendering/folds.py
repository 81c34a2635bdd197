"""Parts of a page that are folded under their titles, and links to them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from workbook.rendering.markup import escape, escape_attribute


@dataclass(frozen=True)
class Fold:
    """A part under its title.

    place: its name within the page; links lead to ``#place``. beside: small words next to the
    title. body: HTML. group: of folds with the same group one is open at a time. done: ticked off.
    titled: its title is that of the section it begins with, whose heading is not repeated.
    """

    place: str
    title: str
    beside: str
    body: str
    group: str = ""
    done: bool = False
    titled: bool = False


def fold_html(one: Fold) -> str:
    """A fold that opens without any script; the browser's search opens it too."""
    name = f' name="{escape_attribute(one.group)}"' if one.group else ""
    classes = "".join(
        f" {name}" for name, holds in (("wb-done", one.done), ("wb-titled", one.titled)) if holds
    )
    return (
        f'<details class="wb wb-fold{classes}" id="{escape_attribute(one.place)}"{name}'
        ">"
        f'<summary data-place="{escape_attribute(one.place)}">{escape(one.title)}'
        f"{beside(one.beside)}</summary>"
        f'<div class="wb-fold-body">{one.body}</div></details>'
    )


def beside(text: str) -> str:
    """Small words next to a title."""
    return f"<small>{escape(text)}</small>" if text else ""


def part_html(place: str, title: str, said: str = "", *, only_read: bool = False) -> str:
    """The heading of a part of the page. only_read: for the contents and for screen readers."""
    hidden, name = " wb-only-read" if only_read else "", escape_attribute(place)
    return (
        f'<h2 class="wb wb-part{hidden}" id="{name}" data-place="{name}">'
        f"{escape(title)}{beside(said)}</h2>"
    )


def folds_html(kind: str, folds: Iterable[str]) -> str:
    """Folds below each other; ``kind`` "book" lays them out in two columns."""
    return f'<div class="wb-{kind}">{"".join(folds)}</div>'


def link_html(place: str, text: str, field: str = "", said: str = "") -> str:
    """A link to a part of the page, and into ``field`` of its form where the page is live."""
    into = f' data-field="{escape_attribute(field)}"' if field else ""
    return (
        f'<a class="wb-go" href="#{escape_attribute(place)}"{into}>{escape(text)}{beside(said)}</a>'
    )
