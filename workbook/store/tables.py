"""The store's tables, for any database, and the version of the schema."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, MetaData, Table, Text

SCHEMA = 4
OLDER = (1, 2, 3)  # versions that are upgraded to this one when opened for writing

metadata = MetaData()

meta = Table(
    "meta",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

roster = Table(
    "trainees",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("cohort", Text, nullable=False),
    Column("branch", Text, nullable=False),
    Column("coach", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("role", Text, nullable=False),
)

# Times are ISO 8601 in UTC as text: SQLite would drop the zone of a date-time column.
entries = Table(
    "entries",
    metadata,
    Column("trainee", Text, ForeignKey(roster.c.id), primary_key=True),
    Column("chapter", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("body", Text, nullable=False),
    Column("template", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("saved_at", Text, nullable=False),
)

# `digest` is the SHA-256 of `frame`: the content hash need not read the blobs again.
imports = Table(
    "imports",
    metadata,
    Column("trainee", Text, ForeignKey(roster.c.id), primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("sha256", Text, nullable=False),
    Column("rows", Integer, nullable=False),
    Column("source", Text, nullable=False),
    Column("saved_at", Text, nullable=False),
    Column("digest", Text, nullable=False),
    Column("frame", LargeBinary, nullable=False),
)

templates = Table(
    "templates",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("text", Text, nullable=False),
)

# `about` is the number of the answered remark, 0 for a remark.
remarks = Table(
    "remarks",
    metadata,
    Column("trainee", Text, ForeignKey(roster.c.id), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("chapter", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("field", Text, nullable=False),
    Column("about", Integer, nullable=False),
    Column("role", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("banked", Text, nullable=False),
    Column("written_at", Text, nullable=False),
)

# How an imported table was made: `parts` says which rows came from which file, `manner` how the
# file was read, both as JSON.
readings = Table(
    "readings",
    metadata,
    Column("trainee", Text, ForeignKey(roster.c.id), primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("how", Text, nullable=False),
    Column("parts", Text, nullable=False),
    Column("manner", Text, nullable=False),
)

# The bank's number of a person, where the workbook had to assign another id.
numbers = Table(
    "staff_numbers",
    metadata,
    Column("trainee", Text, ForeignKey(roster.c.id), primary_key=True),
    Column("number", Text, nullable=False),
)

# A checksum for each written row; `key` is the row's own key within the table.
seals = Table(
    "seals",
    metadata,
    Column("of", Text, primary_key=True),
    Column("trainee", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("sha256", Text, nullable=False),
)

# What an entry grew out of, where that is not the version before it: `parents` are identities with
# a blank between them, and none for a page that was begun in two places.
lineage = Table(
    "lineage",
    metadata,
    Column("trainee", Text, ForeignKey(roster.c.id), primary_key=True),
    Column("chapter", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("parents", Text, nullable=False),
)

# What came and went between the stores of a class, in order: `what` is a word of the exchange,
# `about` its details as JSON; `trainee` is "" where it is of the class.
deliveries = Table(
    "deliveries",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("trainee", Text, nullable=False),
    Column("what", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("about", Text, nullable=False),
)

# The schema version that added a table; the others are in the first.
SINCE = {
    remarks.name: 2,
    readings.name: 3,
    numbers.name: 3,
    seals.name: 3,
    lineage.name: 4,
    deliveries.name: 4,
}

# Asked every second for a whole cohort: the index answers without reading a body.
indexes = (
    Index("entries_by_time", entries.c.trainee, entries.c.saved_at),
    Index("imports_by_time", imports.c.trainee, imports.c.saved_at),
    Index("remarks_by_time", remarks.c.trainee, remarks.c.written_at),
    Index("deliveries_by_trainee", deliveries.c.trainee, deliveries.c.number),
)
