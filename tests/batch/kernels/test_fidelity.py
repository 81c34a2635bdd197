"""The engine leaves what stock papermill leaves, and the comparison would notice if it did not."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from .comparing import Names, assert_changes_are_noticed, differences, normalised
from .conftest import Outcome, Run
from .hostile import CASES

OFTEN = ("streams", "errors", "parameters", "hard_exit")  # the others are slow
CHANGES = 25  # to a notebook with more places than that
# A kernel that is started ahead is a stock one: it can differ in how it begins, waits and ends.
AHEAD = (
    *("streams", "state", "figures", "widgets", "kernel_option", "input", "endless"),
    *("exit", "hard_exit", "segfault", "left_running"),
)


def _words(outcome: Outcome) -> tuple[str, str]:
    return outcome.error[0], Names().named(outcome.error[1])


@pytest.mark.parametrize(
    "name", [one if one in OFTEN else pytest.param(one, marks=pytest.mark.slow) for one in CASES]
)
def test_the_same_as_stock(name: str, run: Run) -> None:
    case = CASES[name]
    stock = run(case, None)
    expected = _without_luck(stock)
    for kernels in ("forked", "ahead") if name in AHEAD else ("forked",):
        warm = run(case, kernels=kernels)
        assert differences(normalised(expected), normalised(_without_luck(warm))) == [], kernels
        assert _words(warm) == _words(stock), kernels
    assert_changes_are_noticed(expected, CHANGES)


def _without_luck(outcome: Outcome) -> Any:
    """Whether a kernel that dies at once has said that it begins is a race, in stock as well."""
    found = copy.deepcopy(outcome.notebook)
    if outcome.error[0].endswith("DeadKernelError"):
        last = [one for one in found["cells"] if "execution" in one["metadata"]][-1]
        last["execution_count"], last["metadata"]["execution"] = None, {}
    return found


def test_what_is_run_ahead_is_there() -> None:
    assert {*AHEAD, *OFTEN} <= set(CASES)


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
