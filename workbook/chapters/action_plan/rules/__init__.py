"""The rules of the 531 plan: pure functions of their inputs, without a clock, without words.

weeks (this one, the earlier ones, what is carried) · lines · marks · contacts (the Monday list) ·
suggestions · rollover · progress → findings, completeness.
"""

from workbook.chapters.action_plan.rules.completeness import completeness
from workbook.chapters.action_plan.rules.contacts import (
    Offer,
    act_of,
    blocked,
    kept_off,
    listed,
    listed_off,
    losses,
    offers,
    places_left,
    who,
)
from workbook.chapters.action_plan.rules.findings import findings
from workbook.chapters.action_plan.rules.lines import (
    hangs_on,
    in_order,
    is_open,
    missing,
    of_kind,
    reason_of,
)
from workbook.chapters.action_plan.rules.marks import countable
from workbook.chapters.action_plan.rules.progress import (
    days_so_far,
    reasons,
    ticked,
    ticks_of,
    unticked,
)
from workbook.chapters.action_plan.rules.rollover import (
    left_behind,
    rolled_over,
    suggested,
    unfinished,
)
from workbook.chapters.action_plan.rules.suggestions import (
    Candidate,
    candidates,
    suggested_lines,
)
from workbook.chapters.action_plan.rules.weeks import (
    PlanDesk,
    Weekly,
    days_of,
    history,
    last_week,
    week_of,
    weeks_between,
    weeks_carried,
)

__all__ = [
    "Candidate",
    "Offer",
    "PlanDesk",
    "Weekly",
    "act_of",
    "blocked",
    "candidates",
    "completeness",
    "countable",
    "days_of",
    "days_so_far",
    "findings",
    "hangs_on",
    "history",
    "in_order",
    "is_open",
    "kept_off",
    "last_week",
    "left_behind",
    "listed",
    "listed_off",
    "losses",
    "missing",
    "of_kind",
    "offers",
    "places_left",
    "reason_of",
    "reasons",
    "rolled_over",
    "suggested",
    "suggested_lines",
    "ticked",
    "ticks_of",
    "unfinished",
    "unticked",
    "week_of",
    "weeks_between",
    "weeks_carried",
    "who",
]
