"""All routes of the contract, for trainee and coach."""

from __future__ import annotations

from typing import Any

from jupyter_server.base.handlers import APIHandler
from tornado import web

from workbook.server.autorun import VerdictsHandler
from workbook.server.batches import (
    BatchesHandler,
    BatchHandler,
    FileHandler,
    PackHandler,
    ResumeHandler,
    StepsHandler,
)
from workbook.server.changes import ChangesHandler
from workbook.server.cohort import CohortChangesHandler, CohortHandler
from workbook.server.copies import CopiesHandler
from workbook.server.day_list import DayListHandler, ResultHandler
from workbook.server.exchange_routes import (
    ClassFilesHandler,
    ClassHandler,
    HandInsHandler,
    KeysHandler,
    ReadHandler,
    ReturnsHandler,
)
from workbook.server.handler import Answering
from workbook.server.pages import KnownPageHandler, PageHandler
from workbook.server.progress import StandingHandler
from workbook.server.remarks import AnswersHandler, BankHandler, RemarksHandler
from workbook.server.session import ContractHandler, SessionHandler

# {name} stands for a part of the path, which becomes an argument of the handler's methods.
HANDLERS: dict[str, type[APIHandler]] = {
    "/session": SessionHandler,
    "/trainees/{trainee}/standing": StandingHandler,
    "/trainees/{trainee}/changes": ChangesHandler,
    "/trainees/{trainee}/copies": CopiesHandler,
    "/verdicts": VerdictsHandler,
    "/trainees/{trainee}/pages/{chapter}": PageHandler,
    "/trainees/{trainee}/pages/{chapter}/known": KnownPageHandler,
    "/trainees/{trainee}/today": DayListHandler,
    "/trainees/{trainee}/today/{number}": ResultHandler,
    "/trainees/{trainee}/remarks": RemarksHandler,
    "/trainees/{trainee}/remarks/{number}/answers": AnswersHandler,
    "/bank": BankHandler,
    "/cohorts/{cohort}": CohortHandler,
    "/cohorts/{cohort}/changes": CohortChangesHandler,
    "/class": ClassHandler,
    "/class/files": ClassFilesHandler,
    "/class/hand-ins": HandInsHandler,
    "/class/returns": ReturnsHandler,
    "/class/read": ReadHandler,
    "/class/keys": KeysHandler,
    "/batches": BatchesHandler,
    "/batches/{batch}": BatchHandler,
    "/batches/{batch}/resume": ResumeHandler,
    "/batches/{batch}/steps": StepsHandler,
    "/batches/{batch}/pack": PackHandler,
    "/batches/{batch}/files/{path}": FileHandler,
    "/openapi": ContractHandler,
}
PREFIX = "/workbook/api"


def pattern(path: str) -> str:
    """A path of the contract as a regular expression; a file's path may have folders."""
    parts = path.split("/")
    known = {"{path}": "(?P<path>.*)"}
    found = [known.get(one) or _named(one) for one in parts]
    return PREFIX + "/".join(found)


def _named(part: str) -> str:
    return f"(?P<{part[1:-1]}>[^/]*)" if part.startswith("{") else part


class NowhereHandler(Answering):
    """Any other address below ours; Jupyter's own answer would log the whole address."""

    async def prepare(self, **given: Any) -> None:
        """Refuse every request."""
        await super().prepare(**given)
        raise web.HTTPError(404)


ROUTES = [
    *((pattern(path), handler) for path, handler in HANDLERS.items()),
    (rf"{PREFIX}(?:/.*)?", NowhereHandler),
]
