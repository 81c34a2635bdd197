"""A process that has done the pages' imports and becomes the kernel it is told to be.

``python -m workbook.server.prestarted_process``: reads one line of JSON; ends without one.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

BACKEND = "module://matplotlib_inline.backend_inline"  # ipykernel sets it before its first cell

# ipywidgets looks for its kernel at import, which is too early here.
WIDGETS = "--InteractiveShellApp.extra_extensions=ipywidgets"


def main() -> None:
    """Import, wait, and become ipykernel with the arguments received."""
    if sys.path[0] in ("", str(Path.cwd())):
        del sys.path[0]  # as ipykernel_launcher does
    os.environ.setdefault("MPLBACKEND", BACKEND)
    os.environ.setdefault("PYDEVD_DISABLE_FILE_VALIDATION", "1")  # a warning about the debugger
    from workbook.batch.kernels.preload import AT_USE, LATER, LIBRARIES, OURS, bring_in

    bring_in((*LATER, *LIBRARIES, *AT_USE, *OURS))
    line = sys.stdin.buffer.readline()
    if line:
        _be(json.loads(line))


def _be(wanted: dict[str, Any]) -> None:
    from ipykernel import kernelapp

    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.environ.update(wanted["environment"])
    os.chdir(wanted["folder"])
    sys.argv = ["ipykernel_launcher", *wanted["arguments"], WIDGETS]
    kernelapp.launch_new_instance()


if __name__ == "__main__":
    main()
