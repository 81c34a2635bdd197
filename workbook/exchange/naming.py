"""Names of the files that people see; what somebody is called never becomes a path."""

from __future__ import annotations

from itertools import count
from pathlib import Path

from workbook.content.messages import Wording
from workbook.exchange.file_format import SUFFIX
from workbook.export.file_names import plain
from workbook.store.safe_writing import written_new


def hand_in(wording: Wording, month: str, name: str, number: int) -> str:
    """The file name of a hand-in: “2026-12 王芳 第3次.workbook”."""
    said = wording.exchange["file_hand_in"]
    return said.format(month=month, name=plain(name), number=number) + SUFFIX


def going_back(wording: Wording, month: str, name: str) -> str:
    """The file name of a return."""
    return wording.exchange["file_return"].format(month=month, name=plain(name)) + SUFFIX


def written(folder: Path, name: str, data: bytes) -> Path:
    """Write a file under a name that is free in a folder, which is made; returns its path.

    Two PCs may both hand in for the first time: neither file replaces the other. OSError where it
    cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    whole = Path(name)
    for number in count(1):
        end = f" ({number})" if number > 1 else ""
        target = folder / f"{whole.stem}{end}{whole.suffix}"
        try:
            written_new(target, data)
        except FileExistsError:
            continue
        return target
    raise AssertionError
