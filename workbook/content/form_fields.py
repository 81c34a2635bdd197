"""A record's model + the template's words → the description of a form, as plain JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pydantic

from workbook.domain.fields import Setting
from workbook.domain.templates import FieldWords
from workbook.errors import not_found

MAIN_COLUMNS = 9  # as many as fit a page side by side; the others go below their row
NO_WORDS = FieldWords(label="")

Described = dict[str, Any]


def describe(
    model: type[pydantic.BaseModel],
    words: Mapping[str, FieldWords],
    setting: Setting,
    only: Sequence[str] | None = None,
    others: Sequence[Mapping[str, FieldWords]] = (),
) -> Described:
    """``{"fields": […]}``: the fields of ``model`` in its order, or those in ``only``.

    Each field has name, kind (text, long_text, money, count, measure, share, day, yes, choice,
    rows), label, help, example, required and default (as typed; a bool for yes); a choice has
    options ``[{key, label, also}]`` with its other names; rows have columns, of which those with
    ``main`` stand in the grid and the others below their row. A column has the ``headings`` under
    which people have it in their tables, with those of ``others``, the words in other languages.
    Where a number has a unit, ``yuan`` says how many yuan one is, and ``units`` what it is called:
    by indicator where that decides, and under "". ``offers`` is "customers" for the number of one,
    which the kernel finds. Raises NotFound for a name in ``only`` that is
    no field.
    """
    schema = model.model_json_schema()
    for name in only or ():
        if name not in schema["properties"]:
            raise not_found("field", name, schema["properties"])
    shown = [name for name in schema["properties"] if only is None or name in only]
    return {
        "fields": [
            _field(
                schema,
                name,
                [spoken.get(name, NO_WORDS) for spoken in (words, *others)],
                setting,
            )
            for name in shown
        ]
    }


def _field(
    schema: Mapping[str, Any], name: str, spoken: Sequence[FieldWords], setting: Setting
) -> Described:
    said = spoken[0]
    item = schema["properties"][name].get("items", {}).get("$ref")
    if item is None:
        return _single(schema, name, said, setting)
    row = schema["$defs"][item.rsplit("/", 1)[-1]]
    columns = [
        _single(row, column, said.columns.get(column, NO_WORDS), setting)
        | {"main": index < MAIN_COLUMNS, "headings": _headings(column, spoken)}
        for index, column in enumerate(row["properties"])
    ]
    return {**_said(name, said), "kind": "rows", "required": False, "columns": columns}


def _single(schema: Mapping[str, Any], name: str, said: FieldWords, setting: Setting) -> Described:
    field = _without_null(schema["properties"][name])
    kind = field.get("kind", "text")
    return {
        **_said(name, said),
        **_unit(kind, setting),
        "kind": kind,
        "required": name in schema.get("required", ()),
        "default": _as_typed(field.get("default")),
        "options": _options(field.get("choices", ""), setting),
        **({"offers": field["offers"]} if "offers" in field else {}),
    }


def _options(name: str, setting: Setting) -> list[Described]:
    also: dict[str, list[str]] = {}
    for said, key in setting.also.get(name, {}).items():
        also.setdefault(key, []).append(said)
    return [
        {"key": key, "label": label, "also": also.get(key, [])}
        for key, label in setting.choices.get(name, {}).items()
    ]


def _headings(column: str, spoken: Sequence[FieldWords]) -> list[str]:
    said = [one.columns[column] for one in spoken if column in one.columns]
    return [column, *(text for one in said for text in (one.label, *one.aliases))]


def _unit(kind: str, setting: Setting) -> Described:
    """The unit of an amount; none where the unit of money has no name."""
    if kind not in ("money", "measure") or "" not in setting.units:
        return {}
    units = setting.units if kind == "measure" else {"": setting.units[""]}
    return {"yuan": setting.yuan_in_unit, "units": dict(units)}


def _said(name: str, said: FieldWords) -> Described:
    return {"name": name, "label": said.label or name, "help": said.help, "example": said.example}


def _without_null(field: Mapping[str, Any]) -> Mapping[str, Any]:
    """An optional field states its kind in one of two alternatives."""
    kinds = [one for one in field.get("anyOf", ()) if one.get("type") != "null"]
    return {**field, **kinds[0]} if kinds else field


def _as_typed(default: object) -> str | bool:
    if isinstance(default, bool):
        return default
    return "" if default is None else str(default)
