"""Measures speed and memory, ours and the alternatives': ``python benchmarks/bench.py``.

A whole run writes ``results.json`` and, from it, the sections of both READMEs and the picture. With
``--only``, ``--quick`` or fewer rounds it only prints.
"""

from __future__ import annotations

import argparse
import datetime as dt
import importlib
import json
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks import machine
from benchmarks.ground import fresh
from benchmarks.rounds import say
from benchmarks.sizes import QUICK, ROUNDS, WHOLE, Size
from benchmarks.targets import targets

RESULTS = Path(__file__).parent / "results.json"
PARTS = ("batch", "calculations", "cohort", "memory", "unchanged")  # memory makes unchanged's pages
SCHEMA = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure what is requested, print it, and save it if it is a whole run."""
    asked = _parsed(arguments)
    parts = [asked.only] if asked.only else list(PARTS)
    usual = QUICK if asked.quick else WHOLE
    size = replace(usual, rounds=asked.rounds or usual.rounds)
    before = {**machine.commit(), "code": machine.code(), "machine": machine.described()}
    _tell_start(before, parts, size, usual.rounds)
    found = {**before, "parts": _measured(parts, size)}
    results = _results(found, size)
    _tell_end(results)
    whole = not asked.only and not asked.quick and size.rounds >= ROUNDS
    _put_down(results, asked.to or (RESULTS if whole else None))
    return 0


def _put_down(results: dict[str, Any], target: Path | None) -> None:
    """Save the results; the project's own only if the code did not change meanwhile."""
    changed = machine.code() != results["code"]
    if changed:
        say("The code changed while it was measured: these figures are of no code at all.")
    if target is None or (changed and target == RESULTS):
        return
    target.write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n", "utf-8")
    if target == RESULTS:
        from benchmarks.readme import write

        write(results)


def _parsed(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, help=f"{ROUNDS} when left out")
    parser.add_argument("--only", choices=PARTS, help="one part")
    parser.add_argument("--quick", action="store_true", help="small numbers, to see that it works")
    parser.add_argument("--to", type=Path, help="another file for the results")
    return parser.parse_args(arguments)


def _measured(parts: Sequence[str], size: Size) -> dict[str, Any]:
    """Each part by its name; imported late, because their imports read the environment."""
    found = {}
    with fresh() as root:
        for part in parts:
            begun = time.monotonic()
            found[part] = importlib.import_module(f"benchmarks.{part}").measured(size, root)
            say(f"{part} took {(time.monotonic() - begun) / 60:.1f} min\n")
    return found


def _results(found: dict[str, Any], size: Size) -> dict[str, Any]:
    """The saved results: what was measured, on what, and the targets."""
    return {
        "schema": SCHEMA,
        "measured": dt.datetime.now(dt.UTC).date().isoformat(),
        "rounds": size.rounds,
        **found,
        "targets": targets(found["parts"]),
    }


def _tell_start(before: dict[str, Any], parts: Sequence[str], size: Size, usual: int) -> None:
    minutes = sum(size.minutes[part] for part in parts) * size.rounds / usual
    say(json.dumps(before, indent=1, ensure_ascii=False))
    say(f"about {minutes:.0f} min on two idle processors, for {', '.join(parts)}")
    if before["machine"]["busy"]:
        say("Somebody else is at work on this machine: the ratios may hold, the seconds will not.")


def _tell_end(results: dict[str, Any]) -> None:
    say(json.dumps({name: _brief(one) for name, one in results["parts"].items()}, indent=1))
    for one in results["targets"]:
        verdict = "met" if one["met"] else "NOT MET"
        say(f"{verdict}: {one['name']}: {one['what']}: {one['figure']} (wanted {one['wanted']})")


def _brief(thing: Any) -> Any:
    """The results without the single rounds."""
    if isinstance(thing, dict):
        return {name: _brief(one) for name, one in thing.items() if name != "rounds"}
    return [_brief(one) for one in thing] if isinstance(thing, list) else thing


if __name__ == "__main__":
    sys.exit(main())
