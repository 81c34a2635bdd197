"""A batch that is called again: when nothing changed, when one entry did, and for very many."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks import many
from benchmarks.ours import Batch, Call, carried_out
from benchmarks.rounds import Round, medians, played, say
from benchmarks.sizes import Size
from benchmarks.stores import change
from workbook.book import samples

WORKERS = 2
CHANGED = ("pacing", samples.MONTH, "daily_contacts")  # chapter, key and field of an entry


def measured(size: Size, root: Path) -> dict[str, Any]:
    """Seconds from the start of the process to its end: the sample cohort, then very many."""
    return {"sample": _sample(size, root), "many": _many(size, root)}


def _sample(size: Size, root: Path) -> dict[str, Any]:
    store = root / "sample.db"
    shutil.copyfile(samples.prepared(), store)
    call = Call(
        cohort=samples.COHORT,
        store=str(store),
        out=str(root / "sample"),
        workers=WORKERS,
        trainees=size.sample,
    )
    first = carried_out(call)
    say(f"unchanged: the sample cohort's {first.done} pages anew in {first.seconds:.1f} s")
    made: list[int] = []
    contenders: Mapping[str, Callable[[], Round]] = {
        "unchanged": lambda: {"unchanged": _standing(carried_out(call), first.done).seconds},
        "one_entry": partial(_after_a_change, call, store, made),
    }
    rounds = list(played(contenders, size.rounds, "unchanged"))
    return {
        "pages": first.done,
        "workers": WORKERS,
        "seconds_anew": round(first.seconds, 2),
        "pages_after_one_entry": made[-1],
        "rounds": rounds,
        "medians": medians(rounds),
    }


def _after_a_change(call: Call, store: Path, made: list[int]) -> Round:
    """Only the pages of the one whose entry it is, and the cohort's, are made anew."""
    change(store, samples.FIRST, *CHANGED)
    done = carried_out(call)
    made.append(done.done)
    if not 0 < done.done <= done.unchanged:
        raise SystemExit(f"After one entry changed {done.done} pages were made anew.")
    return {"one_entry": done.seconds}


def _many(size: Size, root: Path) -> dict[str, Any]:
    call = many.call(size.many, WORKERS, root)
    if not Path(call.out).exists():  # else they were made when memory was measured
        say(f"unchanged: {size.many} pages are made first")
        carried_out(call)
    contenders: Mapping[str, Callable[[], Round]] = {
        "seconds": lambda: {"seconds": _standing(carried_out(call), size.many).seconds}
    }
    rounds = list(played(contenders, size.rounds, f"unchanged: {size.many} trainees"))
    return {"trainees": size.many, "rounds": rounds, "medians": medians(rounds)}


def _standing(batch: Batch, pages: int) -> Batch:
    if batch.done or batch.unchanged != pages:
        raise SystemExit(
            f"{batch.done} of {pages} pages were made anew, though nothing should have changed. "
            "Was the code edited meanwhile?"
        )
    return batch
