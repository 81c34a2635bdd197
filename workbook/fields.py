"""What a person types → values, and words for what cannot be read.

The store keeps what was typed. :func:`parse` reads it as a record: what is sound becomes the
record, what is not becomes a :class:`Problem` at the very field or cell, and the rest still
counts. Each kind of field knows how bank staff write it: 229万, １２００, 12/5, 30%.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any, Generic, LiteralString, NoReturn, TypeVar

import pydantic
from pydantic import (
    BeforeValidator,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    ValidationInfo,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import PydanticCustomError, core_schema

Record = TypeVar("Record", bound=pydantic.BaseModel)

LONGEST_TEXT = 2_000
LARGEST_MONEY = 10**15  # fen: ten thousand billion yuan; more is a slip of the finger
LARGEST_COUNT = 10**9
UNITS = {"亿": 10**8, "万元": 10**4, "万": 10**4, "千": 10**3, "元": 1, "w": 10**4, "k": 10**3}
BLANK = ("", "-", "—", "/", "无", "n/a")


@dataclass(frozen=True)
class Problem:
    """One field or cell that could not be read.

    loc: path into the body, e.g. ``("indicators", 0, "target")``.
    kind: a key of the words for problems, e.g. ``not_a_number``.
    figures: what the words need, as text (``typed``, ``least``, …).
    """

    loc: tuple[str | int, ...]
    kind: str
    figures: Mapping[str, str]


@dataclass(frozen=True)
class Parsed(Generic[Record]):
    """The record that the sound part of a body makes, and what is wrong with the rest."""

    record: Record
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class Setting:
    """What reading a body depends on: the unit that money is typed in, and what may be chosen."""

    yuan_in_unit: int = 1
    year: int = 2000
    choices: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # list → key → label
    counted: frozenset[str] = frozenset()  # the indicators that are measured in pieces, not money


def parse(model: type[Record], body: Mapping[str, Any], setting: Setting) -> Parsed[Record]:
    """Read ``body`` as a ``model``; rows and fields that cannot be read are left out and named.

    Never raises for what a person typed. A body of another shape (a list where a text belongs)
    counts as unreadable at that place.
    """
    left, numbering = _filled_in({name: body[name] for name in model.model_fields if name in body})
    found: dict[tuple[str | int, ...], Problem] = {}
    while True:
        try:
            record = model.model_validate(left, context=setting)
        except pydantic.ValidationError as error:
            wrong = error.errors(include_url=False, include_input=True)
            for problem in (_problem(each, numbering) for each in wrong):
                found.setdefault(problem.loc, problem)
            left = _without(left, wrong, numbering)
        else:
            return Parsed(record, tuple(found[loc] for loc in sorted(found, key=_reading_order)))


def _filled_in(body: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, list[int]]]:
    """The body without blank cells and blank rows, and where each row that is left stood."""
    left: dict[str, Any] = {}
    numbering: dict[str, list[int]] = {}
    for name, value in body.items():
        if isinstance(value, list):
            rows = {index: _cells(row) for index, row in enumerate(value)}
            numbering[name] = [index for index, row in rows.items() if row]
            left[name] = [rows[index] for index in numbering[name]]
        elif not is_blank(value):
            left[name] = value
    return left, numbering


def _cells(row: object) -> object:
    if not isinstance(row, dict):
        return None if is_blank(row) else row
    return {name: cell for name, cell in row.items() if not is_blank(cell)}


def _reading_order(loc: tuple[str | int, ...]) -> tuple[tuple[bool, str | int], ...]:
    return tuple((isinstance(part, str), part) for part in loc)


def _problem(error: Any, numbering: Mapping[str, list[int]]) -> Problem:
    loc = tuple(error["loc"])
    if len(loc) > 1 and loc[0] in numbering and isinstance(loc[1], int):
        loc = (loc[0], numbering[str(loc[0])][loc[1]], *loc[2:])
    figures = {"typed": str(error.get("input"))[:40], **error.get("ctx", {})}
    return Problem(loc, error["type"], {name: str(value) for name, value in figures.items()})


def _without(
    body: dict[str, Any], wrong: list[Any], numbering: dict[str, list[int]]
) -> dict[str, Any]:
    """The body less the rows (or fields) that ``wrong`` names; ``numbering`` follows."""
    left = dict(body)
    bad_rows: dict[str, set[int]] = {}
    for error in wrong:
        name, *inside = error["loc"]
        if name in numbering and inside and isinstance(inside[0], int):
            bad_rows.setdefault(name, set()).add(inside[0])
        else:
            left.pop(name, None)
    for name, bad in bad_rows.items():
        if name in left:
            keep = [index for index in range(len(left[name])) if index not in bad]
            left[name] = [left[name][index] for index in keep]
            numbering[name] = [numbering[name][index] for index in keep]
    return left


# -- what each kind of field reads ----------------------------------------------------------------


def _refuse(kind: LiteralString, typed: object, **figures: object) -> NoReturn:
    shown = {name: str(value) for name, value in figures.items()}
    raise PydanticCustomError(kind, kind, {"typed": str(typed)[:40], **shown})


def plain(typed: object) -> str:
    """Text as typed, with full-width digits and signs made plain and outer space taken off."""
    return unicodedata.normalize("NFKC", str(typed)).strip()


def is_blank(typed: object) -> bool:
    """Whether a cell counts as not filled in."""
    return typed is None or plain(typed).lower() in BLANK


def _decimal(typed: object) -> Decimal:
    text = re.sub(r"[,\s¥￥]", "", plain(typed)).lower()
    for unit in sorted(UNITS, key=len, reverse=True):
        if text.endswith(unit) and text != unit:
            return _decimal(text.removesuffix(unit)) * UNITS[unit]
    try:
        number = Decimal(text)
    except InvalidOperation:
        _refuse("not_a_number", typed)
    if not number.is_finite():
        _refuse("not_a_number", typed)
    return number


def _names_its_unit(typed: object) -> bool:
    return plain(typed).lower().endswith(tuple(UNITS))


def _setting(info: ValidationInfo) -> Setting:
    return info.context if isinstance(info.context, Setting) else Setting()


def read_money(typed: object, info: ValidationInfo) -> int:
    """Typed money → fen. A bare number is in the pack's unit; “229万” and “50元” say their own."""
    number = _decimal(typed)
    yuan = number if _names_its_unit(typed) else number * _setting(info).yuan_in_unit
    fen = yuan * 100
    if abs(fen) > LARGEST_MONEY:
        _refuse("too_large", typed)
    if fen != fen.to_integral_value():
        _refuse("finer_than_fen", typed)
    return int(fen)


def read_count(typed: object) -> int:
    """Typed count → whole number."""
    number = _decimal(typed)
    if number != number.to_integral_value():
        _refuse("not_whole", typed)
    if abs(number) > LARGEST_COUNT:
        _refuse("too_large", typed)
    return int(number)


def read_measure(typed: object, info: ValidationInfo) -> int:
    """Fen or pieces, as the row's ``indicator`` (a field above this one) is measured."""
    if info.data.get("indicator") in _setting(info).counted:
        return read_count(typed)
    return read_money(typed, info)


def read_share(typed: object) -> float:
    """Typed share → 0…1: “30%”, “0.3”; a bare number over 1 is taken for a percentage."""
    text = plain(typed)
    percent = text.endswith("%")
    number = _decimal(text.removesuffix("%"))
    share = number / 100 if percent or number > 1 else number
    if not 0 <= share <= 1:
        _refuse("not_a_share", typed)
    return float(share)


def read_day(typed: object, info: ValidationInfo) -> dt.date:
    """Typed day → date: 2026-12-05, 2026/12/5, 2026年12月5日, 20261205, 12/5, 12月5日."""
    if isinstance(typed, dt.date):
        return typed.date() if isinstance(typed, dt.datetime) else typed
    text = plain(typed)
    compact = re.fullmatch(r"(\d{4})(\d{2})(\d{2})", text)
    numbers = compact.groups() if compact else tuple(re.findall(r"\d+", text.split("T")[0]))
    if len(numbers) == 2:
        numbers = (str(_setting(info).year), *numbers)
    if len(numbers) != 3 or re.search(r"[^\d\-/.年月日号\s]", text.split("T")[0]):
        _refuse("not_a_day", typed)
    try:
        return dt.date(*map(int, numbers))
    except (ValueError, OverflowError):
        _refuse("no_such_day", typed)


def read_text(typed: object) -> str:
    """Typed text, kept as it is; control characters other than line breaks and tabs are refused."""
    text = str(typed).strip()
    if len(text) > LONGEST_TEXT:
        _refuse("too_long", text, most=LONGEST_TEXT, length=len(text))
    if any(unicodedata.category(sign) in ("Cc", "Cs") and sign not in "\n\r\t" for sign in text):
        _refuse("control_signs", "")
    return text


def read_yes(typed: object) -> bool:
    """A tick, or yes and no as people write them."""
    text = plain(typed).lower()
    if text in ("true", "1", "是", "y", "yes", "√", "✓", "有"):
        return True
    if text in ("false", "0", "否", "n", "no", "×", *BLANK):
        return False
    _refuse("not_yes_or_no", typed)


@dataclass(frozen=True)
class Choice:
    """The mark of a text field that holds one key of the list ``name`` of the pack.

    ``Annotated[str, Choice("indicators")]`` reads the key or its label in the reader's language.
    """

    name: str

    def read(self, typed: object, info: ValidationInfo) -> str:
        known = _setting(info).choices.get(self.name, {})
        text = plain(typed)
        by_label = {plain(label).lower(): key for key, label in known.items()}
        if text in known or not known:
            return text
        if text.lower() in by_label:
            return by_label[text.lower()]
        _refuse("not_in_list", typed, known="、".join(list(known.values())[:12]))

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        return core_schema.with_info_before_validator_function(self.read, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {**handler(schema), "kind": "choice", "choices": self.name}


def _kind(kind: str) -> Any:
    """The mark by which a form and a spreadsheet know what to offer for a field."""
    return Field(json_schema_extra={"kind": kind})


Money = Annotated[int, BeforeValidator(read_money), _kind("money")]
Count = Annotated[int, BeforeValidator(read_count), _kind("count")]
Measure = Annotated[int, BeforeValidator(read_measure), _kind("measure")]
Share = Annotated[float, BeforeValidator(read_share), _kind("share")]
Day = Annotated[dt.date, BeforeValidator(read_day), _kind("day")]
Text = Annotated[str, BeforeValidator(read_text), _kind("text")]
LongText = Annotated[str, BeforeValidator(read_text), _kind("long_text")]
Yes = Annotated[bool, BeforeValidator(read_yes), _kind("yes")]
