"""What the wheel carries of the sample cohort and the notebooks: what a run of them reads.

The sources that the samples are made from stay in the repository, and so do the notebooks' outputs,
which people look at there; a notebook that runs makes its own.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

HOME = "workbook/package_data"
SAMPLES = ("*.csv", "*.jsonl", "*/*.csv", "*/*.xlsx")


class Packaged(BuildHookInterface):
    """Lays the files out while a wheel is built; an editable one reads them where they are."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Name each file that is to go in, and its place there."""
        self.folder = Path(tempfile.mkdtemp())
        if version == "editable":
            return
        samples = Path(self.root) / "data" / "samples"
        for path in [path for pattern in SAMPLES for path in samples.glob(pattern)]:
            place = f"{HOME}/samples/{path.relative_to(samples).as_posix()}"
            build_data["force_include"][str(path)] = place
        notebooks = Path(self.root) / "notebooks"
        for path in [*notebooks.glob("*.ipynb"), *notebooks.glob("coach/*.ipynb")]:
            place = path.relative_to(notebooks)
            build_data["force_include"][str(self._bare(path, place))] = f"{HOME}/notebooks/{place}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Nothing is left of it."""
        shutil.rmtree(self.folder)

    def _bare(self, path: Path, place: Path) -> Path:
        """A copy without outputs."""
        notebook = json.loads(path.read_text(encoding="utf-8"))
        for cell in notebook["cells"]:
            if cell["cell_type"] == "code":
                cell.update(outputs=[], execution_count=None)
        bare = self.folder / place
        bare.parent.mkdir(parents=True, exist_ok=True)
        bare.write_text(json.dumps(notebook, ensure_ascii=False, indent=1), encoding="utf-8")
        return bare
