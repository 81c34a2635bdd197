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
        raise BadInput(_EMPTY)
    if len(draft.text) > LONGEST:
        raise BadInput(_too_long(len(draft.text)))
    if draft.role not in ROLES:
        raise not_found("role", draft.role, ROLES)


def _check_answered(connection: Connection, draft: Remark) -> None:
    known = remarks.c.trainee == draft.trainee
    query = select(remarks.c.number).where(known, remarks.c.about == 0)
    numbers = [str(number) for number in connection.execute(query).scalars()]
    if str(draft.about) not in numbers:
        raise BadInput(_nothing_to_answer(draft.about, numbers))


def _too_long(length: int) -> str:
    return (
        f"这段话有 {length} 个字，最多 {LONGEST} 个，没有保存。请留下看到的、为什么、下一步，"
        f"其余见面说。 / This text has {length} signs and may have {LONGEST}; it was not saved. "
        "Keep what you saw, why it matters and the next step, and say the rest in person."
    )


def _nothing_to_answer(number: int, known: list[str]) -> str:
    offer = ", ".join(known[-5:])
    return (
        f"没有第 {number} 条留言可以回复，现有的是：{offer or '还没有'}。请刷新页面再回复。 / "
        f"There is no remark {number} to answer; there are: {offer or 'none yet'}. "
        "Reload the page and answer again."
    )


_EMPTY = (
    "还没有写内容，没有保存。请写下看到了什么、为什么要紧、下一步做什么。 / "
    "Nothing is written yet, so nothing was saved. Write what you saw, why it matters and what "
    "to do next."
)
