"""Runs one trainee's chapters in every way there is, in seconds per trainee-chapter.

All contenders run the same two chapters of the same sample trainee, who exists under several ids;
each run has a folder and a one-trainee store of its own.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks import agreement
from benchmarks.ground import BIN
from benchmarks.ours import Call, carried_out
from benchmarks.rounds import Round, median, medians, played, say, timed
from benchmarks.sizes import Size
from benchmarks.stores import COHORT, extracts, repeated
from benchmarks.warm import RUN, Span, Task, Warm, waiting
from workbook import resources
from workbook.book import samples

STORE = "workbook.db"
LANGUAGE = "zh-Hans"  # of the sample trainee


@dataclass(frozen=True)
class Scene:
    """store: of all copies of the trainee. extracts: id → store of one."""

    root: Path
    store: Path
    chapters: tuple[str, str]
    extracts: dict[str, Path]

    @property
    def ids(self) -> list[str]:
        """The copies, in order."""
        return list(self.extracts)


# Contender → the folder with the first trainee's notebooks of its last run.
Left = dict[str, list[Path]]
Command = list[str]


def measured(size: Size, root: Path) -> dict[str, Any]:
    """All rounds with their medians and ratios; SystemExit when the outputs differ."""
    scene, left = _scene(size, root), Left()
    with ExitStack() as stack:
        start = partial(_started, stack, root)
        loop, other, engine, floor = (start(one) for one in ("loop", "loop", "engine", "floor"))
        contenders: dict[str, Callable[[], Round]] = {
            "command": partial(_command, scene, left),
            "loop": partial(_alone, scene, left, "loop", loop),
            "nbconvert": partial(_nbconvert, left),
            "loops": partial(_together, scene, loop, other),
            "ours_1": partial(_ours, scene, left, 1, size.one_worker),
            "ours_2": partial(_ours, scene, left, 2, size.two_workers),
            "engine": partial(_alone, scene, left, "engine", engine),
            "floor": partial(_alone, scene, left, "floor", floor),
        }
        say("batch: warming up and comparing the outputs")
        for warm_up in contenders.values():
            warm_up()
        _compare(left)
        rounds = list(played(contenders, size.rounds, "batch"))
    return _summary(scene, size, rounds)


def _scene(size: Size, root: Path) -> Scene:
    store = root / "batch.db"
    most = max(size.one_worker, size.two_workers)
    # One more than are run: a run for all of a cohort also makes the cohort's own page.
    ids = repeated(store, most + 1, [samples.FIRST])
    return Scene(root, store, size.chapters, extracts(store, ids, root))


def _started(stack: ExitStack, root: Path, kind: str) -> Warm:
    return stack.enter_context(waiting(kind, root))


# -- the contenders: each gives what it measured --------------------------------------------------


def _command(scene: Scene, left: Left) -> Round:
    """papermill's command, once a notebook, as a shell loop would call it."""
    tasks = _tasks(scene, scene.ids[0])
    left["command"] = [Path(task.folder) for task in tasks]
    calls = [_papermill(task) for task in tasks]
    return {"command": timed(lambda: _called(calls)) / len(tasks)}


def _papermill(task: Task) -> Command:
    given = [word for name, one in task.parameters.items() for word in ("-r", name, one)]
    files = [task.notebook, str(Path(task.folder) / RUN)]
    return ["papermill", *files, *given, "--cwd", task.folder, "--no-progress-bar"]


def _nbconvert(left: Left) -> Round:
    """A page from each notebook that the loop left."""
    pages = [str(folder / RUN) for folder in left["loop"]]
    calls = [["jupyter", "nbconvert", "--to", "html", "--no-input", page] for page in pages]
    return {"nbconvert": timed(lambda: _called(calls)) / len(pages)}


def _called(commands: Sequence[Command]) -> None:
    """Run the commands one after the other, as a shell would."""
    for name, *words in commands:
        call = [str(BIN / name), *words]
        done = subprocess.run(call, capture_output=True, text=True, check=False)
        if done.returncode:
            raise SystemExit(f"{name} failed.\n{done.stderr[-4000:]}")


def _alone(scene: Scene, left: Left, name: str, process: Warm) -> Round:
    tasks = _tasks(scene, scene.ids[0])
    left[name] = [Path(task.folder) for task in tasks]
    process.ask(tasks)
    return {name: process.answer().seconds / len(tasks)}


def _together(scene: Scene, *processes: Warm) -> Round:
    """The loop in two processes at once, a trainee each."""
    shares = [_tasks(scene, one) for one in scene.ids[: len(processes)]]
    for process, share in zip(processes, shares, strict=True):
        process.ask(share)
    spans = [process.answer() for process in processes]
    return {"loops": _each(spans, sum(map(len, shares)))}


def _each(spans: Sequence[Span], jobs: int) -> float:
    """Seconds per job of as many parallel lines as there are spans."""
    return sum(span.seconds for span in spans) / jobs / len(spans)


def _tasks(scene: Scene, trainee: str) -> list[Task]:
    parameters = {
        "trainee": trainee,
        "store": STORE,
        "month": samples.MONTH,
        "today": samples.TODAY,
        "language": LANGUAGE,
        "mode": "report",
    }
    found = []
    for chapter in scene.chapters:
        folder = Path(tempfile.mkdtemp(dir=scene.root))
        shutil.copyfile(scene.extracts[trainee], folder / STORE)
        (notebook,) = resources.notebooks().glob(f"*_{chapter}.ipynb")
        found.append(Task(str(notebook), str(folder), parameters))
    return found


def _ours(scene: Scene, left: Left, workers: int, trainees: int) -> Round:
    """``run_cohort`` in a fresh process, start-up included; and, within it, the steady state.

    The steady state is from the end of the first pages (as many as there are chapters, so that the
    mixture stays the same) to the end of the last, in each parallel line.
    """
    ids, out = scene.ids[:trainees], Path(tempfile.mkdtemp(dir=scene.root)) / "out"
    done = carried_out(_call(scene, ids, out, workers))
    ends = sorted(path.stat().st_mtime for one in ids for path in (out / one).glob("*.html"))
    if len(ends) != done.done or done.done != len(ids) * len(scene.chapters):
        raise SystemExit(f"{done.done} pages were made, {len(ends)} of them are there.")
    name = f"ours_{workers}"
    left[name] = [out / ids[0]]
    warm = len(scene.chapters)
    begins = [ends[warm - 1]] if workers == 1 else ends[:workers]
    spans = [Span(*one) for one in zip(begins, ends[-workers:], strict=True)]
    return {name: _each(spans, len(ends) - warm), f"{name}_whole": done.seconds / len(ends)}


def _call(scene: Scene, ids: Sequence[str], out: Path, workers: int) -> Call:
    return Call(
        cohort=COHORT,
        store=str(scene.store),
        out=str(out),
        workers=workers,
        trainees=ids,
        chapters=scene.chapters,
        force=True,
    )


# -- what came of it ------------------------------------------------------------------------------


def _compare(left: Left) -> None:
    """The notebooks of the first trainee, chapter by chapter, against the loop's."""
    expected = _notebooks(left, "loop")
    for number, stock in enumerate(expected):
        others = {name: _notebooks(left, name)[number] for name in left if name != "loop"}
        agreement.check(stock, others)


def _notebooks(left: Left, name: str) -> list[Path]:
    folders = left[name]
    if name.startswith("ours"):
        return sorted(folders[0].glob("*.ipynb"), key=_order)
    return [folder / RUN for folder in folders]


def _order(path: Path) -> str:
    """The batch names pages by their chapters; the loop runs them in the order of the course."""
    (notebook,) = resources.notebooks().glob(f"*_{path.stem}.ipynb")
    return notebook.name


RATIOS: dict[str, Callable[[Round], float]] = {
    "loop_to_ours_1": lambda one: one["loop"] / one["ours_1"],
    "loop_to_ours_1_whole": lambda one: one["loop"] / one["ours_1_whole"],
    "loop_to_engine": lambda one: one["loop"] / one["engine"],
    "loops_to_ours_2": lambda one: one["loops"] / one["ours_2"],
    "loops_to_ours_2_whole": lambda one: one["loops"] / one["ours_2_whole"],
    "command_to_ours_1": lambda one: one["command"] / one["ours_1"],
    "command_to_ours_1_whole": lambda one: one["command"] / one["ours_1_whole"],
    "command_to_engine": lambda one: one["command"] / one["engine"],
    "loop_to_floor": lambda one: one["loop"] / one["floor"],
    "page_by_loop_to_ours_1": lambda one: (one["loop"] + one["nbconvert"]) / one["ours_1"],
    "page_by_command_to_ours_1": lambda one: (one["command"] + one["nbconvert"]) / one["ours_1"],
    "overhead_of_loop": lambda one: (one["engine"] - one["floor"]) / one["loop"],
}


def _summary(scene: Scene, size: Size, rounds: list[Round]) -> dict[str, Any]:
    return {
        "chapters": list(scene.chapters),
        "trainee": samples.FIRST,
        "pages_1": size.one_worker * len(scene.chapters),
        "pages_2": size.two_workers * len(scene.chapters),
        "same_outputs": True,
        "rounds": rounds,
        "medians": medians(rounds),
        "ratios": {name: median([of(one) for one in rounds]) for name, of in RATIOS.items()},
    }
