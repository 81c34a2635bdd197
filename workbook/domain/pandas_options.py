"""Tables are those of pandas 3, also with pandas 2.3: texts are ``str``, a copy is apart.

pandas 2.3 has both behind options of its own, for those who are on their way to pandas 3. They hold
for the whole process: for a notebook that opens a workbook, too.
"""

from __future__ import annotations

import pandas as pd

OPTIONS = ("future.infer_string", "mode.copy_on_write")


def settle() -> None:
    """Have tables be so from now on."""
    if _is_older():
        for name in OPTIONS:
            pd.set_option(name, True)


def unsettle() -> None:
    """As pandas is by itself."""
    if _is_older():
        for name in OPTIONS:
            pd.reset_option(name)


def _is_older() -> bool:
    return int(pd.__version__.partition(".")[0]) < 3
