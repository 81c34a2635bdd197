"""The pages on speed, made from ``results.json``: ``python -m benchmarks.readme``.

``benchmarks/README.md`` has the tables, the project's README three lines and the picture.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.ground import ROOT
from benchmarks.picture import drawn

README = ROOT / "README.md"
TABLES = Path(__file__).parent / "README.md"
RESULTS = Path(__file__).parent / "results.json"
PICTURE = "docs/pictures/speed.svg"
BEGIN, END = "<!-- speed -->", "<!-- /speed -->"

LIMITS = (
    "What this does not show: other machines (this is one), Windows and macOS (kernels are started "
    "ahead there, which saves less), a cluster, a store on a server, a slow or shared disk, books "
    "of other sizes than the sample trainees'.\nCells that compute for minutes gain nothing: only "
    "what lies around them got cheaper. Growth and memory were measured once, not in rounds."
)


def write(results: Mapping[str, Any]) -> None:
    """Write both sections and draw the picture."""
    put(brief(results), README)
    put(section(results), TABLES)
    drawn(results, ROOT / PICTURE)


def put(section: str, page: Path) -> None:
    """Put a section, marks included, in the place of the page's own. ValueError without marks."""
    text = page.read_text("utf-8")
    found = re.compile(f"{re.escape(BEGIN)}.*?{re.escape(END)}", re.DOTALL)
    if not found.search(text):
        raise ValueError(f"{page.name} has no {BEGIN} … {END} for the section on speed.")
    page.write_text(found.sub(lambda _: section, text), "utf-8")


def brief(results: Mapping[str, Any]) -> str:
    """The project README's section, marks included: three lines and the picture."""
    batch, on = results["parts"]["batch"], results["machine"]
    missed = sum(not one["met"] for one in results["targets"])
    took, ratios = batch["medians"], batch["ratios"]
    both = ratios["page_by_command_to_ours_1"]
    lines = (
        f"On {results['measured']}, on {on['cores']} cores, one worker made a trainee's page, HTML "
        f"included, in {took['ours_1']:.1f} s: {ratios['loop_to_ours_1']:.1f} times as fast as",
        f"papermill in a loop without the HTML, {both:.1f} times as fast as the commands papermill "
        f"and nbconvert. Of {len(results['targets'])} targets {missed} were missed.",
        "The tables, the machine, the targets, and what the figures do not show: "
        "[benchmarks/README.md](benchmarks/README.md)",
    )
    return "\n\n".join((BEGIN, "\n".join(lines), _picture(PICTURE), END))


def section(results: Mapping[str, Any]) -> str:
    """The section of ``benchmarks/README.md``, marks included: every table."""
    parts = results["parts"]
    pieces = (
        BEGIN,
        _about(results),
        _picture(f"../{PICTURE}"),
        *(_batch(parts["batch"]) if "batch" in parts else ()),
        *(_again(parts) if {"unchanged", "cohort"} & parts.keys() else ()),
        *(_memory(parts["memory"]) if "memory" in parts else ()),
        *(_calculations(parts["calculations"]) if "calculations" in parts else ()),
        "What was promised, and what came of it:",
        _table(("target", "what", "wanted", "measured", "met"), _promises(results["targets"]), 2),
        LIMITS,
        END,
    )
    return "\n\n".join(pieces)


def _picture(path: str) -> str:
    return f"![Seconds per trainee-chapter, growth and memory]({path})"


def _about(results: Mapping[str, Any]) -> str:
    on, code = results["machine"], results["commit"][:10]
    packages = ", ".join(f"{name} {version}" for name, version in on["packages"].items())
    changed = " with changes that are not committed" if results["changed_since"] else ""
    return (
        f"`make bench` measured this in one run on {results['measured']}, from commit {code}"
        f"{changed}: {on['processor']}, {on['cores']} cores, {on['memory_gb']} GB, "
        f"{on['system']}, load {on['load'][0]} at the start; Python {on['python']}, {packages}.\n"
        f"Medians of {results['rounds']} interleaved rounds, each with the contenders in another "
        "order; ratios are medians of the rounds' own ratios. All have the same environment, one "
        "thread for arithmetic, fresh folders, and a one-trainee store for each run. Quote the "
        "ratios, not the seconds."
    )


# -- the tables -----------------------------------------------------------------------------------


def _batch(batch: Mapping[str, Any]) -> Iterator[str]:
    chapters = " and ".join(f"`{name}`" for name in batch["chapters"])
    yield (
        f"The chapters {chapters} of one sample trainee; before timing, all contenders' outputs "
        "were compared cell by cell and are the same:"
    )
    yield _table(
        ("what runs them", "s per trainee-chapter", "trainees a minute", "ours is × as fast"),
        (
            (what, f"{seconds:.2f}", f"{60 / seconds / len(batch['chapters']):.1f}", times)
            for what, seconds, times in _ways(batch)
        ),
    )
    yield (
        "“Ours” writes the notebook, the HTML page and the ledger. Its seconds are those of the "
        "steady state, from the first trainee's pages to the last; with start-up they are of "
        f"{batch['pages_1']} pages (one worker) and {batch['pages_2']} pages (two), from the "
        "start of the process to its end. Stock's loops are warm as well. The floor is the same "
        "cells in one warm process, figures drawn and the notebook written, without any kernel."
    )


def _ways(batch: Mapping[str, Any]) -> Iterator[tuple[str, float, str]]:
    """Each way with its seconds and the ratio to ours with as many workers."""
    took, ratios = batch["medians"], batch["ratios"]
    page = took["nbconvert"]

    def row(what: str, seconds: float, ratio: str = "") -> tuple[str, float, str]:
        return what, seconds, f"{ratios[ratio]:.1f}" if ratio else ""

    yield row("(a) the papermill command, once each", took["command"], "command_to_ours_1")
    yield row("(b) `papermill.execute_notebook` in a loop", took["loop"], "loop_to_ours_1")
    yield row("(c) the same in two processes", took["loops"], "loops_to_ours_2")
    yield row("(a) and `nbconvert` for each", took["command"] + page, "page_by_command_to_ours_1")
    yield row("(b) and `nbconvert` for each", took["loop"] + page, "page_by_loop_to_ours_1")
    yield row("**(d) ours, one worker**", took["ours_1"])
    yield row("**(d) ours, two workers**", took["ours_2"])
    yield row("(d) with start-up, one worker", took["ours_1_whole"])
    yield row("(d) with start-up, two workers", took["ours_2_whole"])
    yield row("our engine alone, without HTML", took["engine"])
    yield row("(e) the floor", took["floor"])


def _again(parts: Mapping[str, Any]) -> Iterator[str]:
    yield "A batch as a whole, from the start of its process to its end, with two workers:"
    yield _table(("what", "s"), _wholes(parts))


def _wholes(parts: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if "unchanged" in parts:
        sample, many = parts["unchanged"]["sample"], parts["unchanged"]["many"]
        took, changed = sample["medians"], sample["pages_after_one_entry"]
        yield f"the sample cohort, {sample['pages']} pages, once", f"{sample['seconds_anew']:.1f}"
        yield "again, nothing changed", f"{took['unchanged']:.1f}"
        yield f"again, one entry changed: {changed} pages made", f"{took['one_entry']:.1f}"
        seconds = many["medians"]["seconds"]
        yield f"{many['trainees']:,} trainees, a page each, nothing changed", f"{seconds:.1f}"
    if "cohort" in parts:
        cohort = parts["cohort"]
        for run in cohort["runs"]:
            each = f"{run['seconds_each']:.2f} each"
            what = f"the chapter `{cohort['chapter']}` for {run['trainees']} trainees, once"
            yield what, f"{run['seconds']:.1f} ({each})"


def _memory(memory: Mapping[str, Any]) -> Iterator[str]:
    yield (
        f"Memory of one worker over {memory['runs']:,} runs of a notebook of {memory['notebook']}, "
        "in MB with what processes share (in brackets: its part alone):"
    )
    yield _table(
        ("runs", "worker", "its warm process", "the largest child"),
        (
            (
                f"{mark['runs']:,}",
                f"{mark['worker_rss']:.0f} ({mark['worker_pss']:.0f})",
                f"{mark['zygote_rss']:.0f} ({mark['zygote_pss']:.0f})",
                f"{mark['child_rss']:.0f}",
            )
            for mark in memory["marks"]
        ),
    )


def _calculations(calculations: Mapping[str, Any]) -> Iterator[str]:
    yield "Calculations, and a page after a save:"
    yield _table(
        ("what", "ours", "instead", "times as fast"),
        (
            (
                pair["what"],
                f"{pair['medians']['ours']:.2f} s",
                f"{pair['instead']}: {pair['medians']['instead']:.2f} s",
                f"{pair['times_as_fast']:.1f}",
            )
            for pair in calculations["pairs"]
        ),
    )


def _promises(targets: Sequence[Mapping[str, Any]]) -> Iterator[Sequence[str]]:
    for one in targets:
        met = "yes" if one["met"] else "**not met**"
        yield one["name"], one["what"], one["wanted"], f"{one['figure']:.3g}", met


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]], words: int = 1) -> str:
    """The first columns hold ``words`` and begin at the left; the others hold numbers."""
    rule = [*["---"] * words, *["---:"] * (len(heads) - words)]
    return "\n".join(f"| {' | '.join(line)} |" for line in (heads, rule, *rows))


if __name__ == "__main__":
    write(json.loads(RESULTS.read_text("utf-8")))
    sys.stdout.write(f"both READMEs and {PICTURE} are made from {RESULTS.name}\n")
