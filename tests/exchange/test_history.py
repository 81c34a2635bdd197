"""A union of versions: in whatever order files come, all stores agree, and nothing is lost."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from hypothesis import given
from hypothesis import strategies as st

from workbook.exchange import history
from workbook.store.versions import Version

PEOPLE = ("陈洁", "王芳", "李明", "周巍", "唐昊")
FIELDS = ("today", "target", "note")


def join(before: Version | None, earlier: Version, later: Version) -> str:
    """Field by field, as pages are joined; where both changed the later side stays."""
    was, mine, theirs = (json.loads(one.body) if one else {} for one in (before, earlier, later))
    names = sorted({*mine, *theirs})
    took = {
        name: mine.get(name)
        for name in names
        if mine.get(name) != was.get(name) and theirs.get(name) == was.get(name)
    }
    return json.dumps({**theirs, **took}, sort_keys=True)


def join_of_an_older_program(before: Version | None, earlier: Version, later: Version) -> str:
    """It knows a field less."""
    body = json.loads(join(before, earlier, later))
    body.pop("note", None)
    return json.dumps(body, sort_keys=True)


@dataclass
class Pc:
    """A store of one page, on one machine; confirmed: what the coach's last return had."""

    owner: str
    older: bool = False
    versions: list[Version] = field(default_factory=list)
    confirmed: set[str] = field(default_factory=set)

    def save(self, name: str, text: str, at: int) -> None:
        body = json.loads(self.versions[-1].body) if self.versions else {}
        body[name] = text
        parents = (self.versions[-1].identity,) if self.versions else ()
        place = (self.owner, "page", "2026-12", json.dumps(body, sort_keys=True))
        moment = f"2026-12-01T{at // 3600:02}:{at // 60 % 60:02}:{at % 60:02}.000000+00:00"
        self.versions.append(Version(*place, "t1", self.owner, moment, parents))

    def take(self, come: list[Version], *, follow: bool = False) -> None:
        how = join_of_an_older_program if self.older else join
        found = history.union(self.versions, come, how, follow=follow)
        assert not found.missing
        self.versions += found.added

    def news(self) -> list[Version]:
        graph = history.graph_of(self.versions)
        known = history.ancestors(graph, self.confirmed)
        return [one for one in self.versions if one.identity not in known]

    def saves(self) -> set[str]:
        """What somebody saved: joins that nobody built on are nobody's."""
        return history.saved(history.graph_of(self.versions))


step = st.one_of(
    st.tuples(
        st.just("save"),
        st.integers(0, 5),
        st.sampled_from(FIELDS),
        st.sampled_from(["", "三", "5"]),
    ),
    st.tuples(st.just("hand in"), st.integers(0, 5), st.booleans()),
    st.tuples(st.just("coach saves"), st.integers(0, 4), st.sampled_from(FIELDS)),
    st.tuples(st.just("collect"), st.randoms(use_true_random=False)),
    st.tuples(st.just("return"), st.integers(0, 5)),
)


class Class:
    """Five trainees, the first with two PCs and the second with an older program, and a coach."""

    def __init__(self) -> None:
        self.pcs = [Pc(name, older=at == 1) for at, name in enumerate(PEOPLE)] + [Pc(PEOPLE[0])]
        self.coach = {name: Pc(name) for name in PEOPLE}
        self.folder: list[tuple[str, list[Version]]] = []
        self.at = 0
        self.made: set[str] = set()

    def do(self, what: str, *with_: object) -> None:
        self.at += 1
        getattr(self, what.replace(" ", "_"))(*with_)
        for one in (*self.pcs, *self.coach.values()):
            self.made |= {each.identity for each in one.versions if len(each.parents) < 2}

    def save(self, at: int, name: str, text: str) -> None:
        self.pcs[at].save(name, text, self.at)

    def coach_saves(self, at: int, name: str) -> None:
        self.coach[PEOPLE[at]].save(name, "教练", self.at)

    def hand_in(self, at: int, lost: bool) -> None:
        """A file that is lost, or cut off and so refused, is never collected."""
        if not lost:
            self.folder.append((self.pcs[at].owner, self.pcs[at].news()))

    def collect(self, order: object) -> None:
        """Whatever lies in the folder, each file twice, in any order; files stay there."""
        files = self.folder * 2
        order.shuffle(files)  # type: ignore[attr-defined]
        for owner, news in files:
            self.coach[owner].take(news)

    def return_(self, at: int) -> None:
        pc = self.pcs[at]
        whole = self.coach[pc.owner].versions
        pc.take(whole, follow=True)
        pc.confirmed = {one.identity for one in whole}


@given(st.lists(step, max_size=40), st.randoms(use_true_random=False))
def test_all_stores_agree_in_the_end_and_every_version_is_there(
    steps: list[tuple[object, ...]], order: object
) -> None:
    there = Class()
    for what, *with_ in steps:
        there.do("return_" if what == "return" else str(what), *with_)
    for at, _ in enumerate(there.pcs):
        there.do("hand in", at, False)
    again = {name: Pc(name, versions=list(one.versions)) for name, one in there.coach.items()}
    there.do("collect", order)
    in_that_order(there, again)
    for at, _ in enumerate(there.pcs):
        there.do("return_", at)
    for pc in there.pcs:
        coach = there.coach[pc.owner]
        assert pc.saves() == coach.saves()
        assert pc.versions[-1:] == coach.versions[-1:] == again[pc.owner].versions[-1:]
        assert len(set(pc.versions)) == len(pc.versions)
    assert there.made <= set().union(*(one.saves() for one in there.coach.values()))


def in_that_order(there: Class, coaches: dict[str, Pc]) -> None:
    """Other coaches, who take the files as they were put there."""
    for owner, news in there.folder:
        coaches[owner].take(news)


def test_the_order_of_files_never_matters() -> None:
    pcs = [Pc("陈洁") for _ in range(3)]
    pcs[0].save("today", "一", 1)
    for one in pcs[1:]:
        one.take(pcs[0].versions)
    for at, one in enumerate(pcs):
        one.save(FIELDS[at], f"{at}", 10 + at)
        one.save("note", f"{at}", 20 - at)
    forth, back = Pc("陈洁"), Pc("陈洁")
    for pc in pcs:
        forth.take(pc.versions)
    for pc in reversed(pcs):
        back.take(pc.versions)
    assert forth.versions[-1] == back.versions[-1]
    assert forth.saves() == back.saves()
    assert json.loads(forth.versions[-1].body) == {"note": "0", "target": "1", "today": "0"}


def test_a_version_whose_parents_nobody_has_is_not_added() -> None:
    one = Pc("陈洁")
    for at in range(3):
        one.save("today", str(at), at)
    found = history.union([], one.versions[1:], join)
    assert found.added == ()
    assert found.missing == (one.versions[0].identity,)


def test_versions_come_after_their_parents_and_the_one_that_counts_last() -> None:
    one = Pc("陈洁")
    for at in range(5):
        one.save("today", str(at), 9 - at)  # a clock that runs backwards
    found = history.union(one.versions[:1], one.versions[::-1], join)
    assert list(found.added) == one.versions[1:]


def test_what_one_side_changed_is_taken_and_both_sides_are_parents() -> None:
    one, other = Pc("陈洁"), Pc("陈洁")
    one.save("today", "一", 1)
    other.take(one.versions)
    one.save("target", "二", 2)
    other.save("note", "三", 3)
    found = history.union(one.versions, other.versions, join)
    last = found.added[-1]
    assert json.loads(last.body) == {"note": "三", "target": "二", "today": "一"}
    assert set(last.parents) == {one.versions[-1].identity, other.versions[-1].identity}
    assert last.author == history.JOINED
    assert found.joins == ((one.versions[0], one.versions[1], other.versions[1]),)


def test_another_save_has_another_identity() -> None:
    one, other = Pc("陈洁"), Pc("陈洁")
    one.save("today", "一", 1)
    other.save("today", "一", 2)
    assert one.versions[0].identity != other.versions[0].identity
