"""The effect of an import, in sentences of one language."""

from __future__ import annotations

from collections.abc import Iterator

from workbook.book.importing import pack
from workbook.book.importing.table_changes import Change

MOST_NAMED = 6


def told_change(change: Change, language: str) -> list[str]:
    """The effect in numbers."""
    return list(_sentences(change, language))


def _sentences(change: Change, language: str) -> Iterator[str]:
    said = pack.load(language).said
    figures = {
        name: f"{getattr(change, name):,}"
        for name in ("came", "before", "replaced", "others", "gone", "new", "known")
    }
    figures["rows"] = f"{len(change.rows):,}"
    figures["periods"] = _some(change.months, said["join"])
    yield said[change.how].format(**figures)  # "restored" has words of its own
    if change.how == "joins" and change.replaced:
        yield said["joins_replaced"].format(**figures)
    if change.known:
        yield said["known"].format(**figures)
    if change.lost:
        labels = pack.columns_in(change.kind, change.lost, language)
        yield said["lost"].format(columns=said["join"].join(labels))


def _some(names: tuple[str, ...], join: str) -> str:
    shown = join.join(names[:MOST_NAMED])
    return f"{shown} …" if len(names) > MOST_NAMED else shown
