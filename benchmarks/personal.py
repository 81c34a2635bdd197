"""A process's caches for one trainee: the next trainee would not find them."""

from __future__ import annotations

from workbook.book import trainee_workbook
from workbook.chapters.pacing.rules import simulation
from workbook.chapters.prospects.rules import contact
from workbook.rendering import typeface

REMEMBERED = (trainee_workbook._parsed, simulation._answers, contact.days_late, typeface._embedded)


def forget() -> None:
    """Clear them, so that the same trainee costs as much again as another one."""
    for cached in REMEMBERED:
        cached.cache_clear()
