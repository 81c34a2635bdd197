"""The words around the chapters, and how numbers are formatted.

``templates/wording`` holds what every page says: the form's buttons, what is wrong with a cell, the
weights of findings, the headings of the index. Numbers are put into words by :func:`say`: ``"还差
{gap:money}"``.
"""

from __future__ import annotations

import datetime as dt
import re
import string
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from workbook.domain.bank import Bank, labels
from workbook.domain.calendar import Week
from workbook.domain.privacy import without_private
from workbook.domain.templates import Frozen
from workbook.errors import not_found

UNITS = ("day", "week", "count", "number", "money", "share", "ratio", "odds")
# Clauses with their closing punctuation, then their parts; none ends inside a placeholder.
CLAUSES = (
    re.compile(r"(?:\{[^{}]*\}|[^；;。.\n{}]|[.;](?=\S))+(?:[；;。.\n]\s*)?|[；;。.\n]\s*"),
    re.compile(r"(?:\{[^{}]*\}|[^，,：:·。.{}]|[.,:](?=\S))+(?:[，,：:·。.]\s*)?|[，,：:·。.]\s*"),
)
ENDS = "。.！!？?"
LEADING_ZERO = re.compile(r"(?<!\d)0(?=\d)")  # not every platform knows %-d


class Wording(Frozen):
    """The template ``wording`` in one language.

    date: strftime pattern of a day in the page's year; far: of one in another year.
    none: stands for a missing number.
    blocks: why somebody is on no list; watch: cautions with others. Key → label.
    problems: a sentence for each kind of :class:`workbook.domain.fields.Problem`.
    """

    language: str
    date: str
    far: str
    none: str
    endless: str
    yes: str
    no: str
    count: str
    join: str
    weights: dict[Literal["must", "should", "could"], str]
    problems: dict[str, str]
    form: dict[str, str]
    page: dict[str, str]
    start: dict[str, str]
    blocks: dict[str, str]
    watch: dict[str, str]
    cohort: dict[str, str]
    index: dict[str, str]
    export: dict[str, str]
    exchange: dict[str, str]


@dataclass(frozen=True)
class Said:
    """A sentence of a template with its figures; it becomes text when it is shown."""

    template: str
    figures: Mapping[str, object] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class Voice:
    """Formats values as text, with one language, a bank's units and a chapter's lists.

    names: list → key → label, so that ``{indicator:indicators}`` gives the label of a key.
    year: of the page; a day in another year is shown with its year.
    """

    wording: Wording
    bank: Bank
    names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    year: int | None = None

    def text(self, value: object, unit: str = "text", indicator: object = None) -> str:
        """``value`` as people write it.

        ``unit`` is one of :class:`workbook.domain.templates.Column`, or a list of ``names``. A
        ``measure`` is money or pieces, as ``indicator`` is measured.
        """
        if isinstance(value, Said):
            return self.say(value.template, value.figures)
        if _missing(value):
            return self.wording.none
        if isinstance(value, bool):
            return self.wording.yes if value else self.wording.no
        if isinstance(value, (tuple, list)):
            return self.wording.join.join(self.text(one, unit, indicator) for one in value)
        if unit in self.names:
            return self.names[unit].get(str(value), without_private(str(value)))
        if unit == "measure":
            unit = "count" if indicator in self.bank.counted else "money"
        if unit in UNITS:
            return str(getattr(self, f"_{unit}")(value))
        return without_private(str(value))  # a page never repeats such a number

    def say(self, template: str, figures: Mapping[str, object]) -> str:
        """Fill in ``template``'s ``{name:unit}`` placeholders.

        Raises NotFound for a placeholder that is not in ``figures``: names are looked up whole, and
        never reach into a value. No sentence has a hole: a clause with an unknown figure is left
        out where another clause remains. Cautions (``watch``) are a sentence of their own, said
        with the same figures.
        """
        sayer = _Sayer(self, figures)
        clauses = sayer.whole(template)
        return sayer.vformat(clauses, (), figures)

    def _day(self, value: dt.date) -> str:
        near = self.year in (None, value.year)
        pattern = self.wording.date if near else self.wording.far
        return LEADING_ZERO.sub("", value.strftime(pattern))

    def _week(self, value: object) -> str:
        """The days of a week: nobody knows weeks by their numbers."""
        week = Week.parse(str(value))
        return f"{self._day(week.first)} – {self._day(week.last)}"

    def _count(self, value: float) -> str:
        return f"{value:z,.0f}"

    def _number(self, value: float) -> str:
        return f"{value:z,.1f}"

    def _money(self, fen: float) -> str:
        amount = fen / 100 / self.bank.money.yuan
        return f"{amount:z,.{self.bank.money.decimals}f} {self.bank.money.label}"

    def _share(self, value: float) -> str:
        percent = f"{value * 100:z.1f}".removesuffix(".0")
        return f"{percent}%"

    def _ratio(self, value: float) -> str:
        return self.wording.endless if value == float("inf") else f"{value:z.2f}"

    def _odds(self, value: float) -> str:
        return f"{round(value * 10):d}"


class _Sayer(string.Formatter):
    """Formats by :meth:`Voice.text`; looks up names only, never attributes or items."""

    def __init__(self, voice: Voice, figures: Mapping[str, object]) -> None:
        self._voice, self._figures = voice, figures

    def whole(self, template: str) -> str:
        """The clauses, or parts of them, whose figures are all known; every clause where none
        is."""
        if not self._lacks(template):
            return template
        for clauses in CLAUSES:
            found = clauses.findall(template)
            told = [one for one in found if not self._lacks(one)]
            if any(map(self._says, told)):
                return _ended("".join(told), template)
        return template

    def _lacks(self, clause: str) -> bool:
        names = (name for _, name, _, _ in self.parse(clause) if name)
        return any(_missing(self._figures.get(name, name)) for name in names)

    @staticmethod
    def _says(clause: str) -> bool:
        return any(sign.isalnum() for sign in clause)

    def get_field(self, field_name: str, args: Any, kwargs: Any) -> tuple[Any, str]:
        if field_name not in kwargs:
            raise not_found("placeholder", field_name, kwargs)
        return kwargs[field_name], field_name

    def format_field(self, value: Any, format_spec: str) -> str:
        if format_spec == "watch" and value in self._voice.wording.watch:
            return self._voice.say(self._voice.wording.watch[value], self._figures)
        return self._voice.text(value, format_spec or "text", self._figures.get("indicator"))


def _ended(said: str, template: str) -> str:
    """A sentence with the beginning and end of the whole, whatever was left out of it."""
    bare, last = said.strip(" ；;，,：:·。."), template.rstrip()[-1:]
    first = bare[:1].upper() if template[:1].isupper() else bare[:1]
    return f"{first}{bare[1:]}{last if last in ENDS else ''}"


def _missing(value: object) -> bool:
    return value is None or value == "" or (not isinstance(value, (tuple, list)) and value != value)


def voice(
    wording: Wording,
    bank: Bank,
    names: Mapping[str, Mapping[str, str]],
    year: int | None = None,
) -> Voice:
    """The voice of a page; ``names`` are its chapter's lists, ``year`` is its year."""
    banks = {"indicators": labels(bank.indicators), "tiers": labels(bank.tiers)}
    return Voice(wording, bank, {**banks, **names}, year)
