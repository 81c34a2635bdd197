"""The rules of pacing: pure functions of their inputs, without a clock, without words.

weeks → plan, progress → standing → reserve, rates, simulation → findings, completeness.
"""

from workbook.chapters.pacing.rules.activity import participation
from workbook.chapters.pacing.rules.completeness import completeness
from workbook.chapters.pacing.rules.findings import findings
from workbook.chapters.pacing.rules.pace import PaceDay, pace_by_day
from workbook.chapters.pacing.rules.plan import (
    Plan,
    Version,
    even_plan,
    first_plan,
    latest_plan,
    replanned,
    spread,
    versions,
)
from workbook.chapters.pacing.rules.position import (
    Standing,
    pressure_by_day,
    pressure_of_even,
    pressure_of_plan,
    standings,
)
from workbook.chapters.pacing.rules.progress import done_by_day, done_until, pressure
from workbook.chapters.pacing.rules.rates import Acting, Acts, acting, day_acts
from workbook.chapters.pacing.rules.reserve import (
    ClosingRate,
    Cover,
    attempts_left,
    closing_rate,
    coverage,
    covers,
    expected_value,
    kept_off,
    needed_face,
)
from workbook.chapters.pacing.rules.today import asked, numbers
from workbook.chapters.pacing.rules.typed import lists
from workbook.chapters.pacing.rules.weeks import (
    Horizon,
    PacingDesk,
    horizon,
    own_in_use,
    week_shares,
)

__all__ = [
    "Acting",
    "Acts",
    "ClosingRate",
    "Cover",
    "Horizon",
    "PaceDay",
    "PacingDesk",
    "Plan",
    "Standing",
    "Version",
    "acting",
    "asked",
    "attempts_left",
    "closing_rate",
    "completeness",
    "coverage",
    "covers",
    "day_acts",
    "done_by_day",
    "done_until",
    "even_plan",
    "expected_value",
    "findings",
    "first_plan",
    "horizon",
    "kept_off",
    "latest_plan",
    "lists",
    "needed_face",
    "numbers",
    "own_in_use",
    "pace_by_day",
    "participation",
    "pressure",
    "pressure_by_day",
    "pressure_of_even",
    "pressure_of_plan",
    "replanned",
    "spread",
    "standings",
    "versions",
    "week_shares",
]
