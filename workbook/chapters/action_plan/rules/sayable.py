"""Whether all figures of a template's sentence are known."""

from __future__ import annotations

from collections.abc import Mapping

from workbook.content import PLACEHOLDER


def placeholders(text: str) -> frozenset[str]:
    """The names of the figures in a template's sentence."""
    return frozenset(found[1] for found in PLACEHOLDER.finditer(text))


def sayable(text: str, figures: Mapping[str, object]) -> bool:
    """Whether these figures fill the sentence."""
    return placeholders(text) <= figures.keys()
