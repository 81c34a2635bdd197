"""Whether a sentence of a template finds all of its figures."""

from __future__ import annotations

from collections.abc import Mapping

from workbook.content import PLACEHOLDER


def placeholders(text: str) -> frozenset[str]:
    """The names of the figures that a sentence of a template asks for."""
    return frozenset(found[1] for found in PLACEHOLDER.finditer(text))


def sayable(text: str, figures: Mapping[str, object]) -> bool:
    """Whether a sentence can be said with these figures."""
    return placeholders(text) <= figures.keys()
