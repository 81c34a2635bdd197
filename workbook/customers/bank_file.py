"""A bank's own ``bank.yaml``: its names, words and products, added to the shipped marks."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import Any

import pydantic

from workbook import resources
from workbook.content import tree
from workbook.customers.analysis.transaction_words import (
    Marks,
    Words,
    compared,
    marks_of,
    too_general,
)
from workbook.domain.templates import Frozen
from workbook.errors import ContentError, Message, nearest

NAME = "bank.yaml"
SHORTEST = 2  # characters: a single one occurs in half of all texts
LONGEST_SHOWN = 40
KEYS = ("names", *Words.model_fields, "without")


class BankFile(Frozen):
    """``names``: of the bank as the other side of a payment; lists that are added to the shipped
    ones; ``without``: shipped words to remove."""

    names: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    own_bank: tuple[str, ...] = ()
    wallets: tuple[str, ...] = ()
    brokers: tuple[str, ...] = ()
    trade: tuple[str, ...] = ()
    wages: tuple[str, ...] = ()
    repayments: tuple[str, ...] = ()
    own_products: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()
    cash: tuple[str, ...] = ()
    automatic: tuple[str, ...] = ()
    unanswered: tuple[str, ...] = ()
    salary: tuple[str, ...] = ()
    receipts: tuple[str, ...] = ()
    farm: tuple[str, ...] = ()
    business: tuple[str, ...] = ()
    credit: tuple[str, ...] = ()
    product_like: tuple[str, ...] = ()


def common() -> Marks:
    """The shipped marks, without a bank's own; ContentError where they are wrong."""
    return marks_for("")


@functools.lru_cache(maxsize=8)
def marks_for(text: str, name: str = NAME) -> Marks:
    """The marks with a bank's own file added; cached for the same text.

    ``name`` is used in errors. Raises ContentError with ``file:line:col: what`` for each error, a
    line each.
    """
    shipped = _shipped()
    if not text.strip():
        return marks_of(shipped)
    own = _checked(text, name)
    lists = [(mark, getattr(own, mark)) for mark in Words.model_fields]
    return marks_of(shipped, lists, own.names, own.without, text)


@functools.cache
def _shipped() -> Words:
    path = resources.templates() / "marks" / "marks.yaml"
    name = f"marks/{path.name}"
    data = tree.parsed(path.read_text(encoding="utf-8-sig"), name)
    try:
        return Words.model_validate(data)
    except pydantic.ValidationError as error:
        wrong = [".".join(map(str, one["loc"])) + ": " + one["msg"] for one in error.errors()]
        raise ContentError("\n".join(f"{name}:1:1: {line}" for line in wrong)) from None


def _checked(text: str, name: str) -> BankFile:
    root = tree.round_trip(text, name)
    wrong = sorted(_wrong(root), key=lambda one: one[0])
    if wrong:
        raise ContentError(*(said.placed(_at(name, place, said)) for place, said in wrong))
    return BankFile.model_validate({key: _listed(root[key]) for key in root})


def _at(name: str, place: tuple[int, int], said: Message) -> str:
    row, column = place
    return ": ".join(filter(None, (f"{name}:{row}:{column}", said.at)))


def _listed(cell: Any) -> tuple[str, ...]:
    """A list; a single word becomes a list of one."""
    return () if cell is None else (cell,) if isinstance(cell, str) else tuple(cell)


def _wrong(root: Any) -> Iterator[tuple[tuple[int, int], Message]]:
    """The problems, each with its place in the file."""
    for key in root:
        at = tree.place(root, (key,))
        if key not in KEYS:
            said = key[:LONGEST_SHOWN] if isinstance(key, str) else "…"
            offer = ", ".join(nearest(said, KEYS))
            yield at, Message("customers.bank_no_key", key=said, nearest=offer)
        elif not isinstance(root[key], str | list | None):
            yield at, Message("customers.bank_no_list", at=key)
        else:
            yield from _wrong_words(root, key, at)


def _wrong_words(
    root: Any, key: str, at: tuple[int, int]
) -> Iterator[tuple[tuple[int, int], Message]]:
    for number, word in enumerate(_listed(root[key])):
        found = tree.place(root, (key, number)) if isinstance(root[key], list) else at
        if what := _amiss(key, word):
            yield found, what.placed(key)


def _amiss(key: str, word: object) -> Message | None:
    """The problem of one word; None where there is none."""
    if not isinstance(word, str):
        # Nested YAML aliases are short to write and endless to print.
        shown = "…" if isinstance(word, list | dict) else str(word)[:LONGEST_SHOWN]
        return Message("customers.bank_no_text", word=shown)
    if len(compared(word)) < SHORTEST:
        return Message("customers.bank_short_word", word=word)
    if key == "names" and too_general(word):
        return Message("customers.bank_general_word", word=word)
    if key == "without" and not _ships(word):
        offer = ", ".join(nearest(compared(word), _words()))
        return Message("customers.bank_unknown_word", word=word, nearest=offer)
    return None


def _ships(word: str) -> bool:
    return compared(word) in _words()


@functools.cache
def _words() -> frozenset[str]:
    shipped = _shipped()
    return frozenset(compared(one) for name in Words.model_fields for one in getattr(shipped, name))
