"""Times as the store writes them: ISO 8601 in UTC with microseconds, which sorts as text."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)


def written(moment: datetime) -> str:
    """A zoned moment as the store's text."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def read(text: str) -> datetime:
    """The moment of the store's text, in UTC."""
    return datetime.fromisoformat(text)
