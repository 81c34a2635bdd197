"""The fictitious cohort that comes with the package.

    python data/samples/make.py [FOLDER]

writes roster.csv, entries.jsonl, remarks.jsonl and a folder for each trainee, beside this file or
in FOLDER.
Whoever runs it gets the same bytes: all chance is seeded, and nothing looks at the clock.
"""

from __future__ import annotations

import sys
from pathlib import Path

if __name__ == "__main__":
    sys.dont_write_bytecode = True  # nothing but the samples in this folder

    from making.cohort import make

    make(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent)
