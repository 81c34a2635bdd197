"""The extension as Jupyter's own commands see it."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import version

from waiting import PATIENCE


def test_the_list_of_extensions_says_which_version_it_is() -> None:
    command = [sys.executable, "-m", "jupyter", "server", "extension", "list"]
    found = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=True)
    said = found.stdout + found.stderr
    assert f"workbook.server {version('coaching-workbook')}" in said
