"""After an import of transactions: asks whether the other side of many payments is our own bank.

Asked only while no ``bank.yaml`` exists for the store.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from workbook.book.importing import pack
from workbook.customers import bank_file
from workbook.customers.analysis import own_bank
from workbook.customers.analysis.own_bank import Guess
from workbook.store import Store, bank_files


def guess(store: Store, people: Sequence[str], kind: str) -> Guess | None:
    """The name in these trainees' transactions that looks like our own bank.

    None for another kind of table, where the bank has a file, and where no name does.
    """
    if kind != "transactions" or store.bank().text or place(store).exists():
        return None
    tables = [store.imported(one, kind) for one in people]
    rows = [one for one in tables if one is not None]
    return own_bank.guessed(pd.concat(rows), bank_file.common()) if rows else None


def told(store: Store, found: Guess, language: str) -> str:
    """The guess in words, with the lines to write and the file to write them into."""
    said, lines = pack.load(language).said, []
    if found.names:
        figures = {"name": found.names[0], "share": f"{found.share:.0%}", "count": found.count}
        lines.append(said["bank_name"].format(**figures))
    if found.products:
        lines.append(said["bank_products"].format(products=said["join"].join(found.products)))
    lines += [said["bank_write"].format(place=place(store)), found.lines.rstrip()]
    return "\n".join(lines)


def answered(store: Store, found: Guess, *, yes: bool) -> Path:
    """Write the answer into the bank's file, so that nobody is asked again; returns its path."""
    path = place(store)
    bank_files.write(
        path, found.lines if yes else "# 问过，不是本行 · asked: not our bank\nnames: []\n"
    )
    return path


def place(store: Store) -> Path:
    """The path of a store's bank file, whether or not it exists."""
    return bank_files.place_of(store.engine.url.render_as_string(hide_password=False))
