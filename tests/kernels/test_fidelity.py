"""The engine leaves what stock papermill leaves, and the comparison would notice if it did not."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from .comparing import Names, differences, mutated, mutations, normalised
from .conftest import Outcome, Run
from .hostile import CASES

LONG = 10_000  # characters
SHARE = 400  # places that are changed, evenly spread, in a notebook with more of them
WORK = 1_000_000  # places times changes: fewer changes to a notebook with very many outputs


def _words(outcome: Outcome) -> tuple[str, str]:
    return outcome.error[0], Names().named(outcome.error[1])


@pytest.mark.parametrize("name", CASES)
def test_the_same_as_stock(name: str, run: Run) -> None:
    case = CASES[name]
    stock = run(case, None)
    warm = run(case)
    expected = _without_luck(stock)
    assert differences(normalised(expected), normalised(_without_luck(warm))) == []
    assert _words(warm) == _words(stock)
    _assert_changes_are_noticed(_shortened(expected))


def _assert_changes_are_noticed(notebook: Any) -> None:
    plain, places = normalised(notebook), list(mutations(notebook))
    changes = min(SHARE, WORK // len(places))
    for at, other in places[:: len(places) // changes + 1]:
        changed = normalised(mutated(notebook, at, other))
        assert differences(plain, changed) or _is_time(at), f"a change at {at} goes unnoticed"


def _shortened(thing: Any) -> Any:
    """The same with the beginnings of very long texts, which are compared hundreds of times."""
    if isinstance(thing, dict):
        return {key: _shortened(one) for key, one in thing.items()}
    if isinstance(thing, list):
        return [_shortened(one) for one in thing]
    return thing[:LONG] if isinstance(thing, str) else thing


def _without_luck(outcome: Outcome) -> Any:
    """Whether a kernel that dies at once has said that it begins is a race, in stock as well."""
    found = copy.deepcopy(outcome.notebook)
    if outcome.error[0].endswith("DeadKernelError"):
        last = [one for one in found["cells"] if "execution" in one["metadata"]][-1]
        last["execution_count"], last["metadata"]["execution"] = None, {}
    return found


def _is_time(at: tuple[object, ...]) -> bool:
    """No two runs have their times in common, nor the id of a cell that papermill makes."""
    execution = at[-2:-1] == ("execution",)
    return execution or at[-1:] in (("start_time",), ("end_time",), ("duration",), ("id",))


def test_a_stream_may_be_cut_anywhere_but_says_the_same() -> None:
    def notebook(*texts: str) -> Any:
        outputs = [{"output_type": "stream", "name": "stdout", "text": text} for text in texts]
        cell: Any = {"id": "cell-1", "cell_type": "code", "metadata": {}, "outputs": outputs}
        return normalised({"metadata": {}, "cells": [cell]})

    assert differences(notebook("ab", "c"), notebook("a", "bc")) == []
    assert differences(notebook("ab", "c"), notebook("a", "cb")) != []


def test_the_same_id_keeps_its_name_and_another_does_not() -> None:
    first, second = "0" * 32, "1" * 32
    assert Names().named(f"{first} {second} {first}") == "<id 0> <id 1> <id 0>"
