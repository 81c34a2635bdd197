"""papermill with the engine, and folders for its runs."""

from __future__ import annotations

import json
import logging
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
import papermill
import pytest
from papermill.engines import papermill_engines
from waiting import PATIENCE

from workbook.batch.kernels import engine, prestart, zygote_pool

from .hostile import Case, notebook


@dataclass(frozen=True)
class Outcome:
    """What a run left: its notebook as plain data, and how it ended."""

    notebook: Any
    error: tuple[str, str]

    def text(self, cell: int = -1) -> str:
        """What the cell printed or showed."""
        assert self.error == ("", ""), self.error[1]
        outputs = self.notebook["cells"][cell]["outputs"]
        return "".join(one.get("text") or one["data"]["text/plain"] for one in outputs)


Run = Callable[..., Outcome]
# nbclient leaves out what a busy machine has not brought four seconds after a cell's end.
PATIENT = {"iopub_timeout": PATIENCE}
ANYTHING = (Exception,)  # a run may end as it likes; that is what is compared


@pytest.fixture(scope="session", autouse=True)
def _engine() -> Iterator[None]:
    papermill_engines.register("workbook", engine)
    logging.getLogger("papermill").setLevel(logging.ERROR + 1)
    yield
    zygote_pool.close()
    prestart.close()


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a case in a folder of its own, by default with the engine."""
    monkeypatch.delenv("PYTEST_CURRENT_TEST")  # ipykernel leaves out half of its work when set

    def carried_out(case: Case, engine_name: str | None = "workbook", **more: Any) -> Outcome:
        folder = Path(tempfile.mkdtemp(dir=tmp_path))
        work = folder / "work" / "here"
        work.mkdir(parents=True)
        start, end = folder / "in.ipynb", folder / "out.ipynb"
        nbformat.write(notebook(case), start)
        options: dict[str, Any] = {"cwd": work, "progress_bar": False, "engine_name": engine_name}
        if engine_name:  # also for the first notebook of this process
            options["kernels"] = engine.possible()
        try:
            papermill.execute_notebook(
                start, end, dict(case.parameters), **(PATIENT | options | case.options | more)
            )
            error = ("", "")
        except ANYTHING as raised:
            kind = type(raised)
            error = (f"{kind.__module__}.{kind.__qualname__}", str(raised))
        text = end.read_text("utf-8", errors="surrogatepass").replace(str(folder), "/run")
        plain = json.loads(json.dumps(nbformat.reads(text, as_version=4)))
        return Outcome(plain, (error[0], error[1].replace(str(folder), "/run")))

    return carried_out
