"""Each notebook that we ship: the batch's parameters, stock papermill and the engine, one result.

A notebook that is put into the folder is tested with the others.
"""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import papermill
import pytest
from papermill import inspect_notebook

from workbook import places, samples
from workbook.store import open_store

from .comparing import assert_changes_are_noticed, differences, normalised
from .conftest import PATIENT

SHIPPED = sorted(places.notebooks().rglob("*.ipynb"))
AHEAD = ("04_pacing",)  # also with kernels that are started ahead
CHANGES = 60  # to each notebook
each = pytest.mark.parametrize("source", SHIPPED, ids=lambda path: path.stem)


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


@each
def test_the_same_as_stock(
    source: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.WARNING, logger="papermill")
    monkeypatch.delenv("PYTEST_CURRENT_TEST")  # ipykernel leaves out half of its work when set
    declared = set(inspect_notebook(str(source)))
    assert declared <= set(GIVEN)
    with open_store(samples.prepared(), read_only=True) as store:
        if "trainee" in declared:
            store.extract(samples.FIRST, tmp_path / GIVEN["store"])
        else:
            store.backup(tmp_path / GIVEN["store"])
    given = {name: GIVEN[name] for name in declared}
    stock = _run(source, given, tmp_path, None)
    assert _shown(stock)
    for kernels in ("forked", "ahead") if source.stem in AHEAD else ("forked",):
        warm = _run(source, given, tmp_path, "workbook", kernels=kernels)
        assert differences(normalised(stock), normalised(warm)) == [], kernels
    assert "cold" not in caplog.text  # so the log would say
    assert_changes_are_noticed(stock, CHANGES)


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
