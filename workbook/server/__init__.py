"""The verbs of the command line for a page in the browser: a Jupyter server's extension.

A handler reads what was asked, calls a verb and answers with JSON. ``openapi.yaml`` is the
contract. Loading imports and opens nothing heavy: another JupyterLab in the same environment
notices nothing of it until a route is asked.
"""

from __future__ import annotations

from importlib.metadata import version
from typing import Any

__version__ = version("coaching-workbook")  # shown by `jupyter server extension list`


def _jupyter_server_extension_points() -> list[dict[str, Any]]:
    """Where Jupyter's server finds the extension."""
    from workbook.server.extension import WorkbookServer

    return [{"module": "workbook.server", "app": WorkbookServer}]
