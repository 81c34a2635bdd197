"""A form's read-only twin: the same fields as plain HTML."""

from __future__ import annotations

import html
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import pydantic

from workbook.content.form_fields import Described, describe
from workbook.content.messages import Voice, Wording
from workbook.domain.fields import Setting, is_blank, parse
from workbook.domain.privacy import without_private
from workbook.domain.templates import FieldWords
from workbook.pages.forms.widget import in_words

Remark = Mapping[str, Any]

NUMBERS = ("money", "count", "measure", "share")
LIST = "display:grid;grid-template-columns:fit-content(16em) 1fr;gap:4px 20px;margin:0 0 16px"
TERM = "float:none;width:auto;font-weight:600;margin:0;padding:0"
TEXT = "text-align:left;white-space:pre-wrap;margin:0;padding:0"
WRONG = "background:#fbe5e1;color:#8c1d18;padding:0 3px"
CELL = "text-align:left;white-space:pre-wrap"
MORE = "display:inline-block;margin-right:18px"
REMARK = "border-left:3px solid #b7791f;padding:2px 0 2px 12px;margin:4px 0 10px;max-width:54em"
SPOKEN = "margin:0;white-space:pre-wrap;text-align:left"
SPEAKER = "display:block;font-size:12px;opacity:.8"
ANSWER = "margin:4px 0 0 16px"
NUMBER = "text-align:right;font-variant-numeric:tabular-nums"


@dataclass(frozen=True)
class Reader:
    """Parses typed text, formats it again, and holds the remarks on it."""

    model: type[pydantic.BaseModel]
    voice: Voice
    setting: Setting
    remarks: Sequence[Remark] = ()


@dataclass(frozen=True)
class FieldLine:
    """The single fields of a page, or one row: as typed, as read, and the problems by name."""

    typed: Mapping[str, Any]
    read: Mapping[str, Any]
    wrong: Mapping[str, str]


def twin(
    model: type[pydantic.BaseModel],
    words: Mapping[str, FieldWords],
    voice: Voice,
    setting: Setting,
    body: Mapping[str, Any],
    only: Sequence[str] | None = None,
    remarks: Sequence[Remark] = (),
) -> str:
    """``body`` as HTML: a definition list for single fields, a table for rows.

    Readable values are formatted by ``voice``; unreadable ones are shown as typed, marked, with the
    reason as tooltip. All of it is text: no markup, code or formula comes through.
    remarks: as in :class:`workbook.pages.forms.Talk`; each is shown below its field, and at the top
    where it is on none of these.
    """
    reader = Reader(model, voice, setting, remarks)
    described = describe(model, words, setting, only)["fields"]
    names = {field["name"] for field in described}
    parts = [_remarked([one for one in remarks if one["field"] not in names], voice.wording)]
    for rows, group in groupby(described, key=lambda field: field["kind"] == "rows"):
        fields = list(group)
        parts += (
            (_table(field, body, reader) for field in fields)
            if rows
            else [_list(fields, body, reader)]
        )
    return f'<div class="workbook-twin">{"".join(parts)}</div>'


def as_text(value: object) -> str:
    """``value`` as HTML that is only text, also on a page that typesets ``$`` and ``\\``.

    Card numbers are masked, as everywhere.
    """
    shown = html.escape(without_private(str(value)))
    for sign in ("\\", "$"):
        shown = shown.replace(sign, f"<span>{sign}</span>")
    return shown


def _list(fields: list[Described], body: Mapping[str, Any], reader: Reader) -> str:
    typed = {field["name"]: body.get(field["name"]) for field in fields}
    parsed = parse(reader.model, typed, reader.setting)
    line = FieldLine(typed, parsed.record.model_dump(), _reasons(parsed.problems, reader))
    none = as_text(reader.voice.text(None))
    items = (
        f'<dt style="{TERM}">{as_text(field["label"])}</dt>'
        f'<dd style="{TEXT}">{_value(field, line, reader) or none}{_beside(field, reader)}</dd>'
        for field in fields
    )
    return f'<dl style="{LIST}">{"".join(items)}</dl>'


def _table(field: Described, body: Mapping[str, Any], reader: Reader) -> str:
    """The rows; columns that the form folds away are shown in a line below a wide row."""
    lines = [_line(field["name"], row, reader) for row in _filled(body.get(field["name"]))]
    columns = [column for column in field["columns"] if column["main"]]
    folded = [column for column in field["columns"] if not column["main"]]
    headings = "".join(_cell("th", column, as_text(column["label"])) for column in columns)
    filled = "".join(_row(line, columns, folded, reader) for line in lines)
    empty = f'<tr><td colspan="{len(columns)}">{as_text(reader.voice.text(None))}</td></tr>'
    return (
        f'<table><caption style="{TERM};{CELL}">{as_text(field["label"])}</caption>'
        f"<thead><tr>{headings}</tr></thead><tbody>{filled or empty}</tbody></table>"
        f"{_beside(field, reader)}"
    )


def _beside(field: Described, reader: Reader) -> str:
    found = [one for one in reader.remarks if one["field"] == field["name"]]
    return _remarked(found, reader.voice.wording)


def _remarked(found: Sequence[Remark], wording: Wording) -> str:
    """Remarks with their answers under one heading; empty without any."""
    if not found:
        return ""
    said = "".join(map(_remark, found))
    heading = as_text(wording.page["remarks"])
    return f'<div class="wb-remarks" style="{REMARK}"><b>{heading}</b>{said}</div>'


def _remark(one: Remark) -> str:
    answers = "".join(f'<div style="{ANSWER}">{_spoken(answer)}</div>' for answer in one["answers"])
    return f"<div>{_spoken(one)}{answers}</div>"


def _spoken(one: Remark) -> str:
    who = " · ".join(filter(None, (one["author"], one["at"], one.get("period"))))
    return (
        f'<p style="{SPOKEN}"><span style="{SPEAKER}">{as_text(who)}</span>'
        f"{as_text(one['text'])}</p>"
    )


def _row(
    line: FieldLine, columns: Sequence[Described], folded: Sequence[Described], reader: Reader
) -> str:
    cells = "".join(_cell("td", column, _value(column, line, reader)) for column in columns)
    more = "".join(
        f'<span style="{MORE}"><b>{as_text(column["label"])}</b> {value}</span>'
        for column in folded
        if (value := _value(column, line, reader)) and line.typed.get(column["name"]) is not False
    )
    below = f'<tr class="wb-more"><td colspan="{len(columns)}">{more}</td></tr>' if more else ""
    return f"<tr>{cells}</tr>{below}"


def _filled(typed: object) -> Iterator[Mapping[str, Any]]:
    for row in typed if isinstance(typed, list) else ():
        if isinstance(row, dict) and not all(map(is_blank, row.values())):
            yield row


def _line(name: str, row: Mapping[str, Any], reader: Reader) -> FieldLine:
    """Parse one row by itself, so that a bad one does not shift the others."""
    parsed = parse(reader.model, {name: [row]}, reader.setting)
    read = parsed.record.model_dump()[name]
    return FieldLine(row, read[0] if read else {}, _reasons(parsed.problems, reader))


def _reasons(problems: Sequence[Any], reader: Reader) -> dict[str, str]:
    said = in_words(problems, reader.voice.wording)
    return {str(problem["loc"][-1]): str(problem["text"]) for problem in said}


def _value(field: Described, line: FieldLine, reader: Reader) -> str:
    name = field["name"]
    value = line.read.get(name, line.typed.get(name))
    if name in line.wrong:
        shown = as_text(reader.voice.text(line.typed.get(name)))
        reason = html.escape(without_private(line.wrong[name]))
        return f'<mark style="{WRONG}" title="{reason}">{shown}</mark>'
    return "" if value is None or value == "" else as_text(_written(field, value, line, reader))


def _written(field: Described, value: object, line: FieldLine, reader: Reader) -> str:
    labels: dict[str, str] = {one["key"]: one["label"] for one in field["options"]}
    if field["kind"] == "yes" and isinstance(value, bool):
        return reader.voice.wording.yes if value else reader.voice.wording.no
    if field["kind"] in (*NUMBERS, "day") and not isinstance(value, str):
        return reader.voice.text(value, field["kind"], line.read.get("indicator"))
    return labels.get(str(value), str(value))


def _cell(tag: str, column: Described, content: str) -> str:
    style = NUMBER if column["kind"] in NUMBERS else CELL
    return f'<{tag} style="{style}">{content}</{tag}>'
