from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workbook.errors import BadInput, Conflict, NotFound
from workbook.store import Entry, Store

from .samples import CHEN, WANG, bodies, typed

FIXTURE_KEPT = settings(
    deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
TEXT = st.text(st.characters(exclude_categories=()), max_size=12)
NUMBER = st.integers() | st.floats(allow_nan=False, allow_infinity=False)
JSON = st.recursive(
    st.none() | st.booleans() | NUMBER | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=12,
)


def test_a_save_is_the_next_version_with_who_and_when(store: Store) -> None:
    saved = store.save(
        CHEN.id, "pacing", "2026-12", {"目标": 1}, based_on=0, template="t1", author="陈洁"
    )
    moment = datetime(2026, 12, 1, 1, tzinfo=UTC)
    assert saved == Entry(CHEN.id, "pacing", "2026-12", 1, {"目标": 1}, "t1", "陈洁", moment)
    assert saved == store.latest(CHEN.id, "pacing", "2026-12")
    assert saved.saved_at.utcoffset() == moment.utcoffset()


def test_history_keeps_every_version_and_undo_is_one_more(store: Store) -> None:
    for base, target in enumerate((1, 2, 1)):
        typed(store, {"target": target}, base)
    assert bodies(store) == [{"target": 1}, {"target": 2}, {"target": 1}]
    second = store.version(CHEN.id, "pacing", "2026-12", 2)
    assert second is not None
    assert second.body == {"target": 2}


@pytest.mark.parametrize("number", [-1, 0, 2, 10**30])
def test_a_version_that_never_was_is_none(store: Store, number: int) -> None:
    typed(store, {"target": 1})
    assert store.version(CHEN.id, "pacing", "2026-12", number) is None


def test_the_same_body_adds_nothing_whatever_it_is_based_on(store: Store) -> None:
    typed(store, {"a": 1, "b": [1, 2]})
    first = store.latest(CHEN.id, "pacing", "2026-12")
    assert first is not None
    for base in (0, 1):
        again = store.save(
            CHEN.id,
            "pacing",
            "2026-12",
            {"b": [1, 2], "a": 1},
            based_on=base,
            template=first.template,
            author="other",
        )
        assert again == first
    assert len(bodies(store)) == 1


def test_the_same_body_with_a_new_template_is_a_version(store: Store) -> None:
    typed(store, {"a": 1})
    again = store.save(
        CHEN.id, "pacing", "2026-12", {"a": 1}, based_on=1, template="t2", author="chen-jie"
    )
    assert (again.version, again.template) == (2, "t2")


def test_an_entry_may_bring_its_own_time(store: Store) -> None:
    moment = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
    entry = store.save(
        CHEN.id,
        "pacing",
        "2026-12",
        {},
        based_on=0,
        template="t",
        author="chen-jie",
        saved_at=moment,
    )
    assert entry.saved_at == moment


def test_true_one_and_one_point_nought_are_different_bodies(store: Store) -> None:
    for base, value in enumerate((True, 1, 1.0, "1")):
        typed(store, {"v": value}, base)
    assert [repr(body["v"]) for body in bodies(store)] == ["True", "1", "1.0", "'1'"]


def test_who_comes_second_sees_both_and_nothing_is_overwritten(store: Store) -> None:
    typed(store, {"target": 1})
    typed(store, {"target": 2}, 1)
    with pytest.raises(
        Conflict, match=r"第 2 版（chen-jie）.*version 2 \(by chen-jie\)"
    ) as refused:
        typed(store, {"target": 3}, 1)
    assert refused.value.theirs == store.latest(CHEN.id, "pacing", "2026-12")
    assert refused.value.mine == {"target": 3}
    assert bodies(store) == [{"target": 1}, {"target": 2}]


@pytest.mark.parametrize("base", [-2, -1, 3])
def test_a_base_that_is_not_the_latest_conflicts_both_ways(store: Store, base: int) -> None:
    typed(store, {"target": 1})
    with pytest.raises(Conflict):
        typed(store, {"target": 2}, base)
    assert bodies(store) == [{"target": 1}]


def test_a_base_where_nothing_was_saved_is_said(store: Store) -> None:
    with pytest.raises(BadInput, match=r"第 7 版.*version 7"):
        typed(store, {"target": 1}, 7)
    assert bodies(store) == []


def test_a_template_is_kept_with_its_entry_or_not_at_all(store: Store) -> None:
    given = {"template": "t9", "author": CHEN.id, "template_text": "目标: 本月"}
    store.save(CHEN.id, "pacing", "2026-11", {"answer": "1"}, based_on=0, **given)
    assert store.template("t9") == "目标: 本月"
    refused = given | {"template": "t10"}
    with pytest.raises(Conflict):
        store.save(CHEN.id, "pacing", "2026-11", {"answer": "2"}, based_on=0, **refused)
    assert store.template("t10") is None


def test_an_unknown_trainee_cannot_save(store: Store) -> None:
    with pytest.raises(NotFound, match="chen-jie"):
        typed(store, {}, trainee="chen-ji")


def test_keys_and_the_newest_of_a_chapter(store: Store) -> None:
    for key, versions in (("2026-12", 2), ("2026-11", 1)):
        for base in range(versions):
            store.save(CHEN.id, "pacing", key, {"n": base}, based_on=base, template="t", author="a")
    store.save(CHEN.id, "style", "", {"n": 9}, based_on=0, template="t", author="a")
    typed(store, {"n": 5}, trainee=WANG.id)
    assert store.keys(CHEN.id, "pacing") == ["2026-11", "2026-12"]
    newest = store.latest_of_chapter(CHEN.id, "pacing")
    assert [(entry.key, entry.version, entry.body) for entry in newest] == [
        ("2026-11", 1, {"n": 0}),
        ("2026-12", 2, {"n": 1}),
    ]
    assert store.keys(CHEN.id, "calendar") == []
    assert store.latest(CHEN.id, "pacing", "2027-01") is None


def test_what_is_done_to_a_body_later_does_not_reach_the_store(store: Store) -> None:
    body = {"rows": [1]}
    saved = store.save(CHEN.id, "c", "k", body, based_on=0, template="t", author="a")
    body["rows"].append(2)
    assert saved.body == {"rows": [1]}


@FIXTURE_KEPT
@given(body=st.dictionaries(TEXT, JSON, max_size=4))
def test_any_json_comes_back_as_typed(store: Store, body: dict[str, object]) -> None:
    newest = store.latest(CHEN.id, "pacing", "any")
    base = newest.version if newest else 0
    saved = store.save(CHEN.id, "pacing", "any", body, based_on=base, template="t", author="a")
    found = store.latest(CHEN.id, "pacing", "any")
    assert found == saved
    again = store.save(CHEN.id, "pacing", "any", saved.body, based_on=0, template="t", author="a")
    assert again == found
    # Through escapes, json joins two halves of one character in the same way.
    expected = json.loads(json.dumps(body, sort_keys=True))
    assert repr(_sorted(saved.body)) == repr(_sorted(expected))


def test_nul_and_half_surrogates_are_kept_and_pairs_become_their_character(store: Store) -> None:
    raw = {"a\x00": "\x00 \ud800", "\udc00": "😀\ud83d", "pair": "\ud83d" + "\ude00"}
    assert typed(store, raw) == typed(store, raw, 1) == 1
    assert bodies(store) == [{"a\x00": "\x00 \ud800", "\udc00": "😀\ud83d", "pair": "😀"}]
    assert typed(store, bodies(store)[0], 1) == 1


@pytest.mark.parametrize(
    "body",
    [
        {1: "a"},
        {"a": {2: "b"}},
        {"a": [{None: 1}]},
        {"a": float("nan")},
        {"a": float("inf")},
        {"a": {1, 2}},
        {"a": datetime(2026, 12, 1, tzinfo=UTC)},
        {"a": 10**5000},
        ["a"],
        "a",
        None,
    ],
    ids=lambda body: type(body).__name__,
)
def test_what_is_no_json_object_is_refused_in_words(store: Store, body: dict[str, object]) -> None:
    with pytest.raises(BadInput, match=r"这份内容无法保存.*This cannot be saved"):
        typed(store, body)
    assert bodies(store) == []


def test_bodies_without_a_bottom_are_refused(store: Store) -> None:
    circle: dict[str, object] = {}
    circle["again"] = [circle]
    with pytest.raises(BadInput, match="nested at most 50"):
        typed(store, circle)


def _sorted(value: object) -> object:
    if isinstance(value, dict):
        return sorted((key, _sorted(part)) for key, part in value.items())
    return [_sorted(part) for part in value] if isinstance(value, list) else value
