"""Checks that all contenders left the same outputs, by the rules of the kernels' tests."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import nbformat

from benchmarks.ground import ROOT

sys.path.append(str(ROOT / "tests"))

from batch.kernels.comparing import differences, normalised

SHOWN = 5  # differences that are reported
LONG = 300  # characters of each


def check(expected: Path, others: Mapping[str, Path]) -> None:
    """Compare notebooks as they ran. Raises SystemExit with the first differences."""
    first = _seen(expected)
    found = [
        f"{name}: {line[:LONG]}"
        for name, path in others.items()
        for line in differences(first, _seen(path))
    ]
    if found:
        told = "\n".join(found[:SHOWN])
        raise SystemExit(f"The outputs differ, so their times say nothing:\n{told}")


def _seen(path: Path) -> Any:
    """The reader's view of a notebook: sources, numbers and outputs of its cells.

    The batch leaves out stderr, so that is ignored; all else is compared.
    """
    cells = normalised(nbformat.read(path, as_version=4))["cells"]
    return [
        {
            "source": cell["source"],
            "count": cell.get("execution_count"),
            "outputs": [one for one in cell.get("outputs", []) if one.get("name") != "stderr"],
        }
        for cell in cells
    ]
