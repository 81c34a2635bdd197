"""The thresholds of the analyses of a manager's customers; they are set in the templates.

Source: methodology A2, B2 (days and shares: ours unless the method says otherwise).

Three of them occur in several places. fell_share: an outflow counts when the assets fell by at
least this share of it (an inflow when they rose). before_days: the balance to compare with may be
at most this much older than the days in question. apart_days: two balances closer than this count
as one, because crossing the edge of a tier takes two. Older templates, pinned to a page, that lack
them get the numbers here.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from workbook.domain.templates import Frozen

Days = Annotated[int, Field(ge=1)]
Share = Annotated[float, Field(ge=0)]
Yuan = Annotated[int, Field(ge=0)]
FELL_SHARE, BEFORE_DAYS, APART_DAYS = 0.5, 62, 7


class StageLimits(Frozen):
    """When a customer is in which stage. Source: methodology B2.

    fell_within_months: how long a fall of a tier counts as win-back. back_for_months: this long
    back in the old tier ends win-back. edge: assets up to this multiple of the lower edge of the
    tier are near it. outflow_days, outflow_share: over these days more than this share of the
    assets must have left. decline_days, decline_share, decline_count: turnover of these days
    compared with as many before, the fall that counts, and the least number of transactions before:
    a single one is no trend. new_within_days: how long a customer is new after the first tier, or a
    higher one.
    check_days: when a customer at risk is looked at again.
    """

    fell_within_months: Days
    back_for_months: Days
    edge: Annotated[float, Field(ge=1)]
    outflow_days: Days
    outflow_share: Share
    decline_days: Days
    decline_share: Share
    decline_count: Days
    new_within_days: Days
    check_days: Days
    fell_share: Share = FELL_SHARE
    before_days: Days = BEFORE_DAYS
    apart_days: Days = APART_DAYS


class SignalLimits(Frozen):
    """When a warning signal fires. Source: S4 names the signals, methodology A2; numbers: ours.

    decline_days, decline_share, decline_count: turnover fell by this share against as many days
    before, which had at least this many transactions.
    busy_times, busy_count: transactions of ``busy_days`` are this many times the customer's usual
    number, and at least this many.
    leaving_days, leaving_share, leaving_yuan: outflow to other banks over these days, as a share of
    the assets and at least in yuan. silent_days: no sign of the customer for this long, neither an
    answered contact nor an own transaction; also how long we may stay away.
    drift_levels: product risk above the customer's own by at least this many levels. noted_days:
    how long a note counts. moved_months: payroll or standing orders came in this many months and
    then stopped for one.
    """

    decline_days: Days
    decline_share: Share
    decline_count: Days
    busy_days: Days
    busy_times: Annotated[float, Field(ge=1)]
    busy_count: Days
    leaving_days: Days
    leaving_share: Share
    leaving_yuan: Yuan
    silent_days: Days
    drift_levels: Annotated[int, Field(ge=1)]
    noted_days: Days
    moved_months: Days
    fell_share: Share = FELL_SHARE
    before_days: Days = BEFORE_DAYS
    apart_days: Days = APART_DAYS


class CriticalLimits(Frozen):
    """When a customer is one of the seven critical kinds. Source: methodology A2, numbers: ours.

    under: from this share of the next tier's threshold on. above: up to this multiple of their own
    lower edge. due_days: a holding that ends within this many days. flow_days, flow_share,
    flow_yuan: money in or out over these days, compared with the average of three months and at
    least in yuan. dormant_days, dormant_yuan: neither transaction nor contact for this long, with
    such a balance. expires_days: an assessment that ends within this many days, or has ended; one
    that ended more than expired_days ago comes last of all; assessment_days: how long one is valid.
    """

    under: Share
    above: Annotated[float, Field(ge=1)]
    due_days: Days
    flow_days: Days
    flow_share: Share
    flow_yuan: Yuan
    dormant_days: Days
    dormant_yuan: Yuan
    expires_days: Days
    expired_days: Days = 90
    assessment_days: Days
    fell_share: Share = FELL_SHARE
    before_days: Days = BEFORE_DAYS
    apart_days: Days = APART_DAYS


class SegmentLimits(Frozen):
    """When a customer is in a segment that the bank's own mark does not give. Ours.

    elderly_age: from this age on. youth_age: up to this age. payroll_months: salary came in at
    least this many of the last three months. acquiring_count: this many receipts by card or code in
    90 days make a merchant. due_days: maturities counted within this many days. few_products: fewer
    than this many products held (S4: three).
    """

    elderly_age: Annotated[int, Field(ge=50)]
    youth_age: Annotated[int, Field(ge=18)]
    payroll_months: Days
    acquiring_count: Days
    due_days: Days
    few_products: Days
