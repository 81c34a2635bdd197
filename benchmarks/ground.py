"""A folder that is removed afterwards, and an environment without the settings of the person who
measures."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS")
OWN = ("IPYTHON", "JUPYTER_", "MPL", "PAPERMILL", "PYTHON", "WORKBOOK_", "XDG_")
FOLDERS = {
    "HOME": "home",
    "IPYTHONDIR": "ipython",
    "JUPYTER_CONFIG_DIR": "jupyter/config",
    "JUPYTER_DATA_DIR": "jupyter/data",
    "JUPYTER_RUNTIME_DIR": "jupyter/runtime",
    "MPLCONFIGDIR": "matplotlib",
    "TMPDIR": "scratch",
    "XDG_CACHE_HOME": "cache",
}


@contextmanager
def fresh() -> Iterator[Path]:
    """A folder for all that is measured; this process and its children use it as their home."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        before, root = dict(os.environ), Path(folder)
        _settle(environment(root))
        try:
            yield root
        finally:
            _settle(before)


def environment(root: Path) -> dict[str, str]:
    """The environment for all contenders alike: one thread each, all folders below ``root``."""
    kept = {name: one for name, one in os.environ.items() if not name.startswith(OWN)}
    folders = {name: root / where for name, where in FOLDERS.items()}
    for folder in folders.values():
        folder.mkdir(parents=True, exist_ok=True)
    return {
        **kept,
        **{name: str(folder) for name, folder in folders.items()},
        **dict.fromkeys(THREADS, "1"),
        # The debugger's warning about frozen modules would be in every stock notebook.
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
        "PATH": f"{BIN}{os.pathsep}{kept.get('PATH', '')}",
    }


def _settle(variables: Mapping[str, str]) -> None:
    os.environ.clear()
    os.environ.update(variables)
    tempfile.tempdir = None  # it is cached; now it has changed
