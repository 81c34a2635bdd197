"""Answers that are kept with what they were made from, and go with it.

One of the three ways of caching here: ``docs/decisions/17-caches.md`` says which is for what.
"""

from __future__ import annotations

import functools
import threading
from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Concatenate, ParamSpec, TypeVar

Answer = TypeVar("Answer")
Asked = ParamSpec("Asked")
Read = TypeVar("Read")


class Memo:
    """Answers by question and key, each with the mark that it was made under; safe for threads.

    Whatever does not change has one, so that its answers live as long as it does.
    """

    def __init__(self) -> None:
        self._answers: dict[Hashable, dict[Hashable, tuple[object, Any]]] = {}
        self._lock = threading.Lock()

    def get(
        self,
        question: Hashable,
        key: Hashable,
        make: Callable[[], Answer],
        mark: object = None,
        most: int | None = None,
    ) -> Answer:
        """The answer for ``key`` while ``mark`` is the same, or a new one.

        most: to each question the newest so many are kept; None: all.
        """
        before = self.last(question, key)
        if before is not None and before[0] == mark:
            found: Answer = before[1]
            return found
        made = make()
        with self._lock:
            known = self._answers.setdefault(question, {})
            known.pop(key, None)
            known[key] = (mark, made)
            while most is not None and len(known) > most:
                del known[next(iter(known))]
        return made

    def last(self, question: Hashable, key: Hashable) -> tuple[object, Any] | None:
        """The mark and the answer kept last for ``key``, out of date or not."""
        return self._answers.get(question, {}).get(key)

    def __iter__(self) -> Iterator[tuple[tuple[Hashable, Hashable], Any]]:
        for question, known in self._answers.items():
            for key, (_, answer) in known.items():
                yield (question, key), answer


@dataclass(frozen=True, eq=False)
class Same:
    """Stands in a key for one object, not for its equals, and keeps it alive."""

    it: object

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and other.it is self.it

    def __hash__(self) -> int:
        return id(self.it)


def once(
    work: Callable[Concatenate[Any, Asked], Answer],
    memo_of: Callable[[Any], Memo | None],
    key_of: Callable[[Any], Hashable] = lambda _: None,
    most: int | None = None,
) -> Callable[Concatenate[Any, Asked], Answer]:
    """``work``, whose answers are kept in a memo of its first argument; anew where that has none.

    key_of: what else of the first argument the answer depends on. most: as in :meth:`Memo.get`.
    """

    @functools.wraps(work)
    def working(first: Any, /, *asked: Asked.args, **others: Asked.kwargs) -> Answer:
        memo = memo_of(first)
        if memo is None:
            return work(first, *asked, **others)
        key = (key_of(first), *asked, *others.items())
        return memo.get(work, key, lambda: work(first, *asked, **others), most=most)

    return working


@dataclass(frozen=True, eq=False)
class Lazily(Mapping[str, Read]):
    """A mapping that makes each value on first use: a whole book of customers is large."""

    names: tuple[str, ...]
    make: Callable[[str], Read | None]
    answers: Memo = field(default_factory=Memo, init=False, repr=False)

    def __getitem__(self, name: str) -> Read:
        made = self.make(name) if name in self.names else None
        if made is None:
            raise KeyError(name)
        return made

    def __iter__(self) -> Iterator[str]:
        return (name for name in self.names if self.make(name) is not None)

    def __len__(self) -> int:
        return sum(1 for _ in self)
