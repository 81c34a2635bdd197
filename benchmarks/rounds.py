"""Interleaved rounds: each contender once a round, every time in another order; medians."""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence

Round = dict[str, float]


def rotated(names: Sequence[str], number: int) -> list[str]:
    """The names in the order of a round: each round begins with the next one."""
    at = number % len(names)
    return [*names[at:], *names[:at]]


def played(
    contenders: Mapping[str, Callable[[], Mapping[str, float]]], rounds: int, part: str
) -> Iterator[Round]:
    """The measurements of the contenders, round by round, reported as they come."""
    begun, names = time.monotonic(), list(contenders)
    for number in range(rounds):
        found: Round = {}
        for name in rotated(names, number):
            found |= contenders[name]()
        left = (time.monotonic() - begun) / (number + 1) * (rounds - number - 1)
        said = " · ".join(f"{name} {value:.2f}" for name, value in found.items())
        say(f"{part}, round {number + 1} of {rounds}, about {left / 60:.0f} min left: {said}")
        yield {name: round(value, 4) for name, value in found.items()}


def medians(rounds: Sequence[Round]) -> Round:
    """The median of each measurement."""
    return {name: median(one[name] for one in rounds) for name in rounds[0]}


def median(values: Iterator[float] | Sequence[float]) -> float:
    """To four decimals."""
    return round(statistics.median(values), 4)


def timed(work: Callable[[], object]) -> float:
    """How many seconds it takes."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def say(text: str) -> None:
    """A line of progress, at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()
