"""``python -m workbook``: the command line where no ``workbook`` lies on the path."""

from __future__ import annotations

from workbook.cli import app

if __name__ == "__main__":
    app(prog_name="workbook")
