"""The stage of every customer's journey, with the evidence for it.

Source: S4, methodology A2, B2 (提升 / 新达标 / 防降 / 降级 on the thresholds of the tiers); days
and months: ours. The first matching case wins.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import pandas as pd

from workbook.customers.analysis.as_of import until
from workbook.customers.analysis.asset_changes import compared, with_fall
from workbook.customers.analysis.cash_flows import decline, movements, net_flow
from workbook.customers.analysis.limits import StageLimits
from workbook.customers.analysis.tables import DAY, CustomerTables, has, part, ratio, shaped
from workbook.customers.analysis.tier_history import changed, lost, points, risen
from workbook.customers.analysis.tier_placement import placed
from workbook.customers.analysis.tiers import ladder
from workbook.customers.analysis.transaction_words import Marks
from workbook.domain.bank import Tier

STAGES = ("prospect", "new_value", "stable", "at_risk", "win_back")  # in the order of the journey
# The reasons in the order of evaluation, and the stage of each.
REASONS = {
    "fell_tier": "win_back",
    "near_edge": "at_risk",
    "turnover_falling": "at_risk",
    "strong_signal": "at_risk",
    "first_tier": "new_value",
    "rose_tier": "new_value",
    "below_first_tier": "prospect",
    "holds": "stable",
}
SINCE = {
    "fell_tier": "lost_since",
    "near_edge": "flow_left_first",
    "turnover_falling": "fell_since",
    "strong_signal": "strong_since",
    "first_tier": "rose_since",
    "rose_tier": "rose_since",
    "below_first_tier": "held_since",
    "holds": "held_since",
}
UNTIL = {"fell_tier": "lost_until", "first_tier": "rose_until", "rose_tier": "rose_until"}
STAGED = {
    "customer": "str",
    "stage": "str",
    "reason": "str",
    "since": DAY,
    "until": DAY,
    "before": "Int64",
    "balanced": "boolean",
    "assets": "Int64",
    "tier": "str",
    "edge": "Int64",
    "distance": "Int64",
    "outflow": "Int64",
    "share": "float64",
    "signals": "object",
}


def stages(
    book: CustomerTables,
    tiers: Mapping[str, Tier],
    limits: StageLimits,
    today: dt.date,
    signalled: pd.DataFrame,
    marks: Marks,
) -> pd.DataFrame:
    """One row for each customer, by id, columns as in ``STAGED``; money in fen.

    since: the day of the fall, the rise, or the first day of the outflow, the fall of turnover or
    the strong signal; else the day from which the tier is held, blank where it always was. until:
    the day on which time alone ends the stage. edge: win_back the threshold that was lost; at_risk
    the customer's own; else the next one up, at the top their own. distance: assets − edge.
    outflow: what left less what came over ``outflow_days``, blank where the book cannot say.
    before: the assets before these days; balanced: from balances, else today's plus the outflow.
    share: for turnover_falling by how much it fell, else the outflow ÷ before.
    signals: the keys that fired, a tuple in the order of ``signalled``.
    """
    return staged(facts(book, tiers, limits, today, marks), limits, signalled)


def staged(told: pd.DataFrame, limits: StageLimits, signalled: pd.DataFrame) -> pd.DataFrame:
    """The stages of customers by their ``facts`` and signals: as ``stages``."""
    facts = _with_signals(told, signalled).reset_index()
    reason = _reasons(facts, limits)
    left_share = ratio(facts["outflow"], facts["before"])
    edge = _edges(facts, reason.map(REASONS))
    found = facts.assign(
        stage=reason.map(REASONS),
        reason=reason,
        since=_chosen(facts, reason, SINCE),
        until=_chosen(facts, reason, UNTIL),
        edge=edge,
        distance=facts["assets"] - edge,
        share=left_share.where(facts["outflow"] > 0).mask(
            reason == "turnover_falling", facts["fell_share"]
        ),
    )
    return shaped(found, STAGED)


def facts(
    book: CustomerTables,
    tiers: Mapping[str, Tier],
    limits: StageLimits,
    today: dt.date,
    marks: Marks,
) -> pd.DataFrame:
    """By customer: all inputs of the cases but the signals, blank where they do not apply."""
    book = until(book, today)
    steps = ladder(tiers)
    path, moves = points(book, steps, limits.apart_days, today), movements(book, marks)
    fell = lost(path, limits, today)
    found = placed(book, steps, path).set_index("customer")
    place = found["tier"].map({key: at for at, key in enumerate(steps.keys)}).astype("Int64")
    found["has_tier"] = (place >= steps.first).fillna(False)
    found["next_least"] = steps.least(place.fillna(steps.first - 1) + 1)
    for prefix, rows in {
        "lost": fell.assign(least=steps.least(fell["lost"])),
        "rose": risen(path, book, steps, limits, today),
        "held": changed(path),
        "fell": decline(moves, limits, today),
        "flow": _flow(book, moves, limits, today),
    }.items():
        found = found.join(rows.set_index("customer").add_prefix(f"{prefix}_"))
    names = {"flow_amount": "outflow", "flow_before": "before"}
    return _with_outflow(found.rename(columns=names), book)


def _flow(
    book: CustomerTables, moves: pd.DataFrame, limits: StageLimits, today: dt.date
) -> pd.DataFrame:
    """[customer, amount, left_first, before, balanced, counts]: the outflow of every customer."""
    flows = net_flow(moves, limits.outflow_days, today)
    told = compared(book, limits.outflow_days, limits.before_days, today)
    rows = told.merge(flows, on="customer", how="left")
    rows["net"] = rows["net"].astype("Int64").fillna(0)
    rows = with_fall(rows.assign(amount=-rows["net"]), limits)
    return rows[["customer", "amount", "left_first", "before", "balanced", "counts"]]


def _with_outflow(found: pd.DataFrame, book: CustomerTables) -> pd.DataFrame:
    """The outflow is unknown where the book does not give directions."""
    if not has(book, "transactions", "date", "direction"):
        found["outflow"] = pd.NA
    return found.assign(balanced=found["flow_balanced"], counts=found["flow_counts"])


def _with_signals(facts: pd.DataFrame, signalled: pd.DataFrame) -> pd.DataFrame:
    strong = signalled[signalled["strong"]].groupby("customer")["since"].min()
    facts = facts.join(strong.rename("strong_since"))
    facts["strong"] = facts.index.isin(strong.index)
    fired = dict(signalled.groupby("customer")["signal"].agg(tuple))
    told = [fired.get(customer, ()) for customer in facts.index]
    return facts.assign(signals=pd.Series(told, index=facts.index, dtype="object"))


def _reasons(facts: pd.DataFrame, limits: StageLimits) -> pd.Series[str]:
    near = facts["has_tier"] & (facts["assets"] <= part(facts["least"], limits.edge))
    first, least = facts["rose_first"], part(facts["assets"], limits.outflow_share)
    holds = {
        "fell_tier": facts["lost_until"].notna(),
        "near_edge": near & facts["counts"] & (facts["outflow"].astype("Int64") > least),
        "turnover_falling": facts["fell_share"].notna(),
        "strong_signal": facts["strong"],
        "first_tier": first.eq(True) & facts["has_tier"],
        "rose_tier": first.eq(False) & facts["has_tier"],
        "below_first_tier": ~facts["has_tier"],
    }
    reason = pd.Series("holds", index=facts.index)
    for key in reversed(holds):  # written last, the first match wins
        reason = reason.mask(holds[key].fillna(False).astype(bool), key)
    return reason


def _chosen(
    facts: pd.DataFrame, reason: pd.Series[str], columns: Mapping[str, str]
) -> pd.Series[pd.Timestamp]:
    days = pd.Series(pd.NaT, index=facts.index, dtype=DAY)
    for key, column in columns.items():
        days = days.mask(reason == key, facts[column])
    return days


def _edges(facts: pd.DataFrame, stage: pd.Series[str]) -> pd.Series[int]:
    ahead = facts["next_least"].fillna(facts["least"])
    own = facts["least"].where(facts["has_tier"], ahead)
    return ahead.mask(stage == "at_risk", own).mask(stage == "win_back", facts["lost_least"])
