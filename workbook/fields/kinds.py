"""The kinds of field, and how bank staff write them: 229万, １２００, 12/5, 30%.

Each reader turns what was typed into a value or raises a custom error whose type is a key of the
words for problems. Money is integer fen, a share is a fraction of 1.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Annotated, Any, LiteralString, NoReturn

from pydantic import (
    BeforeValidator,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    ValidationInfo,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import PydanticCustomError, core_schema

LONGEST_TEXT = 2_000
LARGEST_MONEY = 10**15  # fen: ten thousand billion yuan; more is a slip of the finger
LARGEST_COUNT = 10**9
UNITS = {"亿": 10**8, "万元": 10**4, "万": 10**4, "千": 10**3, "元": 1, "w": 10**4, "k": 10**3}
UNITS |= {"wanyuan": 10**4, "wan": 10**4, "yuan": 1}
LONGEST_FIRST = sorted(UNITS, key=len, reverse=True)
BLANK = ("", "-", "—", "/", "无", "n/a")


@dataclass(frozen=True)
class Setting:
    """What reading a body depends on: the unit that money is typed in, and what may be chosen."""

    yuan_in_unit: int = 1
    year: int = 2000
    choices: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # list → key → label
    counted: frozenset[str] = frozenset()  # the indicators that are measured in pieces, not money


def _refuse(kind: LiteralString, typed: object, **figures: object) -> NoReturn:
    shown = {name: str(value) for name, value in figures.items()}
    raise PydanticCustomError(kind, kind, {"typed": str(typed)[:40], **shown})


def plain(typed: object) -> str:
    """Text as typed, with full-width digits and signs made plain and outer space taken off."""
    return unicodedata.normalize("NFKC", str(typed)).strip()


def is_blank(typed: object) -> bool:
    """Whether a cell counts as not filled in."""
    return typed is None or plain(typed).lower() in BLANK


NUMBER = re.compile(r"[+-]?(\d{1,3}(,\d{3})+|\d{1,4}(,\d{4})+|\d+)?(\.\d*)?")
LONGEST_NUMBER = 40


def _decimal(typed: object) -> Decimal:
    """The number that was typed, its unit counted in; commas have to group its digits."""
    text = re.sub(r"[\s¥￥]", "", plain(typed)).lower()
    unit = next((name for name in LONGEST_FIRST if text.endswith(name)), "")
    digits = text.removesuffix(unit)
    sound = len(digits) <= LONGEST_NUMBER and NUMBER.fullmatch(digits)
    if not sound or not any(map(str.isdigit, digits)):
        _refuse("not_a_number", typed)
    return Decimal(digits.replace(",", "")) * UNITS.get(unit, 1)


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
        _refuse("not_in_list", typed, known=" / ".join(list(known.values())[:12]))

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
