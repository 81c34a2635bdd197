"""The floor: a notebook's cells in a shell of this process, without kernel, messages or client.

Displayed output is drawn and kept as in a kernel, so the notebook is the same as any other run's.
"""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ipykernel.jsonutil import encode_images
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from nbformat import NotebookNode
from nbformat.v4 import new_output
from papermill.iorw import load_notebook_node
from papermill.parameterize import parameterize_notebook
from traitlets.config import Config

from benchmarks.personal import forget

PLAIN = Config({"HistoryManager": {"enabled": False}})
Outputs = list[NotebookNode]


@dataclass
class Said(io.TextIOBase):
    """A stream that turns printed text into outputs, as a kernel does."""

    name: str
    outputs: Outputs = field(default_factory=list)

    def write(self, text: str) -> int:
        """Append to the last output, or begin a new one."""
        last = self.outputs[-1] if self.outputs else NotebookNode()
        if last.get("name") == self.name:
            last.text += text
        elif text:
            self.outputs.append(new_output("stream", name=self.name, text=text))
        return len(text)


class Publisher(DisplayPublisher):
    """Keeps displayed data."""

    def publish(self, data: Any, metadata: Any = None, **others: Any) -> None:
        """Keep one piece, as a kernel would send it."""
        outputs: Outputs = self.shell.outputs
        kept = encode_images(data)
        outputs.append(new_output("display_data", data=kept, metadata=metadata or {}))


class Hook(DisplayHook):
    """Keeps the value of a cell's last line."""

    def write_output_prompt(self) -> None:
        """No prompt."""

    def write_format_data(self, format_dict: Any, md_dict: Any = None) -> None:
        """Keep the value, as a kernel would send it."""
        self.shell.outputs.append(
            new_output(
                "execute_result",
                data=encode_images(format_dict),
                metadata=md_dict or {},
                execution_count=self.prompt_count,
            )
        )


class Shell(InteractiveShell):
    """A shell that keeps the outputs of one cell."""

    outputs: Outputs

    def enable_gui(self, gui: str | None = None) -> None:
        """No window, as in a kernel."""


def executed(path: Path, folder: Path, parameters: dict[str, str]) -> NotebookNode:
    """The notebook at ``path`` as it runs in ``folder``, in a shell of its own."""
    forget()
    notebook = parameterize_notebook(load_notebook_node(str(path)), parameters)
    with _shell(folder) as shell:
        for cell in notebook.cells:
            if cell.cell_type == "code":
                _run(shell, cell)
    return notebook


@contextmanager
def _shell(folder: Path) -> Iterator[Shell]:
    before = Path.cwd()
    os.chdir(folder)
    Shell.clear_instance()
    shell = Shell.instance(config=PLAIN, display_pub_class=Publisher, displayhook_class=Hook)
    shell.enable_matplotlib("inline")
    try:
        yield shell
    finally:
        shell.restore_sys_module_state()
        Shell.clear_instance()
        os.chdir(before)


def _run(shell: Shell, cell: NotebookNode) -> None:
    shell.outputs = cell.outputs = []
    cell.execution_count = shell.execution_count
    with (
        redirect_stdout(Said("stdout", shell.outputs)),
        redirect_stderr(Said("stderr", shell.outputs)),
    ):
        shell.run_cell(cell.source, store_history=True).raise_error()
