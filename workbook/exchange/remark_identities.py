"""Remarks and answers with an identity that is the same in every store."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from workbook.exchange.contents import RemarkLine
from workbook.store import Remark, Role, Store, clock


def identities(remarks: Sequence[Remark]) -> dict[int, str]:
    """Number → identity: the SHA-256 of what was said, where, when and by whom."""
    found: dict[int, str] = {}
    for one in sorted(remarks, key=lambda one: one.number):
        line = line_of(one, found.get(one.about, ""))
        found[one.number] = identity(RemarkLine.model_construct(**line), one.trainee)
    return found


def identity(line: RemarkLine, trainee: str) -> str:
    """The identity of a line about a trainee's page."""
    said = [trainee, line.chapter, line.key, line.field, line.about, line.role, line.author]
    whole = json.dumps([*said, line.text, line.banked, line.written_at], ensure_ascii=True)
    return hashlib.sha256(whole.encode()).hexdigest()


def line_of(remark: Remark, about: str) -> dict[str, Any]:
    """A remark as a line; about: the identity of the one that it answers."""
    names = ("chapter", "key", "field", "role", "author", "text", "banked")
    said = {name: getattr(remark, name) for name in names}
    moment = clock.written(remark.written_at)
    return {"what": "remark", "about": about, "written_at": moment} | said


def lines_of(store: Store, trainee: str) -> list[dict[str, Any]]:
    """All remarks and answers on a trainee's pages."""
    remarks = store.remarks(trainee)
    known = identities(remarks)
    return [line_of(one, known.get(one.about, "")) for one in remarks]


def take(
    store: Store, trainee: str, lines: Sequence[RemarkLine], roles: Sequence[Role]
) -> list[Remark]:
    """Add what is not there and was said in one of these roles; returns it.

    An answer to a remark that is not there is left out: it comes again with the next file.
    """
    numbers = {name: number for number, name in identities(store.remarks(trainee)).items()}
    added = []
    for line in _remarks_first(lines):
        name = identity(line, trainee)
        if name in numbers or line.role not in roles or line.about not in ("", *numbers):
            continue
        written = _written(store, trainee, line, numbers)
        numbers[name] = written.number
        added.append(written)
    return added


def _remarks_first(lines: Sequence[RemarkLine]) -> list[RemarkLine]:
    return sorted(lines, key=lambda one: (bool(one.about), one.written_at, one.text))


def _written(store: Store, trainee: str, line: RemarkLine, numbers: Mapping[str, int]) -> Remark:
    return store.write_remark(
        trainee,
        line.chapter,
        line.key,
        text=line.text,
        author=line.author,
        role=line.role,
        field=line.field,
        about=numbers[line.about] if line.about else 0,
        banked=line.banked,
        written_at=clock.read(line.written_at),
    )
