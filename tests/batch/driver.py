"""A batch in a process of its own, for tests that kill it: ``driver.py STORE OUT NOTEBOOKS``."""

from __future__ import annotations

import sys
from pathlib import Path

from workbook.batch import run_cohort


def main() -> None:
    store, out, notebooks = map(Path, sys.argv[1:])
    run_cohort(
        "2026-a",
        store=store,
        out=out,
        notebooks=notebooks,
        month="2026-12",
        today="2026-12-09",
        workers=1,
    )


if __name__ == "__main__":
    main()
