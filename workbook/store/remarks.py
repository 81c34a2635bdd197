"""The coaches' remarks on pages, and the answers. Rows are only ever added."""

from __future__ import annotations

from dataclasses import asdict, replace

from sqlalchemy import Connection, func, insert, select

from workbook.errors import BadInput, not_found
from workbook.store import checksums, clock
from workbook.store.records import Remark
from workbook.store.roster import hold
from workbook.store.schema_versions import holds
from workbook.store.tables import remarks

LONGEST = 2000
ROLES = ("coach", "trainee")


def write(connection: Connection, draft: Remark) -> Remark:
    """Add ``draft`` with the trainee's next number, whatever number it has, and return it.

    BadInput for a text that is empty or too long, for an unknown role, and for an answer to an
    unknown remark; NotFound for an unknown trainee.
    """
    _check(draft)
    hold(connection, draft.trainee)
    mine = remarks.c.trainee == draft.trainee
    if draft.about:
        _check_answered(connection, draft)
    last = connection.execute(select(func.max(remarks.c.number)).where(mine)).scalar()
    written = replace(draft, number=(last or 0) + 1)
    moment = clock.written(draft.written_at)
    row = asdict(written) | {"written_at": moment}
    connection.execute(insert(remarks).values(row))
    checksums.seal(connection, remarks, [row])
    return replace(written, written_at=clock.read(moment))


def of(connection: Connection, trainee: str) -> list[Remark]:
    """All remarks and answers on a trainee's pages, oldest first."""
    if not holds(connection, remarks):
        return []
    query = select(remarks).where(remarks.c.trainee == trainee).order_by(remarks.c.number)
    rows = (dict(row._mapping) for row in connection.execute(query))
    return [Remark(**row | {"written_at": clock.read(row["written_at"])}) for row in rows]


def _check(draft: Remark) -> None:
    if not draft.text.strip():
        raise BadInput("store.empty_remark")
    if len(draft.text) > LONGEST:
        raise BadInput("store.long_remark", length=len(draft.text), most=LONGEST)
    if draft.role not in ROLES:
        raise not_found("role", draft.role, ROLES)


def _check_answered(connection: Connection, draft: Remark) -> None:
    known = remarks.c.trainee == draft.trainee
    query = select(remarks.c.number).where(known, remarks.c.about == 0)
    numbers = [str(number) for number in connection.execute(query).scalars()]
    if str(draft.about) not in numbers:
        raise _nothing_to_answer(draft.about, numbers)


def _nothing_to_answer(number: int, known: list[str]) -> BadInput:
    if not known:
        return BadInput("store.no_remark_yet", number=number)
    return BadInput("store.no_remark", number=number, known=", ".join(known[-5:]))
