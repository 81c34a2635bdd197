"""A notebook's code, and how a packaged page becomes a copy with it."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from workbook.pages.copies.page_files import CopyFolder, files, packaged

KERNEL = "python3"
OURS = "workbook"  # the key of our metadata
PARAMETERS = "parameters"
VOILA = "workbook"  # the template that fetches nothing from another machine
# Neither can be the text of a cell.
GIVEN, NO_TEXT = "\0parameters", "\0"


def code_of(notebook: Mapping[str, Any]) -> tuple[str, ...]:
    """The sources of the code cells in order; a mark in place of the parameters."""
    cells = notebook.get("cells")
    if not isinstance(cells, list):
        return (NO_TEXT,)
    code = [one for one in cells if not (isinstance(one, dict) and is_prose(one))]
    return tuple(GIVEN if _is_parameters(one) else source_of(one) for one in code)


def made_of(notebook: Mapping[str, Any]) -> str:
    """SHA-256 over the code cells without the parameters."""
    return hashlib.sha256(json.dumps(code_of(notebook)).encode()).hexdigest()


def source_of(cell: object) -> str:
    """The source of a cell, which may be a list of lines; NO_TEXT where it is neither."""
    source = cell.get("source") if isinstance(cell, dict) else None
    if isinstance(source, list) and all(isinstance(line, str) for line in source):
        source = "".join(source)
    return source if isinstance(source, str) else NO_TEXT


def is_prose(cell: Mapping[str, Any]) -> bool:
    """Whether a cell holds nothing that runs."""
    return cell.get("cell_type") in ("markdown", "raw")


def _is_parameters(cell: object) -> bool:
    metadata = cell.get("metadata") if isinstance(cell, dict) else None
    return isinstance(metadata, dict) and metadata.get("tags") == [PARAMETERS]


def copy_for(source: Path, given: Mapping[str, str]) -> dict[str, Any]:
    """A page without outputs, its parameters set, its code folded away and protected from slips."""
    notebook: dict[str, Any] = json.loads(source.read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        if cell["cell_type"] != "code":
            continue
        cell["outputs"], cell["execution_count"] = [], None
        cell["metadata"]["jupyter"] = {"source_hidden": True}
        cell["metadata"] |= {"deletable": False, "editable": False}
        if _is_parameters(cell):
            cell["source"] = parameters(given)
    return notebook


def parameters(given: Mapping[str, str]) -> str:
    """The source of the parameters cell: one literal assignment a line."""
    return "\n".join(f"{name} = {value!r}" for name, value in given.items())


def parameters_in(notebook: Mapping[str, Any]) -> str:
    """The source of the parameters cell, if there is exactly one."""
    found = [source_of(cell) for cell in notebook["cells"] if _is_parameters(cell)]
    return found[0] if len(found) == 1 else NO_TEXT


def signature(shelf: CopyFolder, page: str, made: str) -> str:
    """A signature that only this installation can write: for one trainee, one file and one code."""
    said = json.dumps([shelf.trainee, files()[page].name, page, made])
    return hmac.new(shelf.secret, said.encode(), "sha256").hexdigest()


def is_signed(shelf: CopyFolder, page: str, notebook: Mapping[str, Any]) -> bool:
    """Whether the notebook's metadata prove that it was made here as ``page``."""
    metadata = notebook.get("metadata")
    note = metadata.get(OURS) if isinstance(metadata, dict) else None
    if not isinstance(note, dict) or note.get("page") != page:
        return False
    made, signed = note.get("made"), note.get("signature")
    if not isinstance(made, str) or not isinstance(signed, str):
        return False
    return hmac.compare_digest(signed.encode(), signature(shelf, page, made).encode())


def laid_out(shelf: CopyFolder, page: str, given: Mapping[str, str]) -> dict[str, Any]:
    """The copy of a page as it is when nobody has touched it."""
    fresh = copy_for(files()[page], given)
    made = made_of(packaged(page))
    note = {"page": page, "made": made, "signature": signature(shelf, page, made)}
    fresh["metadata"] |= {OURS: note, "voila": {"template": VOILA}}
    return fresh
