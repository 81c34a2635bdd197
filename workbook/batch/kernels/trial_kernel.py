"""Tries one kernel of a new warm process before any notebook gets one.

The interfaces between papermill, nbclient, ipykernel and IPython change with their releases. They
are tried here once, in the way in which papermill runs a notebook; later errors then belong to the
page.
"""

from __future__ import annotations

from typing import Any

from workbook.batch.kernels.compatibility import Unfit

CELL, ANSWER = "1 + 1", "2"
PATIENCE = 120  # seconds for the start and for the cell, on a busy machine


def try_out(manager: Any) -> None:
    """Run a cell in the manager's kernel. Raises whatever goes wrong, Unfit for a wrong answer."""
    from nbclient import NotebookClient
    from nbformat.v4 import new_code_cell, new_notebook

    notebook = new_notebook(cells=[new_code_cell(CELL)])
    options = {"timeout": PATIENCE, "startup_timeout": PATIENCE, "kernel_name": "python3"}
    client: Any = NotebookClient(notebook, km=manager, **options)
    client.reset_execution_trackers()
    with client.setup_kernel():
        cell = client.execute_cell(notebook.cells[0], 0)
        client.wait_for_reply(client.kc.kernel_info())
    said = [one.get("data", {}).get("text/plain") for one in cell.outputs]
    if said != [ANSWER]:
        raise Unfit(f"a kernel that was tried said {said} to {CELL}")
