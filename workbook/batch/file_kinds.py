"""Digests of files and folders, and texts without the machine's folder names."""

from __future__ import annotations

import hashlib
import re
import sys
from collections.abc import Iterable
from pathlib import Path

# An absolute path without its last part: "/home/li/out/a.db" → "/home/li/out/".
FOLDERS = re.compile(r"(?<![A-Za-z0-9_.:/~-])(?:[A-Za-z]:)?(?:[\\/][^\s\\/“”\"'<>:]+)+[\\/]")
ENDINGS = (".py", ".css", ".js", ".json", ".j2", ".yaml")


def digest(path: Path) -> str:
    """SHA-256 of a file; "" when there is none."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def digest_of_folder(folder: Path) -> str:
    """SHA-256 over the names and bytes of code, styles and templates below ``folder``."""
    found = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.suffix in ENDINGS and "__pycache__" not in path.parts:
            found.update(f"{path.relative_to(folder).as_posix()}\0{digest(path)}\n".encode())
    return found.hexdigest()


def without_folders(text: str, known: Iterable[Path] = ()) -> str:
    """``text`` with every absolute path cut down to its last part."""
    return FOLDERS.sub("", without_known(text, known))


def without_known(text: str, known: Iterable[Path]) -> str:
    """``text`` without the ``known`` folders, whatever characters their names hold.

    A known folder that stands by itself keeps its last part.
    """
    for folder in sorted({str(one) for one in known}, key=len, reverse=True):
        if len(Path(folder).parts) > 1:
            text = re.sub(rf"{re.escape(folder)}(?:[\\/][\w.-]+)*[\\/]", "", text)
            text = text.replace(folder, Path(folder).name)
    return text


def known_folders(*own: Path) -> tuple[Path, ...]:
    """The folders of this machine that a page or message might name, including ``own``."""
    return (*own, Path.home(), Path(sys.prefix), Path(__file__).resolve().parents[2])
