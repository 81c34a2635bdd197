"""The tables of the page of objections. Source: S1, methodology C3."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import pandas as pd

from workbook.chapters.objections.records import Own, Worked
from workbook.chapters.objections.rules import ObjectionsDesk, matches
from workbook.domain.templates import approval_of

CARD = (
    "said", "product", "reason", "root", "question", "answer", "cost", "avoid", "mark", "stop",
)  # fmt: skip
CAUSES = ("root", "sign", "act", "stop")
SCRIPTS = ("product", "channel", "licence", "approval", "expires")
ROOTS = ("steered", "no_funds", "not_alone")


def matches_table(desk: ObjectionsDesk) -> pd.DataFrame:
    """The objections most like what was heard; the likest first, none before something was."""
    return _cards(desk, matches(desk))


def worked_table(desk: ObjectionsDesk) -> pd.DataFrame:
    """The template's worked objections, in its order."""
    return _cards(desk, desk.pack.worked.values())


def _cards(desk: ObjectionsDesk, every: Iterable[Worked | Own]) -> pd.DataFrame:
    rows = [_own(desk, one) if isinstance(one, Own) else _worked(desk, one) for one in every]
    return pd.DataFrame(rows, columns=list(CARD), dtype=object)


def _own(desk: ObjectionsDesk, one: Own) -> tuple[object, ...]:
    stop = next((cause.stop for key, cause in desk.pack.roots.items() if key == one.root), "")
    shared = (one.said, one.product, one.reason, one.root, one.question, one.answer)
    return (*shared, "", "", "", stop)


def _worked(desk: ObjectionsDesk, one: Worked) -> tuple[object, ...]:
    says = (one.question, one.answer, one.cost, one.avoid, one.mark)
    stop = one.stop or desk.pack.roots[one.roots[0]].stop
    return (one.label, one.product, one.reasons, one.roots, *says, stop)


def causes_table(desk: ObjectionsDesk) -> pd.DataFrame:
    """The three root causes: how each shows, what to do, when to stop."""
    rows = [(key, one.sign, one.act, one.stop) for key, one in desk.pack.roots.items()]
    return pd.DataFrame(rows, columns=list(CAUSES), dtype=object)


def grid_table(desk: ObjectionsDesk) -> pd.DataFrame:
    """Reason by root cause: how many are worked, and how many of one's own have the reason."""
    rows = [
        (reason, *(_count(desk, reason, root) for root in ROOTS), _own_of(desk, reason))
        for reason in desk.pack.reasons
    ]
    return pd.DataFrame(rows, columns=["reason", *ROOTS, "own"], dtype=object)


def _count(desk: ObjectionsDesk, reason: str, root: str) -> int:
    return sum(reason in one.reasons and root in one.roots for one in desk.pack.worked.values())


def _own_of(desk: ObjectionsDesk, reason: str) -> int:
    return sum(one.reason == reason for one in desk.record.own)


def scripts_table(desk: ObjectionsDesk) -> pd.DataFrame:
    """Where each product may be talked about, with which licence, and whether it is approved."""
    rows = [
        (key, one.channel, one.licence, approval_of(one, desk.today), one.expires)
        for key, one in desk.pack.products.items()
    ]
    return pd.DataFrame(rows, columns=list(SCRIPTS), dtype=object)


def worked_in_use(desk: ObjectionsDesk) -> frozenset[str]:
    """The worked objections that are like what was heard."""
    return frozenset(one.label for one in matches(desk) if isinstance(one, Worked))


tables: Mapping[str, Callable[[Any], pd.DataFrame]] = {
    "matches": matches_table,
    "worked": worked_table,
    "causes": causes_table,
    "grid": grid_table,
    "scripts": scripts_table,
}
