"""After an import of transactions: is the other side of many payments our own bank?

Asked as long as no ``bank.yaml`` lies beside the store; where one lies, the bank has spoken.
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
    """What looks like our own bank in the transactions that these trainees' books have now.

    None for another kind of table, where the bank has written its file, and where nothing does.
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
    """Write the answer into the bank's file, so that nobody is asked again; where it lies."""
    path = place(store)
    bank_files.write(
        path, found.lines if yes else "# 问过，不是本行 · asked: not our bank\nnames: []\n"
    )
    return path


def place(store: Store) -> Path:
    """Where the bank's file of a store lies, or would."""
    return bank_files.place_of(store.engine.url.render_as_string(hide_password=False))
