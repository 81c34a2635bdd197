"""One chapter for cohorts of different sizes: the cost should grow no faster than their number."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

from benchmarks.many import chapter_alone
from benchmarks.ours import Call, carried_out
from benchmarks.rounds import say
from benchmarks.sizes import Size
from benchmarks.stores import COHORT, repeated

CHAPTER, WORKERS = "start", 2


def measured(size: Size, root: Path) -> dict[str, Any]:
    """Seconds of the whole process, once for each size of cohort."""
    folder = chapter_alone(CHAPTER, root)
    runs = [_run(count, folder, root) for count in size.growth]
    return {"chapter": CHAPTER, "workers": WORKERS, "runs": runs, **_growth(runs)}


def _run(count: int, notebooks: Path, root: Path) -> dict[str, Any]:
    store = root / f"cohort-{count}.db"
    repeated(store, count)
    done = carried_out(
        Call(
            cohort=COHORT,
            store=str(store),
            out=str(root / f"cohort-{count}"),
            workers=WORKERS,
            notebooks=str(notebooks),
        )
    )
    if done.done != count:
        raise SystemExit(f"Of {count} trainees' pages {done.done} were made.")
    say(f"cohort: {count} trainees in {done.seconds:.1f} s, {done.seconds / count:.3f} s each")
    each = round(done.seconds / count, 4)
    return {"trainees": count, "seconds": round(done.seconds, 2), "seconds_each": each}


def _growth(runs: list[dict[str, Any]]) -> dict[str, Any]:
    """The cost of one more trainee, from each cohort to the next, so without start-up."""
    steps = [
        (after["seconds"] - before["seconds"]) / (after["trainees"] - before["trainees"])
        for before, after in itertools.pairwise(runs)
    ]
    return {
        "seconds_for_one_more": [round(one, 4) for one in steps],
        "last_step_to_first": round(steps[-1] / steps[0], 3),
    }
