"""Checks a request's values against the contract before anything is done with them.

Messages repeat nothing that was sent: they name only its place and the rule it breaks.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping
from typing import Any

import jsonschema

from workbook.errors import BadInput
from workbook.server import contract

MOST = 1_000_000  # bytes of a body
UNSEEN = ("Cc", "Cs")  # Unicode's categories: controls and lone surrogates
LANGUAGES = ("", "zh-Hans", "zh-Hant", "en")  # as the contract has them


def trainee(text: str) -> str:
    """A trainee's id; BadInput for an invalid one."""
    return _parameter("trainee", text)


def cohort(text: str) -> str:
    """A cohort's name, in any characters; BadInput for one without a visible character.

    It is looked up in the store and shown as text, and never becomes a path, an address or a
    command.
    """
    name = _parameter("cohort", text)
    if any(unicodedata.category(sign) in UNSEEN for sign in name):
        raise _refused("cohort", "pattern")
    return name


def chapter(text: str) -> str:
    """A chapter or page; BadInput for an invalid name."""
    return _parameter("chapter", text)


def batch(text: str) -> str:
    """A batch's id; BadInput for an invalid one."""
    return _parameter("batch", text)


def number(text: str) -> int:
    """A remark's number; BadInput for anything but a whole number within its bounds."""
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise _refused("number", "integer")
    found = int(text)
    _check("number", found, contract.parameter("number"))
    return found


def language(text: str) -> str:
    """A language, or empty; BadInput for another one."""
    if text not in LANGUAGES:
        raise _refused("language", "enum")
    return text


def month(text: str) -> str:
    """A month, or ""; BadInput for an invalid one."""
    from workbook.domain.calendar import Month

    return str(Month.parse(text)) if text else ""


def body(raw: bytes, name: str, most: int = MOST) -> dict[str, Any]:
    """A JSON body that fits the schema ``name`` of the contract, with defaults filled in.

    most: its largest size in bytes. BadInput for anything else.
    """
    if len(raw) > most:
        raise BadInput("server.too_large", most=f"{most:,}")
    found = _read(raw)
    schema = contract.schema(name)
    _check(name, found, schema)
    return _with_defaults(found, schema)


def _parameter(name: str, text: str) -> str:
    _check(name, text, contract.parameter(name))
    # In Python's patterns "$" also matches before a final line break.
    if text.endswith("\n"):
        raise _refused(name, "pattern")
    return text


def _read(raw: bytes) -> Any:
    try:
        return json.loads(raw, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise BadInput("server.no_json") from None


def _no_number(name: str) -> float:
    raise ValueError(name)


def _check(what: str, value: object, schema: Mapping[str, Any]) -> None:
    checked = jsonschema.Draft202012Validator(schema)
    for error in checked.iter_errors(value):
        where = ".".join([what, *(str(step) for step in error.absolute_path)])
        raise _refused(where, str(error.validator))


def _refused(where: str, rule: str) -> BadInput:
    return BadInput("server.against_contract", where=where, rule=rule)


def _with_defaults(found: Mapping[str, Any], schema: Mapping[str, Any]) -> dict[str, Any]:
    known = schema.get("properties", {})
    defaults = {name: one["default"] for name, one in known.items() if "default" in one}
    return {**defaults, **found}
