"""A process that saves until its bodies are all in, or until it is killed.

    python writer.py STORE NAME COUNT

Each body is ``{"by": NAME, "number": 1 … COUNT}``; after each save a line with its version.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any, cast

from workbook.errors import Conflict
from workbook.store import Entry, Store, open_store


def saved_all(store: Store, name: str, count: int) -> Iterator[int]:
    """Save every body, on top of the other's version after each Conflict; the versions."""
    for number in range(1, count + 1):
        yield _saved(store, {"by": name, "number": number})


def _saved(store: Store, body: dict[str, Any]) -> int:
    newest = store.latest("chen-jie", "pacing", "2026-12")
    while True:
        base = newest.version if newest else 0
        try:
            return store.save(
                "chen-jie", "pacing", "2026-12", body, based_on=base, template="t1", author="a"
            ).version
        except Conflict as refused:
            newest = cast("Entry", refused.theirs)


if __name__ == "__main__":
    with open_store(sys.argv[1]) as opened:
        for version in saved_all(opened, sys.argv[2], int(sys.argv[3])):
            sys.stdout.write(f"{version}\n")
            sys.stdout.flush()
