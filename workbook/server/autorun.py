"""Decides whether a notebook, as JupyterLab has loaded it, may run by itself.

It may when all that it would run is known: the packaged code, parameters that are literal texts,
the kernel of this Python, and a folder that holds nothing which Python would import. Any other
notebook waits for a person, as in a JupyterLab without us.
"""

from __future__ import annotations

import ast
import os
import re
import stat
import sys
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from jupyter_server.auth.decorator import authorized
from tornado import web

from workbook.server.context import ServerContext, folder_name
from workbook.server.copies import given_for, shelf_of
from workbook.server.handler import Answering

LARGEST = 50_000_000  # bytes of a notebook with all its outputs
# Files that JupyterLab and the package write beside the pages.
BESIDE = (".ipynb_checkpoints", ".workbook-old", ".virtual_documents", ".vscode", ".idea")
# Files that editors, jupytext and desktops leave; the pattern is LibreOffice's lock.
LEFT = (".DS_Store", "Thumbs.db", "desktop.ini", ".directory", "jupytext.toml", ".gitignore")
LOCK = (".~lock.", "#")
# An open file that was deleted on a network drive.
DELETED = re.compile(r"\.nfs[0-9a-f]+")
# A page's text twin: a name that begins with a digit cannot be imported.
TWINS = (".py", ".Rmd", ".qmd")
# Documents that Python, matplotlib and IPython do not read when a kernel starts beside them.
INERT = frozenset(
    (
        *(".ipynb", ".txt", ".md", ".log", ".html", ".pdf", ".ics", ".mmd"),
        *(".csv", ".tsv", ".jsonl", ".xlsx", ".xls", ".et"),
        *(".docx", ".doc", ".wps", ".pptx", ".ppt", ".dps"),
        *(".png", ".jpg", ".jpeg", ".gif", ".webp", ".heic", ".svg"),
        *(".m4a", ".mp3", ".mp4", ".zip", ".rar", ".7z"),
    )
)
# JupyterLab would make widgets of it, with their own code. The rest only describes.
ACTED_ON = "widgets"
ARGUMENTS = ["-m", "ipykernel_launcher", "-f", "{connection_file}"]
PYTHON = ("python", "python3", f"python3.{sys.version_info.minor}")
Argv = Callable[[], list[str]]


def verdict(house: ServerContext, loaded: Mapping[str, Any], argv: Argv) -> dict[str, Any]:
    """A Verdict of the contract. argv: the command of the kernel ``python3``."""
    why = why_not(house, str(loaded["path"]), loaded["notebook"], argv)
    return {"runs": not why, "says": why}


def why_not(house: ServerContext, path: str, notebook: Mapping[str, Any], argv: Argv) -> str:
    """A one-word reason why the notebook has to wait; "" where it may run."""
    found = _whose(house, path)
    if found is None:
        return "path"
    trainee, page = found
    checks: dict[str, Callable[[], bool]] = {
        "folder": partial(_is_clean, house, trainee, path),
        "signature": partial(_is_signed, house, trainee, page, notebook),
        "code": partial(_is_packaged, page, notebook),
        "parameters": partial(_is_given, house, trainee, notebook),
        "metadata": partial(_is_plain, notebook),
        "kernel": lambda: is_our_python(argv()),
    }
    return next((word for word, is_right in checks.items() if not is_right()), "")


def _whose(house: ServerContext, path: str) -> tuple[str, str] | None:
    """Trainee and page of a copy's exact path; None for any other path."""
    from workbook.pages import copies

    names = {file.name: page for page, file in copies.files().items()}
    above, _, name = path.rpartition("/")
    folder, _, trainee = above.rpartition("/")
    if house.settings.only not in ("", trainee):
        return None
    known = house.has_store and trainee in {one.id for one in house.store().trainees()}
    if folder != folder_name(house.settings.pages) or name not in names or not known:
        return None
    return trainee, names[name]


def _is_clean(house: ServerContext, trainee: str, path: str) -> bool:
    """Whether the copy is in real folders, with nothing beside it that would run."""
    steps = [house.root.joinpath(*path.split("/")[:n]) for n in range(1, path.count("/") + 2)]
    *folders, file = steps
    if not all(_is(stat.S_ISDIR, one) for one in folders) or not _is(stat.S_ISREG, file):
        return False
    with os.scandir(shelf_of(house, trainee).folder) as beside:
        return all(map(_is_harmless, beside))


def _is(kind: Callable[[int], bool], path: Path) -> bool:
    try:
        return kind(path.lstat().st_mode)
    except OSError:
        return False


def _is_harmless(entry: os.DirEntry[str]) -> bool:
    if entry.is_dir(follow_symlinks=False):
        return entry.name in BESIDE
    return entry.is_file(follow_symlinks=False) and is_document(entry.name)


def is_document(name: str) -> bool:
    """Whether nothing that starts beside a file of this name reads it as code or settings."""
    path = Path(name)
    is_lock = name.startswith(LOCK[0]) and name.endswith(LOCK[1])
    is_twin = path.suffix in TWINS and path.stem in _stems()
    is_left = name in LEFT or is_lock or DELETED.fullmatch(name) is not None
    return path.suffix.lower() in INERT or is_left or is_twin


def _stems() -> set[str]:
    """The pages' names, none of which Python can import."""
    from workbook.pages import copies

    return {one.stem for one in copies.files().values() if not one.stem.isidentifier()}


def _is_signed(house: ServerContext, trainee: str, page: str, notebook: Mapping[str, Any]) -> bool:
    from workbook.pages.copies.notebook_code import is_signed

    return is_signed(shelf_of(house, trainee), page, notebook)


def _is_packaged(page: str, notebook: Mapping[str, Any]) -> bool:
    from workbook.pages.copies.notebook_code import code_of, is_prose
    from workbook.pages.copies.page_files import packaged

    if code_of(notebook) != code_of(packaged(page)):
        return False
    code = [cell for cell in notebook["cells"] if not is_prose(cell)]
    return all(cell.get("cell_type") == "code" for cell in code)


def _is_given(house: ServerContext, trainee: str, notebook: Mapping[str, Any]) -> bool:
    """Whether the parameters are what the server would write, except month and language."""
    from workbook.pages.copies.notebook_code import parameters, parameters_in

    source = parameters_in(notebook)
    found, right = literals(source), given_for(house, trainee)
    free = ("month", "today", "language")
    fits = {**right, **{name: found.get(name, "") for name in free}}
    return list(found) == list(right) and found == fits and parameters(found) == source


def literals(source: str) -> dict[str, str]:
    """Name → text of plain assignments of literal texts; empty where there is anything else."""
    try:
        lines = ast.parse(source).body
    except (ValueError, SyntaxError, RecursionError, MemoryError):
        return {}
    found = dict(_assigned(lines))
    return found if len(found) == len(lines) else {}


def _assigned(lines: Iterable[ast.stmt]) -> Iterable[tuple[str, str]]:
    for line in lines:
        match line:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant(value=str(text))):
                yield name, text


def _is_plain(notebook: Mapping[str, Any]) -> bool:
    """Whether the kernel is Python's and nothing but cells would be run or shown.

    Notes of editors and jupytext describe the notebook and run nothing.
    """
    metadata = notebook.get("metadata")
    if not isinstance(metadata, dict) or ACTED_ON in metadata:
        return False
    kernel = metadata.get("kernelspec")
    return isinstance(kernel, dict) and kernel.get("name") == "python3"


def is_our_python(argv: list[str]) -> bool:
    """Whether a kernel's command is the plain kernel of this server's Python."""
    if not argv:
        return False
    command, *rest = argv
    rest = [one for one in rest if one != "-Xfrozen_modules=off"]
    ours = command in PYTHON or Path(command).absolute() == Path(sys.executable).absolute()
    return ours and rest == ARGUMENTS


class VerdictsHandler(Answering):
    """POST verdicts."""

    @web.authenticated
    @authorized
    async def post(self) -> None:
        """Yes or no, and why."""
        loaded = self.body("Loaded", LARGEST)
        await self.answer(lambda: verdict(self.house, loaded, self._argv))

    def _argv(self) -> list[str]:
        spec = self.kernel_spec_manager.get_kernel_spec("python3")
        return [] if spec.env else list(spec.argv)
