"""What was promised, with the figure that was measured and whether it is enough."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

GROWS_ALIKE = 1.15  # one trainee more may cost so many times as much in the largest cohort

FLAT = 1.05  # memory may become so many times what it was when all was warm


def targets(parts: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Every target of the ``parts`` that were measured: name, what is wanted, figure, met."""
    return [
        *(_of_batch(parts["batch"]["ratios"]) if "batch" in parts else ()),
        *(_of_cohort(parts["cohort"]) if "cohort" in parts else ()),
        *(_of_memory(parts["memory"]["growth"]) if "memory" in parts else ()),
        *(_of_unchanged(parts["unchanged"]["many"]) if "unchanged" in parts else ()),
    ]


def _of_batch(ratios: Mapping[str, float]) -> list[dict[str, Any]]:
    loop, command = "papermill.execute_notebook in a loop", "papermill's command in a loop"
    return [
        _least("one worker", f"{loop} ÷ ours", 3.5, ratios["loop_to_ours_1"]),
        _least("two workers", f"{loop} in two processes ÷ ours", 3.3, ratios["loops_to_ours_2"]),
        _least("the command", f"{command} ÷ ours, one worker", 5.0, ratios["command_to_ours_1"]),
        _most(
            "above the floor",
            f"(engine − floor) ÷ {loop}",
            0.08,
            ratios["overhead_of_loop"],
        ),
        _least(
            "with HTML",
            f"{command} and nbconvert for each ÷ ours, one worker",
            4.0,
            ratios["page_by_command_to_ours_1"],
        ),
    ]


def _of_cohort(cohort: Mapping[str, Any]) -> list[dict[str, Any]]:
    sizes = [run["trainees"] for run in cohort["runs"]]
    what = (
        f"seconds for one trainee more, from {sizes[-2]} to {sizes[-1]} ÷ "
        f"from {sizes[0]} to {sizes[1]}"
    )
    return [_most("linear", what, GROWS_ALIKE, cohort["last_step_to_first"])]


def _of_memory(growth: Mapping[str, float]) -> list[dict[str, Any]]:
    what = f"worker and zygote after {growth['to_runs']} runs ÷ after {growth['from_runs']}"
    return [_most("memory", what, FLAT, growth["times"])]


def _of_unchanged(many: Mapping[str, Any]) -> list[dict[str, Any]]:
    what = f"seconds for an unchanged cohort of {many['trainees']:,}"
    return [_most("unchanged", what, 10.0, many["medians"]["seconds"])]


def _least(name: str, what: str, wanted: float, figure: float) -> dict[str, Any]:
    return {"name": name, "what": what, "wanted": f"≥ {wanted:g}"} | _met(figure, figure >= wanted)


def _most(name: str, what: str, wanted: float, figure: float) -> dict[str, Any]:
    return {"name": name, "what": what, "wanted": f"≤ {wanted:g}"} | _met(figure, figure <= wanted)


def _met(figure: float, met: bool) -> dict[str, Any]:
    return {"figure": figure, "met": met}
