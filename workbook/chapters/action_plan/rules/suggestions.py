"""Lines suggested by the findings of the other chapters. Source: methodology A4; ours."""

from __future__ import annotations

import datetime as dt
import re
import string
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from workbook.chapters.action_plan.pack import Suggestion
from workbook.chapters.action_plan.records import PlanLine
from workbook.chapters.action_plan.rules.contacts import who
from workbook.chapters.action_plan.rules.lines import ONE, missing
from workbook.chapters.action_plan.rules.sayable import sayable
from workbook.chapters.action_plan.rules.weeks import PlanDesk, days_of, flat, week_of
from workbook.chapters.shared.context import Finding
from workbook.content.messages import Voice
from workbook.domain.calendar import add_working_days
from workbook.domain.privacy import without_private

SAID = ("what", "mark", "measure", "resource", "grantor", "fallback")
LONGEST_FIGURE = 60  # characters: a line stays one line, however long the text that it quotes
ANY_FIGURE = ".{0,40}"  # a number in a line changes daily; the line is the same
PLACES: Mapping[str, str] = {"stage": "stage_{}", "segment": "map_{}"}  # figure → link key


@dataclass(frozen=True)
class Candidate:
    """A line that a finding calls for.

    figures: the finding's, with texts cut to fit a line. turn: whether the suggestion has been used
    before, and how often. shape: what the line says, with its numbers left open.
    """

    suggestion: Suggestion
    figures: Mapping[str, object]
    link: str
    by: dt.date
    turn: int
    shape: str


def candidates(desk: PlanDesk) -> tuple[Candidate, ...]:
    """The lines to choose from, as many of each kind as the plan lacks.

    In the template's order, each suggestion once before any comes twice; none that the plan has
    already, and none with the same words.
    """
    fresh: dict[str, Candidate] = {}
    for one in sorted(_asked_for(desk), key=lambda one: one.turn):
        if not _taken(desk, one.shape):
            fresh.setdefault(one.shape, one)
    return tuple(
        one
        for kind in desk.pack.kinds
        for one in [c for c in fresh.values() if c.suggestion.kind == kind][: missing(desk, kind)]
    )


def suggested_lines(desk: PlanDesk, voice: Voice) -> tuple[PlanLine, ...]:
    """The candidates in words; whoever plans does them, until somebody else is written there."""
    return tuple(_line(desk, one, voice) for one in candidates(desk))


def _line(desk: PlanDesk, one: Candidate, voice: Voice) -> PlanLine:
    said = {name: voice.say(getattr(one.suggestion, name), one.figures) for name in SAID}
    indicator = one.figures.get("indicator")
    return PlanLine(
        kind=one.suggestion.kind,
        owner=desk.pack.fields["lines"].columns["owner"].example,
        by=one.by,
        link=one.link,
        indicator=str(indicator) if indicator in desk.bank.indicators else "",
        **said,
    )


# -- from findings to candidates ------------------------------------------------------------------


def _asked_for(desk: PlanDesk) -> Iterator[Candidate]:
    for suggestion in desk.pack.suggestions.values():
        for turn, figures in enumerate(_figures(desk, suggestion)):
            yield Candidate(
                suggestion,
                figures,
                suggestion.link or _link(desk, figures),
                _due(desk, suggestion),
                turn,
                _shape(desk, suggestion.what, figures),
            )


def _figures(desk: PlanDesk, suggestion: Suggestion) -> Iterator[dict[str, object]]:
    """The figures of each finding that calls for this line and has all that the line says.

    A finding on a customer who must not be contacted calls for nothing. Source: methodology G.
    """
    for finding in desk.found.get(suggestion.chapter, ()):
        figures = _brief(finding)
        said = all(sayable(getattr(suggestion, name), figures) for name in SAID)
        free = not who(desk).why(str(figures.get("customer", "")))
        if finding.rule == suggestion.rule and said and free:
            yield figures


def kept_out(desk: PlanDesk) -> dict[str, int]:
    """Flag → how many customers have findings that call for a line but get none."""
    asking = {(one.chapter, one.rule) for one in desk.pack.suggestions.values()}
    found = (one for chapter in desk.found for one in desk.found[chapter])
    about = [one.figures for one in found if (one.chapter, one.rule) in asking]
    return who(desk).left(str(one["customer"]) for one in about if "customer" in one)


def _brief(finding: Finding) -> dict[str, object]:
    return {name: _cut(value) for name, value in finding.figures.items()}


def _cut(value: object) -> object:
    if isinstance(value, str) and len(value) > LONGEST_FIGURE:
        return f"{value[: LONGEST_FIGURE - 1]}…"
    return value


def _link(desk: PlanDesk, figures: Mapping[str, object]) -> str:
    """The stage or the map that the finding is about; "" where there is none."""
    names = [key.format(figures[name]) for name, key in PLACES.items() if name in figures]
    return next((name for name in names if name in desk.pack.links), "")


def _due(desk: PlanDesk, suggestion: Suggestion) -> dt.date:
    """This many working days after today, or from the week's first day; never a day off.

    A line that lands this week is due by the week's last working day, if one is left.
    """
    start, days = max(desk.today, week_of(desk).first), suggestion.days
    if not desk.calendar.is_working(start):
        days = max(days, 1)
    due = add_working_days(start, days, desk.calendar)
    left = [day for day in days_of(desk) if day >= start]
    return min([due, *left[-1:]]) if suggestion.kind == ONE else due


# -- whether the plan has it already --------------------------------------------------------------


def _taken(desk: PlanDesk, shape: str) -> bool:
    return any(re.fullmatch(shape, flat(one.what)) for one in desk.record.lines)


def _shape(desk: PlanDesk, text: str, figures: Mapping[str, object]) -> str:
    """A pattern that matches the line's words with any numbers and days."""
    parts = []
    for literal, name, unit, _ in string.Formatter().parse(text):
        parts.append(re.escape(flat(literal)))
        if name is not None:
            parts.append(_figure(desk, figures[name], unit))
    return "".join(parts)


def _figure(desk: PlanDesk, value: object, unit: str | None) -> str:
    if not isinstance(value, str) or not value:
        return ANY_FIGURE
    indicator = desk.bank.indicators.get(value) if unit == "indicators" else None
    said = indicator.label if indicator else without_private(value)
    return re.escape(flat(said))
