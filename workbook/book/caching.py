"""Caches reads of a frozen workbook."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar


class Seen(Protocol):
    """A reader with a cache: what it has read so far, or None where it reads each time."""

    @property
    def seen(self) -> dict[tuple[object, ...], Any] | None: ...


Reader = TypeVar("Reader", bound=Seen)
Names = ParamSpec("Names")
Read = TypeVar("Read")


def once(
    read: Callable[Concatenate[Reader, Names], Read],
) -> Callable[Concatenate[Reader, Names], Read]:
    """A method that a frozen workbook (one with ``seen``) computes only once."""

    @functools.wraps(read)
    def reading(reader: Reader, /, *names: Names.args, **others: Names.kwargs) -> Read:
        if reader.seen is None:
            return read(reader, *names, **others)
        key = (read.__name__, *names)
        if key not in reader.seen:
            reader.seen[key] = read(reader, *names, **others)
        found: Read = reader.seen[key]
        return found

    return reading


@dataclass(frozen=True, eq=False)
class Lazily(Mapping[str, Read]):
    """A mapping that makes each value on first use: a whole book of customers is large."""

    names: tuple[str, ...]
    make: Callable[[str], Read | None]

    def __getitem__(self, name: str) -> Read:
        made = self.make(name) if name in self.names else None
        if made is None:
            raise KeyError(name)
        return made

    def __iter__(self) -> Iterator[str]:
        return (name for name in self.names if self.make(name) is not None)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    __hash__ = object.__hash__  # results computed from the customers are cached beside them
