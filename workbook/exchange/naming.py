"""Names of the files that people see; what somebody is called never becomes a path."""

from __future__ import annotations

import re
from itertools import count
from pathlib import Path

from workbook.content.messages import Wording
from workbook.exchange.file_format import SUFFIX
from workbook.store.safe_writing import written_new

NOT_IN_NAMES = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
LONGEST_NAME = 60


def plain(name: str) -> str:
    """A name as a part of a file's name on any system."""
    return NOT_IN_NAMES.sub("_", name).strip(" .")[:LONGEST_NAME].strip(" .") or "_"


def hand_in(wording: Wording, month: str, name: str, number: int) -> str:
    """The file name of a hand-in: “2026-12 王芳 第3次.workbook”."""
    said = wording.exchange["file_hand_in"]
    return said.format(month=month, name=plain(name), number=number) + SUFFIX


def going_back(wording: Wording, month: str, name: str) -> str:
    """The file name of a return."""
    return wording.exchange["file_return"].format(month=month, name=plain(name)) + SUFFIX


def spreadsheet(wording: Wording, month: str, name: str) -> str:
    """The file name of a person's pages as a spreadsheet."""
    return wording.exchange["file_book"].format(month=month, name=plain(name)) + ".xlsx"


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
