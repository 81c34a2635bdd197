"""A process that has imported what pages import, and becomes the kernel that it is told to be.

``python -m workbook.server.prestarted_process``: one line of JSON comes in; without one it ends.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

BACKEND = "module://matplotlib_inline.backend_inline"  # that ipykernel sets before its first cell

# ipywidgets looks for its kernel when it is imported, which is too early here.
WIDGETS = "--InteractiveShellApp.extra_extensions=ipywidgets"


def main() -> None:
    """Import, wait, and be ipykernel with the arguments that came."""
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
