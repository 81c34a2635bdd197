"""The figures on speed are those that were measured, and say whether they are of this code.

No time is asserted: a slow machine is no fault of the code.
"""

from __future__ import annotations

import json
import statistics
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

# The benchmark is no part of the package.
sys.path.append(str(Path(__file__).parent.parent))

from benchmarks import bench, machine, picture, readme, rounds
from benchmarks.targets import targets

ROOT = Path(__file__).parent.parent
PROMISED = {
    "one worker",
    "two workers",
    "the command",
    "above the floor",
    "with HTML",
    "linear",
    "memory",
    "unchanged",
}


@pytest.fixture(scope="module")
def results() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(bench.RESULTS.read_text("utf-8"))
    assert found.get("schema") == bench.SCHEMA, "results.json is of an older benchmark: make bench"
    return found


def measured_in_rounds(part: Any) -> Iterator[Any]:
    """Whatever of the results has single rounds."""
    if isinstance(part, dict):
        if isinstance(part.get("rounds"), list):
            yield part
        for one in part.values():
            yield from measured_in_rounds(one)
    elif isinstance(part, list):
        for one in part:
            yield from measured_in_rounds(one)


# -- what was measured ----------------------------------------------------------------------------


@pytest.mark.parametrize("page", [readme.README, readme.TABLES], ids=["project", "tables"])
def test_a_page_says_whether_its_figures_are_of_the_code_that_is_here(
    page: Path, results: dict[str, Any]
) -> None:
    """Figures of older code stand there as such, until ``make bench`` has measured anew."""
    says_older = "have changed since these figures were measured" in page.read_text("utf-8")
    assert says_older == (results["code"] != machine.code())


def test_the_results_are_of_a_whole_run(results: dict[str, Any]) -> None:
    assert tuple(results["parts"]) == bench.PARTS
    found = list(measured_in_rounds(results["parts"]))
    assert len(found) == 6  # the batch, three calculations, two cohorts that are called again
    for one in found:
        assert len(one["rounds"]) == results["rounds"] >= 7
        for name, median in one["medians"].items():
            values = [single[name] for single in one["rounds"]]
            assert median == pytest.approx(statistics.median(values), abs=1e-4)


def test_the_machine_and_the_commit_are_named(results: dict[str, Any]) -> None:
    assert len(results["commit"]) == 40
    about = results["machine"]
    assert about["cores"] > 0
    assert len(about["load"]) == 3
    assert {"papermill", "nbclient", "ipykernel", "matplotlib", "pandas"} <= set(about["packages"])


def test_every_promise_has_its_figure(results: dict[str, Any]) -> None:
    assert {one["name"] for one in results["targets"]} == PROMISED
    assert results["targets"] == targets(results["parts"])


@pytest.mark.parametrize(
    ("figure", "met"), [(3.49, [False, True]), (3.5, [True, True]), (0.01, [False, False])]
)
def test_a_promise_is_met_or_not(figure: float, met: list[bool]) -> None:
    names = (
        "loop_to_ours_1",
        "loops_to_ours_2",
        "command_to_ours_1",
        "overhead_of_loop",
        "page_by_command_to_ours_1",
    )
    found = targets({"batch": {"ratios": dict.fromkeys(names, figure)}})
    told = {one["name"]: one["met"] for one in found}
    assert [told["one worker"], told["two workers"]] == met
    assert told["above the floor"] == (figure <= 0.08)


def test_another_byte_or_name_is_other_code(tmp_path: Path) -> None:
    file = tmp_path / "a.py"
    file.write_text("1\n", "utf-8")
    first = machine.digest(tmp_path)
    file.write_text("2\n", "utf-8")
    second = machine.digest(tmp_path)
    file.rename(tmp_path / "b.py")
    (tmp_path / "notes.txt").write_text("no code", "utf-8")
    third = machine.digest(tmp_path)
    assert len({first, second, third}) == 3
    (tmp_path / "notes.txt").unlink()
    assert machine.digest(tmp_path) == third


def test_every_contender_begins_a_round_once() -> None:
    names = ["a", "b", "c"]
    orders = [rounds.rotated(names, number) for number in range(4)]
    assert [order[0] for order in orders] == ["a", "b", "c", "a"]
    assert all(sorted(order) == names for order in orders)


# -- the pages ------------------------------------------------------------------------------------


def test_the_pages_say_what_was_measured(results: dict[str, Any]) -> None:
    assert readme.section(results) in readme.TABLES.read_text("utf-8")
    assert readme.brief(results) in readme.README.read_text("utf-8")


def test_the_picture_is_of_these_results(results: dict[str, Any]) -> None:
    drawn = (ROOT / readme.PICTURE).read_text("utf-8")
    assert picture.digest(results) in drawn


def test_what_was_not_met_is_said(results: dict[str, Any]) -> None:
    missed = sum(not one["met"] for one in results["targets"])
    assert readme.section(results).count("**not met**") == missed
    assert f"{missed} were missed" in readme.brief(results)


def test_the_section_goes_between_its_marks(results: dict[str, Any], tmp_path: Path) -> None:
    page = tmp_path / "README.md"
    page.write_text(f"before\n{readme.BEGIN}\nold\n{readme.END}\nafter\n", "utf-8")
    for _ in range(2):
        readme.put(readme.section(results), page)
    assert page.read_text("utf-8") == f"before\n{readme.section(results)}\nafter\n"


def test_the_picture_carries_the_digest_of_its_results(
    results: dict[str, Any], tmp_path: Path
) -> None:
    drawing = tmp_path / "speed.svg"
    picture.drawn(results, drawing)
    assert drawing.read_text("utf-8").count(picture.digest(results)) == 1


def test_a_page_without_marks_stays_as_it_is(results: dict[str, Any], tmp_path: Path) -> None:
    page = tmp_path / "README.md"
    page.write_text("nothing about speed\n", "utf-8")
    with pytest.raises(ValueError, match="speed"):
        readme.put(readme.section(results), page)
    assert page.read_text("utf-8") == "nothing about speed\n"
