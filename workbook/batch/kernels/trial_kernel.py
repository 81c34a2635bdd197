"""One kernel of a new warm process, tried before any notebook has one.

What papermill, nbclient, ipykernel and IPython ask of each other changes with their releases. Here
it is asked once, in the way in which papermill runs a notebook; after that, an error is a page's.
"""

from __future__ import annotations

from typing import Any

from workbook.batch.kernels.compatibility import Unfit

CELL, ANSWER = "1 + 1", "2"
PATIENCE = 120  # seconds for the start and for the cell, on a machine that has much else to do


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
