"""The rules of the journey: pure functions of their inputs, without a clock, without words.

study (stages, signals, critical kinds) · contact (who may be
contacted) · reasons, queue (whom to contact first) · maps (low
points, two versions) · profiles · rollover → findings, completeness.
"""

from workbook.chapters.journey.rules.completeness import completeness
from workbook.chapters.journey.rules.contact import (
    at_risk_unattended,
    blocked,
    blocks,
    critical_act,
    critical_says,
    days_late,
    filters,
    idle_days,
    is_open,
    last_cares,
    looked_after,
    minutes_there_are,
    signal_says,
)
from workbook.chapters.journey.rules.contact_flags import flagged, who
from workbook.chapters.journey.rules.findings import findings
from workbook.chapters.journey.rules.maps import (
    Change,
    changed_since,
    changes,
    in_order,
    is_low,
    typical_points,
)
from workbook.chapters.journey.rules.profiles import customers, profiled
from workbook.chapters.journey.rules.queue import Queued, kept_off, queue
from workbook.chapters.journey.rules.rollover import rolled_over, suggested
from workbook.chapters.journey.rules.study import (
    JourneyDesk,
    Row,
    Study,
    lacks,
    leaving,
    rows_of,
    study,
)

__all__ = [
    "Change",
    "JourneyDesk",
    "Queued",
    "Row",
    "Study",
    "at_risk_unattended",
    "blocked",
    "blocks",
    "changed_since",
    "changes",
    "completeness",
    "critical_act",
    "critical_says",
    "customers",
    "days_late",
    "filters",
    "findings",
    "flagged",
    "idle_days",
    "in_order",
    "is_low",
    "is_open",
    "kept_off",
    "lacks",
    "last_cares",
    "leaving",
    "looked_after",
    "minutes_there_are",
    "profiled",
    "queue",
    "rolled_over",
    "rows_of",
    "signal_says",
    "study",
    "suggested",
    "typical_points",
    "who",
]
