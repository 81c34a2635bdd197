"""The kinds of field, and how bank staff write them: 229万, １２００, 12/5, 30%.

Each reader turns typed text into a value or raises a custom error whose type is a key of the
messages. Money is integer fen, a share is a fraction of 1.
"""

from __future__ import annotations

import datetime as dt
import functools
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from math import isfinite
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
LONGEST_NUMBER = 40  # characters
LARGEST_EXPONENT = 30
LARGEST_MONEY = 10**15  # fen: ten thousand billion yuan; more is a typing error
LARGEST_COUNT = 10**9
HALF_A_YEAR = 6  # months
YEARS_AWAY = 120  # a day further than this from the page's year is a typing error
NUMERALS = {"亿": 10**8, "億": 10**8, "千万": 10**7, "千萬": 10**7, "百万": 10**6, "百萬": 10**6}
NUMERALS |= {"万": 10**4, "萬": 10**4, "千": 10**3, "wan": 10**4, "w": 10**4, "k": 10**3}
NUMERALS |= {"thousand": 10**3, "million": 10**6, "m": 10**6}
UNITS = NUMERALS | {f"{name}元": times for name, times in NUMERALS.items()} | {"元": 1}
UNITS |= {f"{name}yuan": times for name, times in NUMERALS.items()} | {"yuan": 1}
PIECES = ("个月", "個月", *"件单單笔筆户戶个個位次场場通岁歲")
BLANK = ("", "-", "--", "—", "——", "/", "无", "無", "n/a")


@dataclass(frozen=True)
class Setting:
    """The context for reading a body: the unit of typed money, and the lists of choices.

    units: the unit of a number, by indicator; "" for the unit of money.
    """

    yuan_in_unit: int = 1
    year: int = 2000
    choices: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # list → key → label
    counted: frozenset[str] = frozenset()  # the indicators measured in pieces, not money
    month: int = 6  # a day without a year is in the year that brings it nearest to this month
    also: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # list → other name → key
    units: Mapping[str, str] = field(default_factory=dict)


def written(typed: object) -> str:
    """Any typed value as text that can be shown and saved; a list or a row as brackets."""
    if isinstance(typed, str):
        return typed if typed.isascii() else typed.encode("utf-8", "replace").decode()
    if isinstance(typed, dict):
        return "{…}"
    if isinstance(typed, list | tuple):
        return "[…]"
    if isinstance(typed, float) and isfinite(typed):
        return f"{Decimal(repr(typed)):f}"
    if isinstance(typed, int) and typed.bit_length() > 1_000:
        return hex(typed)  # Python does not print numbers with more than some thousand digits
    return str(typed)


def _refuse(kind: LiteralString, typed: object, **figures: object) -> NoReturn:
    shown = {name: written(value) for name, value in figures.items()}
    raise PydanticCustomError(kind, kind, {"typed": written(typed)[:40], **shown})


def plain(typed: object) -> str:
    """Text with full-width digits and punctuation made half-width and outer space removed."""
    return unicodedata.normalize("NFKC", written(typed)).strip()


def is_blank(typed: object) -> bool:
    """Whether a cell counts as not filled in."""
    return typed is None or plain(typed).lower() in BLANK


NUMBER = re.compile(r"[+-]?(\d{1,3}(,\d{3})+|\d{1,4}(,\d{4})+|\d+)?(\.\d*)?(e[+-]?\d+)?")
SPACE = re.compile(r"\s+")


def _compact(typed: object) -> str:
    return SPACE.sub("", plain(typed)).lower()


def _decimal(text: str, units: Mapping[str, int], typed: object) -> Decimal:
    """The number in a compact text, with its unit applied; commas have to group its digits."""
    named = () if text[-1:].isdigit() else units
    unit = max((name for name in named if text.endswith(name)), key=len, default="")
    digits, _, exponent = text.removesuffix(unit).partition("e")
    sound = len(digits) <= LONGEST_NUMBER and NUMBER.fullmatch(text.removesuffix(unit))
    if not sound or not any(map(str.isdigit, digits)):
        _refuse("not_a_number", typed)
    power = int(exponent[:LONGEST_NUMBER] or 0)
    if abs(power) > LARGEST_EXPONENT:
        _refuse("too_large" if power > 0 else "not_a_number", typed)
    return Decimal(digits.replace(",", "")).scaleb(power) * units.get(unit, 1)


def _setting(info: ValidationInfo) -> Setting:
    return info.context if isinstance(info.context, Setting) else Setting()


CURRENCY = re.compile(r"^([+-]?)¥([+-]?)(?=[\d.])")


def read_money(typed: object, info: ValidationInfo) -> int:
    """Typed money → fen. A bare number is in the pack's unit; “229万”, “¥50” name theirs."""
    text = _compact(typed)
    bare = CURRENCY.sub(r"\1\2", text)
    number = _decimal(bare, UNITS, typed)
    named = bare != text or bare.endswith(tuple(UNITS))
    fen = (number if named else number * _setting(info).yuan_in_unit) * 100
    if abs(fen) > LARGEST_MONEY:
        _refuse("too_large", typed)
    if fen != fen.to_integral_value():
        _refuse("finer_than_fen", typed)
    return int(fen)


def read_count(typed: object) -> int:
    """Typed count → whole number; “3件” is 3, and “3元” is an error."""
    text = _compact(typed)
    counted = () if text[-1:].isdigit() else PIECES
    piece = next((name for name in counted if text.endswith(name)), "")
    number = _decimal(text.removesuffix(piece), NUMERALS, typed)
    if number != number.to_integral_value():
        _refuse("not_whole", typed)
    if abs(number) > LARGEST_COUNT:
        _refuse("too_large", typed)
    return int(number)


def read_measure(typed: object, info: ValidationInfo) -> int:
    """Fen or pieces, as the row's ``indicator`` (an earlier field) is measured."""
    if info.data.get("indicator") in _setting(info).counted:
        return read_count(typed)
    return read_money(typed, info)


def read_share(typed: object) -> float:
    """Typed share → 0…1: “30%”, “0.3”; a bare number over 1 is read as a percentage."""
    text = _compact(typed)
    percent = text.endswith("%")
    number = _decimal(text.removesuffix("%"), {}, typed)
    share = number / 100 if percent or number > 1 else number
    if not 0 <= share <= 1:
        _refuse("not_a_share", typed)
    return float(share)


BETWEEN = r"\s*[-/.年月\s]\s*"
DAY = re.compile(
    rf"(?:(\d{{4}}){BETWEEN})?(\d{{1,2}}){BETWEEN}(\d{{1,2}})\s*[日号號]?|(\d{{4}})(\d{{2}})(\d{{2}})"
)
TIME = re.compile(r"(?<=\d)[T\s]+\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?$")


def read_day(typed: object, info: ValidationInfo) -> dt.date:
    """Typed day → date: 2026-12-05, 2026/12/5, 2026年12月5日, 20261205, 12/5, 12月5日.

    A year has four digits; a day decades away from the page's year is refused.
    """
    day = _day_of(typed) if isinstance(typed, dt.date) else _day_in(typed, _setting(info))
    if isinstance(info.context, Setting) and abs(day.year - info.context.year) > YEARS_AWAY:
        _refuse("no_such_day", typed)
    return day


def _day_of(typed: dt.date) -> dt.date:
    return typed.date() if isinstance(typed, dt.datetime) else typed


def _day_in(typed: object, setting: Setting) -> dt.date:
    found = DAY.fullmatch(TIME.sub("", plain(typed)))
    if not found:
        _refuse("not_a_day", typed)
    numbers = [int(one) for one in found.groups() if one]
    try:
        return dt.date(*(numbers if len(numbers) == 3 else [_year(numbers[0], setting), *numbers]))
    except ValueError:
        _refuse("no_such_day", typed)


def _year(month: int, setting: Setting) -> int:
    """The page of January plans from the last week of December on."""
    away = month - setting.month
    return setting.year - (away > HALF_A_YEAR) + (away < -HALF_A_YEAR)


# Control characters except line breaks and tabs, lone surrogates, and noncharacters.
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def read_text(typed: object) -> str:
    """Typed text, unchanged; control characters other than line breaks and tabs are refused."""
    if isinstance(typed, list | tuple | dict):
        _refuse("string_type", typed)
    text = (typed if isinstance(typed, str) else written(typed)).strip()
    if len(text) > LONGEST_TEXT:
        _refuse("too_long", text, most=LONGEST_TEXT, length=len(text))
    if CONTROL.search(text):
        _refuse("control_signs", "")
    return text


YES = ("true", "1", "是", "y", "yes", "√", "✓", "✔", "☑", "有", "对", "對")
NO = ("false", "0", "否", "不是", "n", "no", "×", "✗", "✘", "☐", "没有", "沒有", *BLANK)


def read_yes(typed: object) -> bool:
    """A tick, or yes and no in their usual spellings."""
    text = plain(typed).lower()
    if text in YES:
        return True
    if text in NO:
        return False
    _refuse("not_yes_or_no", typed)


@functools.lru_cache(maxsize=64)
def _by_label(known: tuple[tuple[str, str], ...]) -> Mapping[str, str]:
    return {plain(label).lower(): key for key, label in known}


PARTS = re.compile(r"[\s/、,;·()]+")


def _meant(text: str, names: Mapping[str, str]) -> str | None:
    """The one key with a name, or a part of one, that begins with ``text``: “理财” of “理财/投资”.

    A single letter matches nothing, a single digit or Chinese character may.
    """
    if len(text) == 1 and text.isascii() and not text.isdigit():
        return None
    keys = {
        key
        for name, key in names.items()
        if any(part.startswith(text) for part in (name, *PARTS.split(name)))
    }
    return keys.pop() if len(keys) == 1 else None


@dataclass(frozen=True)
class Choice:
    """Marks a text field that holds one key of the list ``name`` of the pack.

    ``Annotated[str, Choice("indicators")]`` reads the key, its label in any language, an alias, or
    the beginning of one of these.
    """

    name: str

    def read(self, typed: object, info: ValidationInfo) -> str:
        known = _setting(info).choices.get(self.name, {})
        text = plain(typed)
        if text in known or not known:
            return text
        names = _by_label(tuple(known.items()))
        others = _setting(info).also.get(self.name, {})
        key = names.get(text.lower()) or others.get(text.lower())
        key = key or _meant(text.lower(), {**others, **names})
        if key is not None:
            return key
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
    """The mark that tells a form and a spreadsheet the kind of a field."""
    return Field(json_schema_extra={"kind": kind})


Money = Annotated[int, BeforeValidator(read_money), _kind("money")]
Count = Annotated[int, BeforeValidator(read_count), _kind("count")]
Measure = Annotated[int, BeforeValidator(read_measure), _kind("measure")]
Share = Annotated[float, BeforeValidator(read_share), _kind("share")]
Day = Annotated[dt.date, BeforeValidator(read_day), _kind("day")]
Text = Annotated[str, BeforeValidator(read_text), _kind("text")]
# The number of a customer, which a form offers from the book.
CustomerNumber = Annotated[
    str,
    BeforeValidator(read_text),
    Field(json_schema_extra={"kind": "text", "offers": "customers"}),
]
LongText = Annotated[str, BeforeValidator(read_text), _kind("long_text")]
Yes = Annotated[bool, BeforeValidator(read_yes), _kind("yes")]
