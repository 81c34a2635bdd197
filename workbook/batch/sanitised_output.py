"""The files for readers: the notebook as it ran and the page, without the machine's paths."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from workbook.batch.file_kinds import without_folders, without_known

# nbformat is without types.
_writes: Callable[[NotebookNode], str] = nbformat.writes
TEXTS = ("text/plain", "text/html")


def published(
    notebook: NotebookNode, source: str, target: str, folders: Iterable[Path]
) -> NotebookNode:
    """A copy of ``notebook`` that names no folder of the machine it ran on.

    stderr (warnings, with the paths of modules) is left out. ``source`` and ``target`` are the
    names of the notebook that ran and of the one it became.
    """
    clean, known = copy.deepcopy(notebook), tuple(folders)
    clean.metadata.papermill.update(input_path=source, output_path=target, environment_variables={})
    for cell in clean.cells:
        if cell.cell_type == "code":
            cell.outputs = list(_outputs(cell.outputs, known))
    return clean


def as_bytes(notebook: NotebookNode) -> bytes:
    """The notebook as the bytes of its file."""
    return _writes(notebook).encode() + b"\n"


def _outputs(outputs: Iterable[NotebookNode], known: tuple[Path, ...]) -> Iterator[NotebookNode]:
    for output in outputs:
        if output.output_type == "stream":
            if output.name == "stderr":
                continue
            output.text = without_folders(output.text, known)
        for kind in TEXTS:
            if kind in output.get("data", {}):
                output.data[kind] = without_known(output.data[kind], known)
        yield output
