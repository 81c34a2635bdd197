"""This process's zygote: started on first use, replaced when its surroundings have changed.

A zygote that failed to start, or whose kernels fail in a trial, is not tried again in the same
surroundings.
"""

from __future__ import annotations

import atexit
import os
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from workbook import resources
from workbook.batch.kernels.compatibility import Unfit
from workbook.batch.kernels.request import Request
from workbook.batch.kernels.zygote_process import Child, Zygote, started

State = tuple[object, ...]
Born = Callable[[Request], Child]
# Variables that the interpreter, the loader and C libraries read, where no import shows it.
UNSEEN = ("PYTHON", "LANG", "LC_", "LD_", "MALLOC_", "OMP_", "OPENBLAS_", "MKL_", "NPY_", "ARROW_")


@dataclass
class ZygotePool:
    """A zygote, the state it was started in, and the number of notebooks it runs now."""

    zygote: Zygote
    state: State
    guests: int = 0


@dataclass(frozen=True)
class Refusal:
    """Why there is no zygote for a state and an environment."""

    state: State
    environment: Mapping[str, str]
    why: str


_lock = threading.Lock()
_refusals: list[Refusal] = []  # the last one
_houses: list[ZygotePool] = []  # the last one is in use; older ones wait until their notebooks end


@contextmanager
def zygote_for(
    environment: Mapping[str, str], options: Sequence[str], trial: Callable[[Born], object]
) -> Iterator[Born]:
    """A matching zygote, which makes kernels.

    trial: called once for each new zygote; raises where its kernels are useless. Raises Unfit when
    there is none to be had, and OSError where the system cannot start another process.
    """
    house = _entered(environment, list(options), trial)
    try:
        yield house.zygote.child
    finally:
        with _lock:
            house.guests -= 1
            _clear()


def close() -> None:
    """End this process's zygotes, and the kernels that still run with them."""
    with _lock:
        for house in _houses:
            _part(house)
        _houses.clear()
        _refusals.clear()


def _entered(
    environment: Mapping[str, str], options: list[str], trial: Callable[[Born], object]
) -> ZygotePool:
    unseen = frozenset(one for one in environment.items() if one[0].startswith(UNSEEN))
    state = (os.getpid(), tuple(options), unseen, *_circumstances(), *_sources())
    with _lock:
        if not _houses or not _fits(_houses[-1], environment, state):
            _check_refusals(environment, state)
            try:
                zygote = _proven(started(environment, options), trial)
            except Unfit as error:
                _refusals[:] = [Refusal(state, dict(environment), str(error))]
                raise
            _houses.append(ZygotePool(zygote, state))
            _clear()
        _houses[-1].guests += 1
        return _houses[-1]


def _check_refusals(environment: Mapping[str, str], state: State) -> None:
    for one in _refusals:
        if one.state == state and one.environment == environment:
            raise Unfit(one.why)


def _proven(zygote: Zygote, trial: Callable[[Born], object]) -> Zygote:
    """The zygote, if its kernels pass the trial. Otherwise it is ended and Unfit raised."""
    try:
        trial(zygote.child)
    except Exception as error:
        zygote.close()
        if isinstance(error, Unfit | OSError):
            raise
        raise Unfit(f"a kernel that was tried failed: {type(error).__name__}: {error}") from error
    return zygote


def _fits(house: ZygotePool, environment: Mapping[str, str], state: State) -> bool:
    read = house.zygote.read.items()
    same = all(environment.get(name) == value for name, value in read)
    return same and house.state == state and house.zygote.alive()


def _clear() -> None:
    for house in [one for one in _houses[:-1] if not one.guests]:
        _houses.remove(house)
        _part(house)


def _part(house: ZygotePool) -> None:
    if house.state[0] == os.getpid():  # a fork of this process does not own its children
        house.zygote.close()
    else:
        house.zygote.control.close()


def _circumstances() -> State:
    """The inherited state that may have changed since: rights, limits, processors."""
    import resource  # not on Windows, where nothing forks

    limits = [getattr(resource, name) for name in dir(resource) if name.startswith("RLIMIT_")]
    status = Path("/proc/self/status").read_text().splitlines()
    return (
        *(resource.getrlimit(one) for one in limits),
        next((line for line in status if line.startswith("Umask")), ""),
        os.getresuid(),
        os.getgroups(),
        os.getpriority(os.PRIO_PROCESS, 0),
        frozenset(os.sched_getaffinity(0)),
    )


def _sources() -> State:
    """The latest change of our own code and words, and their size."""
    words = resources.templates().rglob("*.yaml")
    times = [_changed(path) for path in (*resources.PACKAGE.rglob("*.py"), *words)]
    return len(times), max(times, default=0)


def _changed(path: Path) -> int:
    with suppress(FileNotFoundError):
        return path.stat().st_mtime_ns
    return 0


atexit.register(close)
