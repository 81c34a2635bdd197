"""The method: one folder a chapter, and what every chapter agrees to offer.

A chapter is a module with these names (see ``pacing`` for the model):

    RECORD        the frozen pydantic model of what is filled in; every field has a default
    KEY           what an entry belongs to: "month" or "week"
    PACK          the frozen pydantic model of its template
    LINKED        the chapters whose records and findings it reads, by name
    setting       function(pack, bank, month) -> how what is typed is read
    tables        name -> function(desk) -> DataFrame, the columns as in pack.tables[name]
    figures       name -> function(desk) -> matplotlib Figure
    sheets        name -> function(desk) -> the sheets to print and hand over, as in pack.sheets
    findings      function(desk) -> list of Finding
    rolled_over   function(desk) -> the open rows of the last month or week to take over, by field
    suggested     function(desk, voice) -> rows to begin with, by field; voice says their words
    flagged       function(pages, pack, today) -> marks of customers who must not be contacted;
                  pages: period and record, the latest first; ``flags.nothing`` where none are
    left_out      name of a table -> function(desk) -> flag -> customers whom the flag keeps off it
    completeness  function(desk) -> share of the chapter that is filled in, 0…1
    EXTRAS        what it offers beyond these, see ``shared.extras``; nothing by default
"""

from __future__ import annotations

import datetime as dt
import importlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol, cast

import pandas as pd
import pydantic

from workbook.chapters.shared.context import Finding, Handout, Mark
from workbook.chapters.shared.extras import Extras
from workbook.content.messages import Voice
from workbook.domain import pandas_options
from workbook.domain.bank import Bank
from workbook.domain.calendar import Month
from workbook.domain.fields import Setting
from workbook.errors import not_found

if TYPE_CHECKING:
    from matplotlib.figure import Figure

pandas_options.settle()

NAMES = ("battle_map", "journey", "pacing", "prospects", "action_plan")  # the course's order


class Chapter(Protocol):
    """The names that a chapter's module offers."""

    RECORD: type[pydantic.BaseModel]
    KEY: str
    PACK: type[pydantic.BaseModel]
    LINKED: tuple[str, ...]
    setting: Callable[[Any, Bank, Month], Setting]
    tables: Mapping[str, Callable[[Any], pd.DataFrame]]
    figures: Mapping[str, Callable[[Any], Figure]]
    findings: Callable[[Any], list[Finding]]
    sheets: Mapping[str, Callable[[Any], tuple[Handout, ...]]]
    rolled_over: Callable[[Any], Mapping[str, tuple[pydantic.BaseModel, ...]]]
    suggested: Callable[[Any, Voice], Mapping[str, tuple[pydantic.BaseModel, ...]]]
    flagged: Callable[[Sequence[tuple[Any, Any]], Any, dt.date], Iterable[Mark]]
    left_out: Mapping[str, Callable[[Any], Mapping[str, int]]]
    completeness: Callable[[Any], float]


def extras(name: str) -> Extras:
    """What the chapter called ``name`` offers beyond the contract."""
    found: Extras = getattr(chapter(name), "EXTRAS", Extras())
    return found


def together(name: str) -> tuple[str, ...]:
    """The chapters whose pages go out together: one, and those with the same period that it
    reads."""
    one = chapter(name)
    return (name, *(each for each in one.LINKED if chapter(each).KEY == one.KEY))


def chapter(name: str) -> Chapter:
    """The chapter called ``name``."""
    if name not in NAMES:
        raise not_found("chapter", name, NAMES)
    return cast(Chapter, importlib.import_module(f"workbook.chapters.{name}"))
