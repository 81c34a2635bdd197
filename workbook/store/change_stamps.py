"""Detects new saves in a whole cohort with cheap queries, which run again and again."""

from __future__ import annotations

import hashlib
from datetime import datetime

from sqlalchemy import Column, Connection, Select, func, select

from workbook.store import bank_files, clock
from workbook.store.schema_versions import holds
from workbook.store.tables import entries, imports, remarks, roster


def stamps(connection: Connection, cohort: str | None) -> dict[str, str]:
    """Trainee → a short text that changes with each entry, import or remark of theirs, and with the
    bank's own words.

    All trainees of the cohort, or of the store, are included, whether they have begun or not.
    """
    names, words = connection.execute(_ids(cohort)).scalars(), bank_files.text_for(connection).text
    found: dict[str, list[str]] = {name: [words] if words else [] for name in names}
    moments = [entries.c.saved_at, imports.c.saved_at]
    if holds(connection, remarks):
        moments.append(remarks.c.written_at)
    for moment in moments:
        for name, count, last in connection.execute(_counted(moment, cohort)):
            found[name].append(f"{moment.table.name} {count} {last}")
    return {name: _short(parts) for name, parts in found.items()}


def last_saves(connection: Connection, cohort: str | None) -> dict[str, datetime]:
    """Trainee → time of their last entry, in UTC; without an entry they are absent."""
    rows = connection.execute(_counted(entries.c.saved_at, cohort))
    return {name: clock.read(last) for name, _, last in rows}


def _ids(cohort: str | None) -> Select[str]:
    ids = select(roster.c.id)
    return ids if cohort is None else ids.where(roster.c.cohort == cohort)


def _counted(moment: Column[str], cohort: str | None) -> Select[str, int, str]:
    """Count and latest time of each trainee's rows; the count reveals rows with an old date."""
    owner = moment.table.c.trainee
    query = select(owner, func.count(), func.max(moment)).group_by(owner)
    return query if cohort is None else query.where(owner.in_(_ids(cohort)))


def _short(parts: list[str]) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]
