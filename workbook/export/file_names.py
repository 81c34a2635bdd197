"""Names of files that people see; what somebody is called never becomes a path."""

from __future__ import annotations

import re

NOT_IN_NAMES = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
LONGEST_NAME = 60


def plain(name: str) -> str:
    """A name as a part of a file's name on any system."""
    return NOT_IN_NAMES.sub("_", name).strip(" .")[:LONGEST_NAME].strip(" .") or "_"
