"""What a process remembers of one trainee: the next one would have to have it worked out anew."""

from __future__ import annotations

from workbook.book import trainee_workbook
from workbook.chapters.pacing.rules import simulation
from workbook.chapters.prospects.rules import contact
from workbook.rendering import typeface

REMEMBERED = (trainee_workbook._parsed, simulation._answers, contact.days_late, typeface._embedded)


def forget() -> None:
    """Forget it, so that the same trainee again costs as much as another one."""
    for cached in REMEMBERED:
        cached.cache_clear()
