"""``python -m workbook``: the command line where ``workbook`` is not on the PATH."""

from __future__ import annotations

from workbook.cli import app

if __name__ == "__main__":
    app(prog_name="workbook")
