"""The journey map as a mermaid ``journey`` diagram.

Typed text stays text: characters with a meaning in the diagram, in HTML or in markdown become their
full-width twins, and every touchpoint begins with its number, so that no keyword can begin a line.
Card numbers are masked, as everywhere.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from workbook.chapters.journey.pack import STAGES
from workbook.chapters.journey.records import Touchpoint
from workbook.chapters.journey.rules import JourneyDesk, in_order, typical_points
from workbook.domain.privacy import without_private

NEUTRAL = 3  # mermaid's scores go from 1 to 5
TWINS = str.maketrans({sign: chr(ord(sign) + 0xFEE0) for sign in '#%&:;<>{}`"$\\'})
BETWEEN_PEOPLE = ","  # as the last part of a line
UNSEEN = ("Cc", "Cf", "Cs", "Co", "Cn")
UNKNOWN = "？"


def diagram(desk: JourneyDesk) -> str:
    """The manager's own map as mermaid text; without one the template's.

    A score is today's feeling, 1 to 5; where it is not filled in, the name ends in a question mark.
    """
    pack, own = desk.pack, desk.record.touchpoints
    points = in_order(own or typical_points(pack))
    example = "" if own else f" {pack.figures['map'].labels['example']}"
    lines = ["journey", f"    title {text_of(f'{pack.label} {desk.month}{example}')}"]
    numbered = list(enumerate(points, 1))
    for stage in STAGES:
        here = [(number, one) for number, one in numbered if one.stage == stage]
        if here:
            lines.append(f"    section {text_of(pack.stages[stage].label)}")
            lines += [f"      {_task(number, one)}" for number, one in here]
    return "\n".join([*lines, ""])


def _task(number: int, one: Touchpoint) -> str:
    unknown = UNKNOWN if one.feeling is None else ""
    score = NEUTRAL + (one.feeling or 0)
    owner = text_of(one.owner).replace(BETWEEN_PEOPLE, "，")
    parts = [f"{number}. {text_of(one.touchpoint)}{unknown}", str(score), owner]
    return ": ".join(part for part in parts if part)


def text_of(typed: str) -> str:
    """Typed text on one line, without characters that mean something to mermaid, HTML or
    markdown."""
    return " ".join("".join(_signs(without_private(typed))).translate(TWINS).split())


def _signs(typed: str) -> Iterator[str]:
    for sign in typed:
        if sign.isspace():
            yield " "
        elif unicodedata.category(sign) not in UNSEEN:
            yield sign
