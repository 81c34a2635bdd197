"""A cohort's pages: trainees × chapters through papermill, and the index that links them."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from workbook.batch.run import run_cohort
    from workbook.batch.summary import Page, Step, Summary

__all__ = ["Page", "Step", "Summary", "run_cohort"]

# Lazy: a worker needs little of what the driver needs.
_DOORS = {"Page": "summary", "Step": "summary", "Summary": "summary", "run_cohort": "run"}


def __getattr__(name: str) -> Any:
    if name not in _DOORS:
        raise AttributeError(f"module 'workbook.batch' has no attribute {name!r}")
    return getattr(importlib.import_module(f"workbook.batch.{_DOORS[name]}"), name)
