"""Notebooks that we ship: the batch's parameters, stock papermill and the engine, one result.

``make notebooks-check`` compares the outputs of every one of them with both kinds of kernels. Here
the whole notebook is compared, of those that use most: figures, sheets, customers, and a cohort.
"""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import papermill
import pytest
from papermill import inspect_notebook

from workbook import resources
from workbook.book import samples
from workbook.store import open_store

from .comparing import assert_changes_are_noticed, differences, normalised
from .conftest import PATIENT

pytestmark = pytest.mark.slow

SHIPPED = ("04_pacing.ipynb", "08_action_plan.ipynb", "coach/cohort.ipynb")
AHEAD = ("04_pacing",)  # also with kernels that are started ahead
CHANGES = 60  # to each notebook
FEW = (samples.FIRST, "zhou-wei", "xu-yan")  # of the cohort


# What the batch gives to a notebook that declares it.
GIVEN = {
    "trainee": samples.FIRST,
    "cohort": samples.COHORT,
    "store": "workbook.db",
    "month": samples.MONTH,
    "today": samples.TODAY,
    "language": "zh-Hans",
    "mode": "report",
}


@pytest.mark.parametrize("name", SHIPPED)
def test_the_same_as_stock(
    name: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.WARNING, logger="papermill")
    monkeypatch.delenv("PYTEST_CURRENT_TEST")  # ipykernel leaves out half of its work when set
    source = resources.notebooks() / name
    declared = set(inspect_notebook(str(source)))
    assert declared <= set(GIVEN)
    with open_store(samples.prepared(), read_only=True) as store:
        if "trainee" in declared:
            store.extract(samples.FIRST, tmp_path / GIVEN["store"])
        else:
            store.backup(tmp_path / GIVEN["store"])
            _only(tmp_path / GIVEN["store"], FEW)
    given = {name: GIVEN[name] for name in declared}
    stock = _run(source, given, tmp_path, None)
    assert _shown(stock)
    for kernels in ("forked", "ahead") if source.stem in AHEAD else ("forked",):
        warm = _run(source, given, tmp_path, "workbook", kernels=kernels)
        assert differences(normalised(stock), normalised(warm)) == [], kernels
    assert "cold" not in caplog.text  # so the log would say
    assert_changes_are_noticed(stock, CHANGES)


def _only(path: Path, names: tuple[str, ...]) -> None:
    with open_store(path) as store:
        for one in store.trainees():
            if one.id not in names:
                store.erase(one.id)


def _run(
    source: Path, given: dict[str, str], folder: Path, engine: str | None, **options: str
) -> Any:
    """As the batch runs it, but for the engine; None is papermill's own."""
    return papermill.execute_notebook(
        source,
        folder / "out.ipynb",
        given,
        engine_name=engine,
        **options,
        report_mode=True,
        progress_bar=False,
        **PATIENT,
        resources={"metadata": {"path": str(folder)}},
    )


def _shown(notebook: Any) -> list[Any]:
    """The outputs; none of them may be an error or what somebody printed."""
    outputs = [one for cell in notebook["cells"] for one in cell.get("outputs", ())]
    assert {one["output_type"] for one in outputs} <= {"display_data", "execute_result"}
    return outputs
