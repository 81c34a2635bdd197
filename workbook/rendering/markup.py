"""Tables, findings and prose as HTML and as plain text.

Typed text stays text: every value is escaped, and characters that start a formula in a notebook
(``$`` and the backslash) are in spans of their own, so that nothing is typeset.
"""

from __future__ import annotations

import functools
import html
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
from markdown_it import MarkdownIt
from markdown_it.token import Token

from workbook.content.messages import Voice
from workbook.domain.privacy import without_private
from workbook.domain.templates import Column, TableWords

NUMBERS = ("count", "money", "measure", "share", "ratio", "odds", "number")
FORMULA_SIGNS = str.maketrans({"$": "<span>$</span>", "\\": "<span>\\</span>"})


@dataclass(frozen=True)
class Card:
    """A finding in words. ``rule``: its name; ``where``: its field.

    unread: it is about an unreadable cell. tool, field: the cell as forms call it, such as
    "targets.0.target". column: ``where`` without the row. place: the part of the page with the
    field's form, "" for none. others: the same finding on further rows, a line each.
    """

    rule: str
    weight: str
    weight_label: str
    where: str
    says: str
    attempt: str
    source: str
    unread: bool = False
    tool: str = ""
    field: str = ""
    column: str = ""
    place: str = ""
    others: tuple[str, ...] = ()


def style_sheet() -> str:
    """The page's style as a ``<style>`` element."""
    css = (Path(__file__).parent / "page.css").read_text(encoding="utf-8")
    return f"<style>\n{css}</style>"


def escape(text: object) -> str:
    """Text for a page: markup and formulas in it stay text, private numbers are masked."""
    return html.escape(without_private(str(text)), quote=True).translate(FORMULA_SIGNS)


def lines(text: object) -> str:
    """Like :func:`escape`, with line breaks kept."""
    return escape(text).replace("\n", "<br>")


@functools.cache
def _markdown() -> MarkdownIt:
    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    reader.add_render_rule("text", _text_of)
    return reader


def _text_of(
    renderer: object, tokens: Sequence[Token], at: int, options: object, env: object
) -> str:
    return escape(tokens[at].content)


def prose(markdown: str) -> str:
    """A template's markdown as HTML; markup and formulas inside it stay text."""
    return str(_markdown().render(markdown))


def columns_of(words: TableWords, frame: pd.DataFrame) -> list[tuple[str, Column]]:
    """The shown columns: those with words, in the order of the words."""
    return [(name, column) for name, column in words.columns.items() if name in frame]


def cell_text(name: str, column: Column, row: Mapping[str, Any], voice: Voice) -> str:
    """One cell in words: a key as its label, a number in its unit."""
    unit: str = column.unit
    if unit == "text":
        lists = (f"{name}s", f"{name}es", f"{name[:-1]}ies", f"{name[:-2]}es", name)
        unit = next((names for names in lists if names in voice.names), unit)
    return voice.text(row[name], unit, row.get("indicator"))


def table_cells(
    frame: pd.DataFrame, words: TableWords, voice: Voice
) -> tuple[list[Column], list[list[str]]]:
    """The shown columns and the texts of all rows."""
    shown = columns_of(words, frame)
    names = list(map(str, frame.columns))
    records = [
        dict(zip(names, row, strict=True)) for row in frame.itertuples(index=False, name=None)
    ]
    rows = [[cell_text(name, column, row, voice) for name, column in shown] for row in records]
    return [column for _, column in shown], rows


def table_html(
    frame: pd.DataFrame,
    words: TableWords,
    voice: Voice,
    empty: str,
    count: int | None = None,
    opened: int | None = None,
) -> str:
    """A table with its title and note; ``empty`` is shown where there are no rows.

    count: the number of rows, where the frame has only the first of them. opened: how many cards
    are shown whole, where the others have a line each.
    """
    columns, rows = table_cells(frame, words, voice)
    whole = len(rows) if opened is None else opened
    made = _cards(columns, rows, whole) if words.layout == "cards" and rows else ""
    body = made or _grid(columns, rows, words.title, empty)
    title = f'<h3 class="wb-title">{escape(words.title)}</h3>' if made else ""
    note = f'<p class="wb-note">{lines(words.note)}</p>' if words.note else ""
    if words.layout == "folded" and rows:
        summary = f"<summary>{escape(words.title)} · {count or len(rows)}</summary>"
        return f'<details class="wb wb-table">{summary}{body}{note}</details>'
    return f'<div class="wb wb-table">{title}{body}{note}</div>'


def _grid(columns: Sequence[Column], rows: Sequence[Sequence[str]], title: str, empty: str) -> str:
    head = "".join(_head(column) for column in columns)
    body = "".join(_row(columns, row) for row in rows)
    if not rows:
        body = f'<tr><td class="wb-empty" colspan="{len(columns)}">{escape(empty)}</td></tr>'
    caption = f"<caption>{escape(title)}</caption>"
    return f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _cards(columns: Sequence[Column], rows: Sequence[Sequence[str]], opened: int) -> str:
    """A card for each row, its first cell the heading; all but the first ``opened`` are folded."""
    whole = "".join(
        f"<article><h4>{lines(first)}</h4>{_items(columns, others)}</article>"
        for first, *others in rows[:opened]
    )
    folded = "".join(
        f'<details class="wb-fold"><summary>{lines(first)}</summary>'
        f'<div class="wb-cards"><article>{_items(columns, others)}</article></div></details>'
        for first, *others in rows[opened:]
    )
    return (f'<div class="wb-cards">{whole}</div>' if whole else "") + folded


def _items(columns: Sequence[Column], texts: Sequence[str]) -> str:
    """The cells of a card below its heading."""
    items = "".join(
        f"<dt>{escape(column.label)}</dt><dd>{lines(text)}</dd>"
        for column, text in zip(columns[1:], texts, strict=True)
    )
    return f"<dl>{items}</dl>"


def _head(column: Column) -> str:
    title = f' title="{escape_attribute(column.note)}"' if column.note else ""
    return f'<th scope="col"{_kind(column)}{title}>{escape(column.label)}</th>'


def escape_attribute(text: str) -> str:
    """Text inside an attribute, where spans are not allowed."""
    return html.escape(without_private(text), quote=True).replace("$", "&#36;")


def _row(columns: Sequence[Column], texts: Sequence[str]) -> str:
    cells = (
        f"<td{_kind(column)}>{lines(text)}</td>"
        for column, text in zip(columns, texts, strict=True)
    )
    return f"<tr>{''.join(cells)}</tr>"


def _kind(column: Column) -> str:
    if column.unit in NUMBERS:
        return ' class="wb-number"'
    return ' class="wb-day"' if column.unit == "day" else ""


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def table_text(frame: pd.DataFrame, words: TableWords, voice: Voice, empty: str) -> str:
    """The same table as aligned plain text, for terminals and for the tests of notebooks."""
    columns, rows = table_cells(frame, words, voice)
    if not rows:
        return f"{words.title}\n{empty}"
    flat = [[" ".join(text.split()) for text in row] for row in rows]
    table = [[column.label for column in columns], *flat]
    widths = [max(map(_width, texts)) for texts in zip(*table, strict=True)]
    return "\n".join([words.title, *(_aligned(row, widths, columns) for row in table)])


def _aligned(row: Sequence[str], widths: Sequence[int], columns: Sequence[Column]) -> str:
    cells = []
    for text, width, column in zip(row, widths, columns, strict=True):
        gap = " " * (width - _width(text))
        cells.append(gap + text if column.unit in NUMBERS else text + gap)
    return "  ".join(cells).rstrip()


def head_html(title: str, says: str, facts: Mapping[str, str], notices: Sequence[str] = ()) -> str:
    """A page's title, its purpose, the trainee and the period, and what to know first.

    Includes the page's style sheet, once.
    """
    items = "".join(
        f"<div><dt>{escape(name)}</dt><dd><bdi>{escape(fact)}</bdi></dd></div>"
        for name, fact in facts.items()
    )
    known = "".join(f'<p class="wb-notice">{escape(one)}</p>' for one in notices)
    return (
        f'{style_sheet()}<header class="wb wb-head"><h1>{escape(title)}</h1>'
        f'<p class="wb-question">{escape(says)}</p><dl>{items}</dl>{known}</header>'
    )


def findings_html(cards: Iterable[Card], title: str, none: str, labels: Mapping[str, str]) -> str:
    """The findings as cards, heaviest first; ``none`` is shown where there are none."""
    body = "".join(card(one, labels) for one in cards)
    body = body or f'<p class="wb-empty">{escape(none)}</p>'
    return f'<section class="wb wb-findings"><h3>{escape(title)}</h3>{body}</section>'


def card(one: Card, labels: Mapping[str, str]) -> str:
    """One finding: the field and the way to it, the problem, one thing to try, the source."""
    where = f'<span class="wb-where">{escape(one.where)}</span>'
    if one.place:
        where = (
            f'<a class="wb-where" href="#{escape_attribute(one.place)}" '
            f'data-field="{escape_attribute(one.field)}">{escape(one.where)}</a>'
        )
    return (
        f'<article class="wb-card wb-{escape_attribute(one.weight)}">'
        f'<p class="wb-says"><span class="wb-weight">{escape(one.weight_label)}</span>'
        f"{where} {lines(one.says)}</p>{_others(one, labels)}"
        f'<p class="wb-try"><b>{escape(labels["try"])}</b> {lines(one.attempt)}</p>'
        f'<p class="wb-source">{escape(one.source)}</p>'
        "</article>"
    )


def _others(one: Card, labels: Mapping[str, str]) -> str:
    """The further rows of a finding, folded away."""
    if not one.others:
        return ""
    summary = labels["other_rows"].replace("{n}", str(len(one.others)))
    said = "".join(f"<li>{lines(text)}</li>" for text in one.others)
    return f"<details><summary>{escape(summary)}</summary><ul>{said}</ul></details>"


def findings_text(cards: Iterable[Card], none: str) -> str:
    """The findings as plain text."""
    said = [f"[{one.weight_label}] {one.where}: {one.says} → {one.attempt}" for one in cards]
    return without_private("\n".join(said)) or none
