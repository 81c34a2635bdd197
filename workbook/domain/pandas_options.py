"""Makes pandas 2.3 behave as pandas 3: texts are ``str``, and a copy is independent.

pandas 2.3 offers both as options for those who are moving to pandas 3. They hold for the whole
process, and so for a notebook that opens a workbook.
"""

from __future__ import annotations

import pandas as pd

OPTIONS = ("future.infer_string", "mode.copy_on_write")


def settle() -> None:
    """Turn the behaviour of pandas 3 on."""
    if _is_older():
        for name in OPTIONS:
            pd.set_option(name, True)


def unsettle() -> None:
    """Restore pandas' own defaults."""
    if _is_older():
        for name in OPTIONS:
            pd.reset_option(name)


def _is_older() -> bool:
    return int(pd.__version__.partition(".")[0]) < 3
