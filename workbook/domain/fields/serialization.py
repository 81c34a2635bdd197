"""A record → the body that a person would have typed: the inverse of parsing.

Used for rows carried over to another month, and cells of a spreadsheet.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pydantic

from workbook.domain.fields.kinds import Setting


def typed(record: pydantic.BaseModel, setting: Setting) -> dict[str, Any]:
    """The text that a person would have typed to get ``record``; blank fields are left out."""
    kinds = kinds_of(type(record))
    indicator = getattr(record, "indicator", None)
    counted = indicator in setting.counted
    return {
        name: _typed(value, kinds.get(name, ""), setting, counted)
        for name, value in record
        if value not in (None, "", ())
    }


@functools.cache
def kinds_of(model: type[pydantic.BaseModel]) -> Mapping[str, str]:
    """Field → kind ("money", "day", "choice", …); rows have none."""
    properties = model.model_json_schema()["properties"]
    return {name: kind for name, one in properties.items() if (kind := _kind_in(one))}


@functools.cache
def chosen(model: type[pydantic.BaseModel]) -> tuple[str, ...]:
    """The lists that the fields of a record and of its rows choose from, in order."""
    schema = model.model_json_schema()
    models = (schema, *schema.get("$defs", {}).values())
    fields = (one for each in models for one in each.get("properties", {}).values())
    options = (one for field in fields for one in (field, *field.get("anyOf", ())))
    return tuple(dict.fromkeys(str(one["choices"]) for one in options if "choices" in one))


def _kind_in(schema: dict[str, Any]) -> str:
    options = [schema, *schema.get("anyOf", ())]
    return next((str(one["kind"]) for one in options if "kind" in one), "")


def _typed(value: Any, kind: str, setting: Setting, counted: bool) -> Any:
    if isinstance(value, tuple):
        return [typed(row, setting) for row in value]
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, bool):
        return value
    if kind == "money" or (kind == "measure" and not counted):
        return _number(Decimal(value) / 100 / setting.yuan_in_unit)
    if kind == "share":
        return f"{_number(Decimal(str(value)) * 100)}%"
    return str(value)


def _number(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
