"""A Jupyter server extension: the command line's actions for pages in the browser.

A handler reads the request, calls an action and answers with JSON. ``openapi.yaml`` is the
contract. Loading imports and opens nothing heavy: another JupyterLab in the same environment is not
affected until a route is called.
"""

from __future__ import annotations

from importlib.metadata import version
from typing import Any

__version__ = version("coaching-workbook")  # shown by `jupyter server extension list`


def _jupyter_server_extension_points() -> list[dict[str, Any]]:
    """The hook by which Jupyter's server finds the extension."""
    from workbook.server.extension import WorkbookServer

    return [{"module": "workbook.server", "app": WorkbookServer}]
