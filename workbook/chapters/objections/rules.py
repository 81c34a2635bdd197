"""Which objections are like what a customer said, and what to say about one's own.

Pure functions of their inputs. Source: S1, methodology C3; the search: ours.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, pairwise
from math import log

from workbook.chapters.objections.records import Objections, Own, Pack, Worked
from workbook.chapters.shared.context import Desk, Finding
from workbook.chapters.shared.forbidden_words import bare, promised
from workbook.chapters.shared.private_numbers import private_numbers
from workbook.domain import templates
from workbook.domain.bank import labels

ObjectionsDesk = Desk[Objections, Pack]

NEEDED = ("said", "product", "reason", "root", "question", "answer")
QUESTION = re.compile(r"[?？]+")
WORD = re.compile(r"[a-z0-9']+|[^\x00-\x7f]+")


# -- the search -----------------------------------------------------------------------------------


def pieces(text: str) -> frozenset[str]:
    """What texts are compared by: words, and pairs of neighbouring signs of Chinese."""
    return frozenset(chain.from_iterable(map(_pieces, WORD.findall(bare(text)))))


def _pieces(word: str) -> Iterable[str]:
    return [word] if word.isascii() or len(word) == 1 else map("".join, pairwise(word))


def likeness(heard: str, texts: Sequence[str]) -> list[float]:
    """For each text the share, 0…1, of what was heard that it holds; rare pieces weigh more."""
    parts, wanted = [pieces(text) for text in texts], pieces(heard)
    counts = Counter(chain.from_iterable(parts))
    weight = {one: log((len(texts) + 1) / (counts[one] + 0.5)) for one in wanted}
    whole = sum(weight.values())
    return [sum(weight[one] for one in part & wanted) / whole if whole else 0 for part in parts]


def matches(desk: ObjectionsDesk) -> tuple[Worked | Own, ...]:
    """The objections most like what was heard, one's own among them, the likest first."""
    every: tuple[Worked | Own, ...] = (*written(desk), *desk.pack.worked.values())
    shares = likeness(desk.record.heard, [_words(one) for one in every])
    near = [(share, -at) for at, share in enumerate(shares) if share >= desk.pack.near]
    return tuple(every[-at] for _, at in sorted(near, reverse=True)[: desk.pack.most])


def _words(one: Worked | Own) -> str:
    return one.said if isinstance(one, Own) else "\n".join((one.label, *one.aliases))


def written(desk: ObjectionsDesk) -> tuple[Own, ...]:
    """One's own objections that have the customer's words."""
    return tuple(one for one in desk.record.own if one.said)


# -- how things stand -----------------------------------------------------------------------------


def is_whole(one: Own) -> bool:
    """Whether every cell of a row is filled in."""
    return all(getattr(one, name) for name in NEEDED)


def completeness(desk: ObjectionsDesk) -> float:
    """The share of the cells of one's own rows that are filled in; 0 without a row."""
    cells = [bool(getattr(one, name)) for one in desk.record.own for name in NEEDED]
    return sum(cells) / len(cells) if cells else 0.0


def state(desk: ObjectionsDesk) -> Iterator[tuple[str, dict[str, object]]]:
    """How many of one's own there are, once there is one."""
    own = desk.record.own
    if own:
        yield "own", {"own": len(own), "whole": sum(map(is_whole, own))}


# -- findings -------------------------------------------------------------------------------------


def findings(desk: ObjectionsDesk) -> list[Finding]:
    """The findings on the page; rules that the template lacks stay silent."""
    found = (one for check in (none_own, not_found, on_rows, same_answer) for one in check(desk))
    every = (*found, *private_numbers(desk, "objections"))
    return [one for one in every if one.rule in desk.pack.rules]


def _found(rule: str, /, *loc: str | int, **figures: object) -> Finding:
    return Finding("objections", rule, loc, figures)


def none_own(desk: ObjectionsDesk) -> Iterator[Finding]:
    """No objection of one's own is written down."""
    if not desk.record.own:
        yield _found("none_own", "own")


def not_found(desk: ObjectionsDesk) -> Iterator[Finding]:
    """Nothing is like what was heard."""
    if desk.record.heard and not matches(desk):
        yield _found("not_found", "heard")


def on_rows(desk: ObjectionsDesk) -> Iterator[Finding]:
    """A row with a blank, with two questions at once, with words that may not be said."""
    most = templates.threshold(desk.pack.rules, "two_questions", "objections")
    for row, one in enumerate(desk.record.own):
        blank = next((name for name in NEEDED if not getattr(one, name)), "")
        asked = len(QUESTION.findall(one.question))
        if blank:
            yield _found("unfinished", "own", row, blank, row=row + 1)
        if asked > most:
            yield _found("two_questions", "own", row, "question", row=row + 1, count=asked)
        yield from _promises(desk, row, one)


def _promises(desk: ObjectionsDesk, row: int, one: Own) -> Iterator[Finding]:
    """Words that may not be said, in what the manager says; the customer's may hold any."""
    maps = desk.linked["battle_map"].pack
    words = tuple(labels(maps.promises).values())
    for name in ("question", "answer"):
        made = promised(getattr(one, name), words, maps.denials)
        if made:
            yield _found("promise", "own", row, name, row=row + 1, word=made)


def same_answer(desk: ObjectionsDesk) -> Iterator[Finding]:
    """An answer stands in an earlier row as well: it fails the swap test."""
    seen = set[str]()
    for row, one in enumerate(desk.record.own):
        answer = bare(one.answer)
        if answer and answer in seen:
            yield _found("same_answer", "own", row, "answer", row=row + 1)
        seen.add(answer)
