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
from workbook.errors import ContentError, nearest

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


@functools.lru_cache(maxsize=1)
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
    wrong = sorted(_wrong(root, name))
    if wrong:
        raise ContentError("\n".join(f"{name}:{row}:{col}: {what}" for row, col, what in wrong))
    return BankFile.model_validate({key: _listed(root[key]) for key in root})


def _listed(cell: Any) -> tuple[str, ...]:
    """A list; a single word becomes a list of one."""
    return () if cell is None else (cell,) if isinstance(cell, str) else tuple(cell)


def _wrong(root: Any, name: str) -> Iterator[tuple[int, int, str]]:
    for key in root:
        at = tree.place(root, (key,))
        if key not in KEYS:
            said = key[:LONGEST_SHOWN] if isinstance(key, str) else "…"
            offer = ", ".join(nearest(said, KEYS))
            yield (*at, f"没有“{said}”这一栏，相近的有：{offer}。 / no such key; nearest: {offer}")
        elif not isinstance(root[key], str | list | None):
            yield (*at, f"{key}：应当是一串词，如 [词一, 词二]。 / has to be a list of words")
        else:
            yield from _wrong_words(root, key, at)


def _wrong_words(root: Any, key: str, at: tuple[int, int]) -> Iterator[tuple[int, int, str]]:
    for number, word in enumerate(_listed(root[key])):
        found = tree.place(root, (key, number)) if isinstance(root[key], list) else at
        what = _amiss(key, word)
        if what:
            yield (*found, f"{key}: {what}")


def _amiss(key: str, word: object) -> str:
    """What is wrong with one word; "" where nothing is."""
    if not isinstance(word, str):
        # Nested YAML aliases are short to write and endless to print.
        shown = "…" if isinstance(word, list | dict) else str(word)[:LONGEST_SHOWN]
        return f"“{shown}”不是文字，请加引号。 / is no text; put it in quotes"
    if len(compared(word)) < SHORTEST:
        return f"“{word}”太短，至少两个字。 / too short; two signs at least"
    if key == "names" and too_general(word):
        return (
            f"“{word}”太笼统，会把所有银行都认成本行，请写全称。 / "
            "fits every bank; write the bank's whole name"
        )
    if key == "without" and not _ships(word):
        offer = ", ".join(nearest(compared(word), _words()))
        return f"自带的词里没有“{word}”，相近的有：{offer}。 / no such word ships; nearest: {offer}"
    return ""


def _ships(word: str) -> bool:
    return compared(word) in _words()


@functools.lru_cache(maxsize=1)
def _words() -> frozenset[str]:
    shipped = _shipped()
    return frozenset(compared(one) for name in Words.model_fields for one in getattr(shipped, name))
