"""Promises that may not be made, in typed text; and texts in the form in which they are compared.

Source: methodology A3 (the swap test), G.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from workbook.domain.fields import plain

CLAUSE = re.compile(r"[，。；：！？,.;:!?\n]+")
BESIDE_CHINESE = re.compile(r"(?<=[^\x00-\x7f]) | (?=[^\x00-\x7f])")


def bare(text: str) -> str:
    """Text in the form used for comparison: lower-case letters, half-width signs and digits, single
    spaces.

    Spaces in Chinese are removed, so that none can split a phrase.
    """
    words = re.sub(r"[\W_]+", " ", plain(text).casefold()).strip()
    return BESIDE_CHINESE.sub("", words)


def promised(text: str, promises: Sequence[str], denials: Sequence[str]) -> tuple[str, ...]:
    """The forbidden promises that a text makes, in the order of ``promises``.

    One that is negated in its own clause ("not risk-free") does not count.
    """
    clauses = [bare(clause) for clause in CLAUSE.split(plain(text))]
    return tuple(
        word
        for word in promises
        if any(_is_promise(clause, bare(word), denials) for clause in clauses)
    )


def _is_promise(clause: str, word: str, denials: Sequence[str]) -> bool:
    if not word or word not in clause:
        return False
    before = clause[: clause.index(word)]
    return not any(_stands_in(bare(denial), before) for denial in denials)


def _stands_in(denial: str, before: str) -> bool:
    """Matches whole words where words are separated by spaces: "no" is not in "now"."""
    if denial.isascii():
        return f" {denial} " in f" {before} "
    return denial in before
