"""Three calculations against their usual alternatives, in seconds for the same work."""

from __future__ import annotations

import csv
import io
import random
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import papermill

from benchmarks.personal import forget
from benchmarks.rounds import Round, median, medians, played, timed
from benchmarks.sizes import Size
from workbook import resources
from workbook.book import samples
from workbook.book.opening import open_book
from workbook.chapters.pacing.pack import Simulation
from workbook.chapters.pacing.rules.contacts import Attempted, schedules
from workbook.chapters.pacing.rules.months import Goal, simulate
from workbook.customers.files import file_reader
from workbook.pages import parts
from workbook.store import open_store

DAYS, EARLY, PROSPECTS = 27, 5, 60
ASSUMED = Simulation(runs=10_000, seed=3, attempts=3, gap=5, decay=0.7, daily_contacts=8)
LOOP_RUNS = 200  # a plain loop is timed on these and its time multiplied


@dataclass(frozen=True)
class Pair:
    """Ours and the other way, in seconds for the same work."""

    name: str
    other: str
    ours: Callable[[], float]
    theirs: Callable[[], float]


def measured(size: Size, root: Path) -> dict[str, Any]:
    """The three pairs, each timed in turn."""
    return {"pairs": [_played(pair, size.rounds) for pair in _pairs(size)]}


def _pairs(size: Size) -> tuple[Pair, ...]:
    assumed = ASSUMED.model_copy(update={"runs": size.months})
    content, store = transactions(size.rows), samples.prepared()
    return (
        Pair(
            f"{size.months:,} months × {PROSPECTS} prospects × 3 schedules",
            "a plain loop",
            partial(months_played, assumed),
            partial(months_in_a_loop, assumed),
        ),
        Pair(
            f"{size.rows:,} transactions read and checked",
            "read_csv and a loop",
            partial(file_read, content, size.rows),
            partial(file_by_script, content),
        ),
        Pair(
            "the pacing page after a save",
            "restart and run all",
            partial(page_redrawn, store),
            partial(notebook_run_again, store),
        ),
    )


def _played(pair: Pair, rounds: int) -> dict[str, Any]:
    contenders: Mapping[str, Callable[[], Round]] = {
        "ours": lambda: {"ours": pair.ours()},
        "instead": lambda: {"instead": pair.theirs()},
    }
    found = list(played(contenders, rounds, f"calculations: {pair.name}"))
    return {
        "what": pair.name,
        "instead": pair.other,
        "rounds": found,
        "medians": medians(found),
        "times_as_fast": median([one["instead"] / one["ours"] for one in found]),
    }


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


def months_played(assumed: Simulation) -> float:
    reserve, goal = prospects(), Goal(229 * 10**6)
    return timed(
        lambda: [
            simulate(reserve, contacts, goal, DAYS, EARLY, assumed)
            for contacts in schedules(reserve, shares(), assumed).values()
        ]
    )


def months_in_a_loop(assumed: Simulation) -> float:
    reserve = prospects()
    placed = schedules(reserve, shares(), assumed)
    draw, decay = random.Random(3), float(assumed.decay)

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
                        chance *= decay

    return timed(play) * assumed.runs / LOOP_RUNS


# -- a file of transactions -----------------------------------------------------------------------


def transactions(rows: int) -> bytes:
    draw, text = np.random.default_rng(3), io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["客户号", "日期", "类型", "金额", "方向", "对手行"])
    for number in draw.integers(1, 500, rows):
        day = f"2026-{number % 11 + 1:02}-{number % 28 + 1:02}"
        amount = f"{int(number) * 137.25:,.2f}"
        writer.writerow([f"C{number:04}", day, "转账", amount, "转出", "他行"])
    return text.getvalue().encode()


def file_read(content: bytes, rows: int) -> float:
    reading: list[file_reader.Reading] = []
    seconds = timed(
        lambda: reading.append(file_reader.read_bytes(content, "transactions.csv", "transactions"))
    )
    if len(reading[0].rows) != rows:
        raise SystemExit("the benchmark's own file was not read whole")
    return seconds


def file_by_script(content: bytes) -> float:
    """A script as people write it: read, then look at each row."""

    def read() -> None:
        frame = pd.read_csv(io.BytesIO(content), dtype=str)
        for _, row in frame.iterrows():
            float(row["金额"].replace(",", ""))
            pd.to_datetime(row["日期"])

    return timed(read)


# -- after a save ---------------------------------------------------------------------------------


def page_redrawn(path: Path) -> float:
    """All tables, figures and findings of the pacing page, computed from the store."""
    forget()
    with open_store(path, read_only=True) as store:
        book = open_book(store, samples.FIRST, samples.MONTH, samples.TODAY)

        def draw() -> None:
            for name in ("pacing", "prospects"):
                pack = book.pack(name)
                parts.findings(book, name)
                for table in pack.tables:
                    parts.table(book, name, table)
                for figure in pack.figures:
                    parts.figure(book, name, figure)

        return timed(draw)


def notebook_run_again(store: Path) -> float:
    """ "Restart and run all", as a notebook without live forms would need."""
    with tempfile.TemporaryDirectory() as folder:
        return timed(
            lambda: papermill.execute_notebook(
                resources.notebooks() / "04_pacing.ipynb",
                str(Path(folder) / "out.ipynb"),
                {"trainee": samples.FIRST, "store": str(store)},
                progress_bar=False,
            )
        )
