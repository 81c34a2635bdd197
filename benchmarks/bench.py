"""What the README says about speed: ours against what a user would do instead, in one run.

Each pair is timed in turn, round by round, so that a machine that slows down slows both; the
medians and their ratio go to ``results.json``. Nothing here is asserted by a test.
"""

from __future__ import annotations

import csv
import io
import json
import platform
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import papermill

from workbook import exhibits, places, portfolio, samples
from workbook.chapters.pacing.pack import Simulation
from workbook.chapters.pacing.rules.contacts import Attempted, schedules
from workbook.chapters.pacing.rules.months import Goal, simulate
from workbook.opening import open_book
from workbook.store import open_store

ROUNDS = 7
DAYS, EARLY, PROSPECTS = 27, 5, 60
ASSUMED = Simulation(runs=10_000, seed=3, attempts=3, gap=5, decay=0.7, daily_contacts=8)
LOOP_RUNS = 200  # a plain loop is timed on these and its time multiplied
ROWS = 20_000


@dataclass(frozen=True)
class Pair:
    """Ours and the other way, in seconds for the same work."""

    name: str
    other: str
    ours: Callable[[], float]
    theirs: Callable[[], float]


def timed(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


# -- the chance to hit ----------------------------------------------------------------------------


def prospects() -> tuple[Attempted, ...]:
    draw = random.Random(3)
    return tuple(
        Attempted("investment_sales", draw.randint(1, 50) * 10**6, draw.uniform(0.02, 0.3))
        for _ in range(PROSPECTS)
    )


def shares() -> dict[str, tuple[float, ...]]:
    month = (0.0,) * EARLY + (1 / (DAYS - EARLY),) * (DAYS - EARLY)
    even = (1 / DAYS,) * DAYS
    front = tuple(2 * (DAYS - day) / (DAYS * (DAYS + 1)) for day in range(DAYS))
    return {"even": month, "even_early": even, "front_loaded": front}


def months_played() -> float:
    reserve, goal = prospects(), Goal(229 * 10**6)
    return timed(
        lambda: [
            simulate(reserve, contacts, goal, DAYS, EARLY, ASSUMED)
            for contacts in schedules(reserve, shares(), ASSUMED).values()
        ]
    )


def months_in_a_loop() -> float:
    reserve = prospects()
    placed = schedules(reserve, shares(), ASSUMED)
    draw = random.Random(3)

    def play() -> None:
        for contacts in placed.values():
            for _ in range(LOOP_RUNS):
                totals = [0] * (DAYS + 1)
                for one, attempts in zip(reserve, contacts, strict=True):
                    chance = one.chance
                    for day in attempts:
                        if day >= DAYS:
                            break
                        if draw.random() < chance:
                            totals[day] += one.amount
                            break
                        chance *= ASSUMED.decay

    return timed(play) * ASSUMED.runs / LOOP_RUNS


# -- a file of transactions -----------------------------------------------------------------------


def transactions() -> bytes:
    draw, text = np.random.default_rng(3), io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["客户号", "日期", "类型", "金额", "方向", "对手行"])
    for number in draw.integers(1, 500, ROWS):
        day = f"2026-{number % 11 + 1:02}-{number % 28 + 1:02}"
        amount = f"{int(number) * 137.25:,.2f}"
        writer.writerow([f"C{number:04}", day, "转账", amount, "转出", "他行"])
    return text.getvalue().encode()


CONTENT = transactions()


def file_read() -> float:
    reading: list[portfolio.Reading] = []
    seconds = timed(
        lambda: reading.append(portfolio.read_bytes(CONTENT, "transactions.csv", "transactions"))
    )
    if len(reading[0].rows) != ROWS:
        raise SystemExit("the benchmark's own file was not read whole")
    return seconds


def file_by_script() -> float:
    """A script as people write it: read, then look at each row."""

    def read() -> None:
        frame = pd.read_csv(io.BytesIO(CONTENT), dtype=str)
        for _, row in frame.iterrows():
            float(row["金额"].replace(",", ""))
            pd.to_datetime(row["日期"])

    return timed(read)


# -- after a save ---------------------------------------------------------------------------------

STORE = samples.prepared()


def page_redrawn() -> float:
    """All tables, figures and findings of the pacing page from the store."""
    with open_store(STORE, read_only=True) as store:
        book = open_book(store, samples.FIRST, samples.MONTH, samples.TODAY)

        def draw() -> None:
            for name in ("pacing", "prospects"):
                pack = book.pack(name)
                exhibits.findings(book, name)
                for table in pack.tables:
                    exhibits.table(book, name, table)
                for figure in pack.figures:
                    exhibits.figure(book, name, figure)

        return timed(draw)


def notebook_run_again() -> float:
    """ "Restart and run all", as a notebook without live forms would need."""
    with tempfile.TemporaryDirectory() as folder:
        return timed(
            lambda: papermill.execute_notebook(
                places.notebooks() / "04_pacing.ipynb",
                str(Path(folder) / "out.ipynb"),
                {"trainee": samples.FIRST, "store": str(STORE)},
                progress_bar=False,
            )
        )


PAIRS = (
    Pair(
        "10,000 months × 60 prospects × 3 schedules",
        "a plain loop",
        months_played,
        months_in_a_loop,
    ),
    Pair("20,000 transactions read and checked", "read_csv and a loop", file_read, file_by_script),
    Pair("the pacing page after a save", "restart and run all", page_redrawn, notebook_run_again),
)


def main() -> None:
    results = []
    for pair in PAIRS:
        rounds = [(pair.ours(), pair.theirs()) for _ in range(ROUNDS)]
        ours, theirs = (statistics.median(column) for column in zip(*rounds, strict=True))
        ratio = statistics.median(other / mine for mine, other in rounds)
        results.append(
            {
                "what": pair.name,
                "instead": pair.other,
                "seconds": round(ours, 3),
                "seconds_instead": round(theirs, 3),
                "times_as_fast": round(ratio, 1),
            }
        )
        said = f"{pair.name}: {ours:.2f} s; {pair.other}: {theirs:.2f} s; {ratio:.1f} times"
        sys.stdout.write(f"{said}\n")
    machine = {"python": platform.python_version(), "system": platform.system(), "rounds": ROUNDS}
    path = Path(__file__).parent / "results.json"
    path.write_text(json.dumps({"machine": machine, "results": results}, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
