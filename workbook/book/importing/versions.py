"""The versions of a trainee's imported tables: lists them, restores one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from zoneinfo import ZoneInfo

from workbook.book.importing import pack
from workbook.errors import NotFound
from workbook.store import ImportNote, Store

CHINA = ZoneInfo("Asia/Shanghai")
DIGITS = 2


def numbered(store: Store, trainee: str) -> list[ImportNote]:
    """All imports in the order in which they came; the first is number 1."""
    return sorted(store.imports(trainee), key=lambda one: (one.saved_at, one.version, one.kind))


def listed(store: Store, trainee: str, language: str) -> list[str]:
    """A line for each, the number first; the one in use is marked."""
    notes, said = numbered(store, trainee), pack.load(language).said
    if not notes:
        return [said["none"]]
    newest = {one.kind: one.version for one in store.imports(trainee)}
    return [
        _line(number, one, newest[one.kind] == one.version, language)
        for number, one in enumerate(notes, 1)
    ]


def restored(store: Store, trainee: str, number: int, language: str) -> str:
    """Restore one version as the newest; the replaced one stays. NotFound if unknown."""
    notes, said = numbered(store, trainee), pack.load(language).said
    if not 1 <= number <= len(notes):
        raise NotFound("book.no_such_import", number=number, trainee=trainee)
    one = notes[number - 1]
    rows = store.imported(trainee, one.kind, one.version)
    if rows is None:
        raise NotFound("book.no_such_import", number=number, trainee=trainee)
    store.keep_import(
        trainee,
        one.kind,
        rows,
        one.source,
        one.sha256,
        how="restored",
        parts=one.parts,
        manner=one.manner,
    )
    kind = pack.kind_in(one.kind, language)
    return said["restored"].format(number=number, kind=kind, rows=f"{len(rows):,}")


def told_back(store: Store, trainee: str, kind: str, version: int, language: str) -> Iterator[str]:
    """How to restore a version that was replaced."""
    for number, one in enumerate(numbered(store, trainee), 1):
        if (one.kind, one.version) == (kind, version):
            yield pack.load(language).said["back"].format(trainee=trainee, number=number)


def _line(number: int, one: ImportNote, now: bool, language: str) -> str:
    content = pack.load(language)
    manner = "".join(f" · {text}" for text in _manner(one.manner))
    how: dict[str, str] = dict(content.how.items())
    return (
        content.said["line"]
        .format(
            number=f"{number:>{DIGITS}}",
            when=f"{one.saved_at.astimezone(CHINA):%Y-%m-%d %H:%M}",
            kind=pack.kind_in(one.kind, language),
            rows=f"{one.rows:,}",
            how=how.get(one.how, "–"),
            source=one.source,
            manner=manner,
            now=content.said["now"] if now else "",
        )
        .rstrip()
    )


def _manner(manner: str) -> Iterator[str]:
    """The choices made by hand, as command-line options."""
    for name, value in (json.loads(manner) if manner else {}).items():
        option = f"--{name.replace('_', '-')}"
        if isinstance(value, dict):
            value = ", ".join(f"{heading}→{_column(one)}" for heading, one in value.items())
        yield option if value is True else f"{option} {value}"


def _column(one: str | dict[str, Any]) -> str:
    """The name of our column, whether or not the mapping gives a unit and values too."""
    return one if isinstance(one, str) else str(one.get("column", "?"))
