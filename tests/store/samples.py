"""Two trainees, and short ways to save and to look at the bytes on the disk."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from workbook.store import Store, Trainee

CHEN = Trainee(id="chen-jie", name="陈洁", cohort="2026-a", branch="城东支行")
WANG = Trainee(id="wang-lei", name="王磊", cohort="2026-b", coach="lin-yue", language="en")


def ticking() -> Callable[[], datetime]:
    """A clock that begins on 1 December 2026, 09:00 in Shanghai, and ticks once a look."""
    start = datetime(2026, 12, 1, 1, tzinfo=UTC)
    ticks = count()
    return lambda: start + timedelta(seconds=next(ticks))


def typed(store: Store, body: dict[str, Any], based_on: int = 0, trainee: str = CHEN.id) -> int:
    """Save one pacing page of December; its version."""
    entry = store.save(
        trainee, "pacing", "2026-12", body, based_on=based_on, template="t1", author=trainee
    )
    return entry.version


def bodies(store: Store, trainee: str = CHEN.id) -> list[dict[str, Any]]:
    """All bodies of the December page, oldest first."""
    return [entry.body for entry in store.history(trainee, "pacing", "2026-12")]


def bytes_beside(path: Path) -> bytes:
    """The file and its logs, as anybody with the disk in hand would read them."""
    return b"".join(each.read_bytes() for each in sorted(path.parent.glob(f"{path.name}*")))
