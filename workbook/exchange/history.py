"""The versions of one page in two stores, joined: a union, and one version that counts.

Versions form a graph, each naming those that it grew out of. What people saved in one store, the
other gets; where both went on from the same version, a new one joins them. A join is worked out
from the saves alone, so that a store makes the same one in whatever order the files came; a join
that nobody built on is no save of anybody, and gives way to the next one.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from workbook.store.versions import Version

Graph = Mapping[str, Version]
# The version that both sides grew out of, or None; the earlier side; the later one, whose text
# stays where both changed. Gives the body of the version that joins them.
Join = Callable[[Version | None, Version, Version], str]
Joint = tuple[Version | None, Version, Version]  # what a join grew out of, as Join is given it
JOINED = "workbook"  # the author of a version that joins two
BOTH = 2  # parents of a join


@dataclass(frozen=True)
class Union:
    """The effect of joining: versions to add, parents first and the one that counts last.

    missing: parents that neither side has; then nothing is to be added. joins: of these versions,
    those that join two sides, with what they grew out of.
    """

    added: tuple[Version, ...]
    missing: tuple[str, ...] = ()
    joins: tuple[Joint, ...] = ()


def graph_of(versions: Iterable[Version]) -> dict[str, Version]:
    """Identity → version."""
    return {one.identity: one for one in versions}


def heads(graph: Graph) -> list[Version]:
    """The versions that nothing grew out of, earliest first."""
    grown = {parent for one in graph.values() for parent in one.parents}
    return sorted((one for name, one in graph.items() if name not in grown), key=_age)


def ancestors(graph: Graph, names: Iterable[str]) -> set[str]:
    """These versions and all that they grew out of, as far as the graph knows them."""
    found: set[str] = set()
    waiting = [name for name in names if name in graph]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += [parent for parent in graph[name].parents if parent in graph]
    return found


def common(graph: Graph, one: Version, other: Version) -> Version | None:
    """The version that both grew out of: the latest that no other such version grew out of."""
    shared = ancestors(graph, [one.identity]) & ancestors(graph, [other.identity])
    older = {parent for each in shared for parent in graph[each].parents}
    return max((graph[name] for name in shared - older), key=_age, default=None)


def union(
    mine: Sequence[Version], theirs: Sequence[Version], join: Join, *, follow: bool = False
) -> Union:
    """The saves to add to ``mine`` so that it holds every save of ``theirs``, and the version
    that counts is its last.

    mine, theirs: the versions of one page, the last of each the one that counts there. follow:
    take their join for ours where it joins all that there is, as a trainee's store does with the
    coach's, so that both show the same although their programs join differently.
    """
    there, graph = graph_of(mine), graph_of((*mine, *theirs))
    missing = _missing(graph)
    if missing or not theirs:
        return Union((), missing)
    saves = saved(graph)
    news = saves - there.keys()
    ends = heads({name: graph[name] for name in saves})
    last = theirs[-1]
    if follow and last.identity not in there and _joins_all(graph, last, ends):
        come = ancestors(graph, [last.identity]) | news
        return Union(_ordered(graph, come - there.keys(), last))
    if not news:
        return Union(())
    made, joins = _joined(graph, saves, join)
    folded = [one for one in made if one.identity not in there]
    ordered = _parents_first(graph, news)
    return Union((*ordered, *folded) if made else _ordered(graph, news, ends[0]), (), tuple(joins))


def saved(graph: Graph) -> set[str]:
    """The saves of people, and the joins that they built on."""
    return ancestors(graph, [name for name, one in graph.items() if len(one.parents) < BOTH])


def _joins_all(graph: Graph, last: Version, ends: Sequence[Version]) -> bool:
    return {one.identity for one in ends} <= ancestors(graph, [last.identity])


def _missing(graph: Graph) -> tuple[str, ...]:
    return tuple(
        sorted({name for one in graph.values() for name in one.parents if name not in graph})
    )


def _joined(graph: Graph, saves: AbstractSet[str], join: Join) -> tuple[list[Version], list[Joint]]:
    """The versions that join the ends of what was saved, two by two, until there is one."""
    whole = {name: graph[name] for name in saves}
    made: list[Version] = []
    joins: list[Joint] = []
    while len(ends := heads(whole)) > 1:
        earlier, later = ends[:2]
        before = common(whole, earlier, later)
        one = joined(before, earlier, later, join)
        whole[one.identity] = one
        made.append(one)
        joins.append((before, earlier, later))
    return made, joins


def joined(before: Version | None, earlier: Version, later: Version, join: Join) -> Version:
    """The version that joins two: the same in every store that joins them."""
    return Version(
        later.trainee,
        later.chapter,
        later.key,
        join(before, earlier, later),
        later.template,
        JOINED,
        later.saved_at,
        tuple(sorted((earlier.identity, later.identity))),
    )


def _parents_first(graph: Graph, names: AbstractSet[str]) -> list[Version]:
    """These versions so that each comes after its parents; earlier ones first where it is open."""
    left = {name: len(names & set(graph[name].parents)) for name in names}
    grown: dict[str, list[str]] = {name: [] for name in names}
    for name in names:
        for parent in names & set(graph[name].parents):
            grown[parent].append(name)
    ready = [_age(graph[name]) for name in names if not left[name]]
    heapq.heapify(ready)
    ordered: list[Version] = []
    while ready:
        name = heapq.heappop(ready)[1]
        ordered.append(graph[name])
        for child in grown[name]:
            left[child] -= 1
            if not left[child]:
                heapq.heappush(ready, _age(graph[child]))
    return ordered


def _ordered(graph: Graph, come: AbstractSet[str], last: Version) -> tuple[Version, ...]:
    """Parents first, and the one that counts at the end."""
    ordered = _parents_first(graph, come)
    return (*(one for one in ordered if one is not last), *(one for one in ordered if one is last))


def _age(one: Version) -> tuple[str, str]:
    return one.saved_at, one.identity
