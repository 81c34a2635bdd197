"""An authorizer of a bank that lets nobody near the workbook."""

from __future__ import annotations

from jupyter_server.auth import Authorizer, User
from jupyter_server.base.handlers import JupyterHandler


class Nobody(Authorizer):
    """Everything is allowed but the workbook."""

    def is_authorized(
        self, handler: JupyterHandler, user: User, action: str, resource: str
    ) -> bool:
        """Whether ``resource`` is anything else."""
        return resource != "workbook"
