"""The store: roster, entries, imports, remarks and templates in use, with versions, authors, times.

Rows are added and never overwritten; only ``erase`` removes a trainee's data. SQLite by default;
the SQL is the same for any database. Every error of the database or the disk becomes a StoreError
in two languages.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from workbook.store.access import open_store
    from workbook.store.backups import restore
    from workbook.store.connections import default_url
    from workbook.store.integrity import unsound
    from workbook.store.person_numbers import compared, id_for, meant, several
    from workbook.store.records import Entry, ImportNote, Remark, Role, Trainee
    from workbook.store.store import Store

__all__ = [
    "Entry",
    "ImportNote",
    "Remark",
    "Role",
    "Store",
    "Trainee",
    "compared",
    "default_url",
    "id_for",
    "meant",
    "open_store",
    "restore",
    "several",
    "unsound",
]

# Each door is opened when it is asked for: who writes a file loads no database.
_DOORS = {
    **dict.fromkeys(("Entry", "ImportNote", "Remark", "Role", "Trainee"), "records"),
    **dict.fromkeys(("compared", "id_for", "meant", "several"), "person_numbers"),
    "Store": "store",
    "default_url": "connections",
    "open_store": "access",
    "restore": "backups",
    "unsound": "integrity",
}


def __getattr__(name: str) -> Any:
    if name not in _DOORS:
        raise AttributeError(f"module 'workbook.store' has no attribute {name!r}")
    return getattr(importlib.import_module(f"workbook.store.{_DOORS[name]}"), name)
