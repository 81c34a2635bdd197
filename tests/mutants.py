"""Do the tests notice when a rule is changed? At least nine changes in ten have to turn one red.

``mutmut run`` changes the rules of the chapters and the working days one by one; this says how
many of the changes were noticed, which were not, and fails below the share that we promise.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

LEAST = 0.90
STATS = Path("mutants/mutmut-cicd-stats.json")


def main() -> int:
    mutmut = Path(sys.executable).parent / "mutmut"
    subprocess.run([mutmut, "run"], check=True)
    subprocess.run([mutmut, "export-cicd-stats"], check=True)
    stats = json.loads(STATS.read_text(encoding="utf-8"))
    noticed = stats["killed"] + stats["timeout"] + stats["segfault"]
    judged = noticed + stats["survived"] + stats["no_tests"]
    if not judged:
        sys.stderr.write("no change was tried\n")
        return 1
    share = noticed / judged
    sys.stdout.write(f"{noticed} of {judged} changes were noticed: {share:.1%}\n")
    sys.stdout.write("those that were not: mutmut results\n")
    return 0 if share >= LEAST else 1


if __name__ == "__main__":
    sys.exit(main())
