"""The numbers that the analyses of a manager's customers run on; they stand in the templates.

Source: methodology A2, B2 (days and shares: ours unless the method says otherwise).

Three of them stand in several places. fell_share: what left counts when the assets fell by at
least this share of it (and what came when they rose). before_days: the balance that they are
compared with may lie no further before the days in question. apart_days: two balances that lie
nearer than this are one, because the edge of a tier is crossed only when two say so. Templates that
do not have them yet, because a page was made from them before, have the numbers here.
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

    fell_within_months: a fall of a tier counts as win-back so long. back_for_months: back in the
    old tier for so long, and win-back is over. edge: assets up to so many times the lower edge of
    the tier are near it. outflow_days, outflow_share: over these days more than this share of the
    assets must have left. decline_days, decline_share, decline_count: turnover of these days
    against as many before, the fall that counts, and the least number of transactions before: a
    single one is no trend. new_within_days: so long after the first tier, or a higher one, a
    customer is new.
    check_days: when an endangered customer is looked at again.
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
    before, in which there were at least so many transactions.
    busy_times, busy_count: transactions of ``busy_days`` are so many times the customer's usual
    number, and at least so many.
    leaving_days, leaving_share, leaving_yuan: what went to other banks over these days, as a share
    of the assets and at least in yuan. silent_days: not heard for so long, neither by a contact
    that was answered nor by a transaction of the customer's own; and how long we may stay away.
    drift_levels: product risk above the customer's own by at least so many levels. noted_days: a
    note counts so long. moved_months: payroll or standing orders came in so many months and then
    stopped for one.
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

    under: from this share of the next tier's threshold on. above: up to this share of their own
    lower edge. due_days: a holding that ends within so many days. flow_days, flow_share,
    flow_yuan: money that came or left over these days, against the average of three months and at
    least in yuan. dormant_days, dormant_yuan: neither transaction nor contact for so long, with
    such a balance. expires_days: an assessment that ends within so many days, or has ended; one
    that ended more than expired_days ago comes last of all; assessment_days: how long one holds.
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
    """What puts a customer into a segment where the bank's own mark does not say it. Ours.

    elderly_age: from this age on. youth_age: up to this age. payroll_months: salary came in at
    least so many of the last three months. acquiring_count: so many receipts by card or code in 90
    days make a merchant. due_days: maturities counted within so many days. few_products: fewer
    than so many products held (S4: three).
    """

    elderly_age: Annotated[int, Field(ge=50)]
    youth_age: Annotated[int, Field(ge=18)]
    payroll_months: Days
    acquiring_count: Days
    due_days: Days
    few_products: Days
