"""A record's model + the template's words → what a form has to show, as plain JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pydantic

from workbook.content import FieldWords
from workbook.errors import not_found
from workbook.fields import Setting

MAIN_COLUMNS = 9  # as many as fit a page side by side; the others go below their row
NO_WORDS = FieldWords(label="")

Described = dict[str, Any]


def describe(
    model: type[pydantic.BaseModel],
    words: Mapping[str, FieldWords],
    setting: Setting,
    only: Sequence[str] | None = None,
) -> Described:
    """``{"fields": […]}``: the fields of ``model`` in its order, or those in ``only``.

    Each field has name, kind (text, long_text, money, count, measure, share, day, yes, choice,
    rows), label, help, example, required and default (as typed; a bool for yes); a choice has
    options ``[{key, label}]``, rows have columns, of which those with ``main`` stand in the grid
    and the others below their row. Raises NotFound for a name in ``only`` that is no field.
    """
    schema = model.model_json_schema()
    for name in only or ():
        if name not in schema["properties"]:
            raise not_found("field", name, schema["properties"])
    shown = [name for name in schema["properties"] if only is None or name in only]
    return {"fields": [_field(schema, name, words, setting) for name in shown]}


def _field(
    schema: Mapping[str, Any], name: str, words: Mapping[str, FieldWords], setting: Setting
) -> Described:
    said = words.get(name, NO_WORDS)
    item = schema["properties"][name].get("items", {}).get("$ref")
    if item is None:
        return _single(schema, name, said, setting)
    row = schema["$defs"][item.rsplit("/", 1)[-1]]
    columns = [
        _single(row, column, said.columns.get(column, NO_WORDS), setting)
        | {"main": index < MAIN_COLUMNS}
        for index, column in enumerate(row["properties"])
    ]
    return {**_said(name, said), "kind": "rows", "required": False, "columns": columns}


def _single(schema: Mapping[str, Any], name: str, said: FieldWords, setting: Setting) -> Described:
    field = _without_null(schema["properties"][name])
    choices = setting.choices.get(field.get("choices", ""), {})
    return {
        **_said(name, said),
        "kind": field.get("kind", "text"),
        "required": name in schema.get("required", ()),
        "default": _as_typed(field.get("default")),
        "options": [{"key": key, "label": label} for key, label in choices.items()],
    }


def _said(name: str, said: FieldWords) -> Described:
    return {"name": name, "label": said.label or name, "help": said.help, "example": said.example}


def _without_null(field: Mapping[str, Any]) -> Mapping[str, Any]:
    """A field that may be left out says its kind in one of two alternatives."""
    kinds = [one for one in field.get("anyOf", ()) if one.get("type") != "null"]
    return {**field, **kinds[0]} if kinds else field


def _as_typed(default: object) -> str | bool:
    if isinstance(default, bool):
        return default
    return "" if default is None else str(default)
