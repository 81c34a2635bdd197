"""The coaching workbook: open a trainee's pages or a cohort's, and run the batch.

from workbook import open_workbook

book = open_workbook("chen-jie", "2026-12", language="en")
book.chapter("pacing").table("weeks")
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from workbook.errors import (
    BadInput,
    Conflict,
    ContentError,
    NotFound,
    StoreError,
    WorkbookError,
)

if TYPE_CHECKING:
    __version__: str
    from workbook.batch import run_cohort
    from workbook.pages.cohort import open_cohort
    from workbook.pages.notebook import open_workbook

__all__ = [
    "BadInput",
    "Conflict",
    "ContentError",
    "NotFound",
    "StoreError",
    "WorkbookError",
    "__version__",
    "open_cohort",
    "open_workbook",
    "run_cohort",
]

# Imported on first use: a notebook needs no batch, a batch no live form.
_DOORS = {
    "open_cohort": "workbook.pages.cohort",
    "open_workbook": "workbook.pages.notebook",
    "run_cohort": "workbook.batch",
}


def __getattr__(name: str) -> Any:
    if name == "__version__":
        return importlib.import_module("importlib.metadata").version("coaching-workbook")
    if name not in _DOORS:
        raise AttributeError(f"module 'workbook' has no attribute {name!r}")
    return getattr(importlib.import_module(_DOORS[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
