"""The templates in use: the text of each, under its hash."""

from __future__ import annotations

from sqlalchemy import Connection, insert, select

from workbook.errors import BadInput
from workbook.store import checksums
from workbook.store.tables import templates


def text(connection: Connection, digest: str) -> str | None:
    """The text of a template in use, or None."""
    query = select(templates.c.text).where(templates.c.digest == digest)
    return connection.execute(query).scalar()


def keep(connection: Connection, digest: str, said: str) -> None:
    """Store the text of a template; BadInput when the hash has another text."""
    before = text(connection, digest)
    if before is None:
        row = {"digest": digest, "text": said}
        connection.execute(insert(templates).values(row))
        checksums.seal(connection, templates, [row])
    elif before != said:
        raise BadInput("store.same_hash", digest=digest)
