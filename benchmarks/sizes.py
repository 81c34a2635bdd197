"""The amounts that are measured: the whole, and a quick check that everything works."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

ROUNDS = 7


@dataclass(frozen=True)
class Size:
    """rounds: of each interleaved measurement; of all else there is one run.

    chapters: the two that every contender runs. one_worker, two_workers: how many trainees our own
    batch has there. months, rows: of the calculations. growth: cohorts that should cost in
    proportion. sample: those of the sample cohort that are run, all when empty. many: trainees
    with a page of one cell; marks: the runs after which memory is looked at. minutes: what each
    part takes on two idle processors.
    """

    rounds: int
    chapters: tuple[str, str]
    one_worker: int
    two_workers: int
    months: int
    rows: int
    growth: tuple[int, ...]
    sample: tuple[str, ...]
    many: int
    marks: tuple[int, ...]
    minutes: Mapping[str, float]


WHOLE = Size(
    rounds=ROUNDS,
    chapters=("pacing", "action_plan"),
    one_worker=3,
    two_workers=4,
    months=10_000,
    rows=20_000,
    growth=(10, 100, 300),
    sample=(),
    many=1_000,
    marks=(10, 100, 250, 500, 1_000),
    minutes=MappingProxyType(
        {"batch": 14, "calculations": 3, "cohort": 4, "memory": 5, "unchanged": 5}
    ),
)
QUICK = Size(
    rounds=1,
    chapters=("start", "action_plan"),
    one_worker=2,
    two_workers=2,
    months=1_000,
    rows=2_000,
    growth=(2, 4, 8),
    sample=("chen-jie", "fang-lei"),
    many=12,
    marks=(4, 8, 12),
    minutes=MappingProxyType(
        {"batch": 2, "calculations": 0.5, "cohort": 0.4, "memory": 0.2, "unchanged": 1.5}
    ),
)
