"""Ids, lists, yes and no, and text, which stays as typed."""

from __future__ import annotations

import re

from pydantic import TypeAdapter

from workbook.customers.files import json_lines
from workbook.customers.files.column_reader import Manner, Reader, Value, adapted
from workbook.customers.files.grid import Trouble
from workbook.customers.pack import value_key
from workbook.domain.fields import Text, Yes, plain

SCIENTIFIC = re.compile(r"\d(?:\.\d+)?[eE]\+?\d+")
DECIMAL = re.compile(r"\d+\.0+")  # an id that went through a program that treats it as a number
TRAINEE = re.compile(r"[a-z][a-z0-9-]{0,39}")
CODE = re.compile(r"[a-z]+\d(?!\d)")

_TEXT, _YES = TypeAdapter(Text), TypeAdapter(Yes)


def text(manner: Manner) -> Reader:
    """Text → str, as typed."""
    return lambda typed: adapted(_TEXT, typed)


def yes(manner: Manner) -> Reader:
    """Yes and no → bool."""
    return lambda typed: adapted(_YES, typed)


def number(manner: Manner) -> Reader:
    """Ids → str with ASCII digits and letters; never a number: 0012 keeps its zeros."""

    def read(typed: str) -> Value | Trouble:
        found = plain(typed)
        if DECIMAL.fullmatch(found):
            found = found.partition(".")[0]
        return Trouble("scientific_id") if SCIENTIFIC.fullmatch(found) else adapted(_TEXT, found)

    return read


def trainee(manner: Manner) -> Reader:
    """Ids of trainees → str."""

    def read(typed: str) -> Value | Trouble:
        found = plain(typed)
        return found if TRAINEE.fullmatch(found) else Trouble("not_a_trainee_id")

    return read


def choice(manner: Manner) -> Reader:
    """One of a list → its key; in “C3-平衡型” the code counts."""

    def read(typed: str) -> Value | Trouble:
        found = value_key(typed)
        code = CODE.match(found)
        key = manner.choices.get(found) or manner.choices.get(code[0] if code else "")
        return key or Trouble("not_in_list", {"known": manner.offer})

    return read


def json_object(manner: Manner) -> Reader:
    """A JSON object → its text on one line."""

    def read(typed: str) -> Value | Trouble:
        found = json_lines.as_object(typed)
        if found is None:
            return Trouble("not_json")
        line = json_lines.as_text(found)
        return line if _can_be_written(line) else Trouble("control_signs")

    return read


def _can_be_written(line: str) -> bool:
    try:
        return bool(line.encode())
    except UnicodeEncodeError:  # a lone surrogate, as JSON can spell it
        return False
