"""The routes' common handler: who may ask, how a verb is run, how its answer or its error goes out.

A handler's method is as short as this::

    @web.authenticated
    @authorized
    async def get(self, trainee: str) -> None:
        asked, wishes = asking.trainee(trainee), self.wishes
        await self.answer(lambda: standing_of(self.house, asked, wishes))

Whatever is raised on the way, in the method or in the verb, goes out as a Refusal: ``write_error``
sees to it, so that no handler catches anything.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from jupyter_server.base.handlers import APIHandler
from tornado import web
from tornado.iostream import StreamClosedError

from workbook.errors import BadInput, Conflict, Message, NotFound, StoreError, WorkbookError
from workbook.server import validation
from workbook.server.context import HOUSE, ServerContext, ServerEnding

KINDS = {400: "bad_input", 404: "not_found", 409: "conflict"}
SAYS = {
    400: "server.unclear",
    403: "server.not_allowed",
    404: "server.no_address",
    405: "server.no_method",
    500: "server.unforeseen",
}


class NotYours(WorkbookError):
    """Another person's data, on a server that is limited to one person."""


STATUS: tuple[tuple[type[WorkbookError], int, str], ...] = (
    (NotFound, 404, "not_found"),
    (BadInput, 400, "bad_input"),
    (Conflict, 409, "conflict"),
    (StoreError, 503, "store"),
    (ServerEnding, 503, "failed"),
    (NotYours, 403, "failed"),
)


@dataclass(frozen=True)
class Wishes:
    """The month and the language of a request; "" for the session's."""

    month: str
    language: str


class Answering(APIHandler):
    """The base of our routes, guarded by the server's login and its authorizer."""

    auth_resource = "workbook"
    of_everybody = False  # whether a route reveals more people than the one in its path

    async def prepare(self, **given: Any) -> None:
        """Before the method: a server limited to one person refuses requests about others."""
        await super().prepare(**given)
        only = self.house.settings.only
        asked = self.path_kwargs.get("trainee", only)
        if only and self.current_user and (self.of_everybody or asked != only):
            raise NotYours("server.not_yours")

    @property
    def house(self) -> ServerContext:
        """Settings, store and workers of this server."""
        found: ServerContext = self.settings[HOUSE]
        return found

    @property
    def wishes(self) -> Wishes:
        """Month and language of the query; BadInput for invalid ones."""
        return Wishes(
            validation.month(self.get_query_argument("month", "")),
            validation.language(self.get_query_argument("language", "")),
        )

    def body(self, schema: str, most: int = validation.MOST) -> dict[str, Any]:
        """The request's body, checked against ``schema`` of the contract; BadInput otherwise."""
        return validation.body(self.request.body, schema, most)

    async def answer(self, verb: Callable[[], object]) -> None:
        """Run ``verb`` in the worker threads and send its result as JSON."""
        await self.send(as_json(await self.house.work(verb)), "application/json")

    async def send(self, content: str | bytes, kind: str) -> None:
        """Send ``content`` with the media type ``kind``, if the client is still connected."""
        with suppress(StreamClosedError):
            await self.finish(content, set_content_type=kind)

    def _log(self) -> None:
        """Log one line for a request that was refused or failed, without id, cohort or month.

        Tornado's own line has the whole address, and ids are often names.
        """
        status = self.get_status()
        if status >= 400:
            write = self.log.warning if status < 500 else self.log.error
            write("%d %s %s", status, self.request.method, type(self).__name__)

    def log_exception(self, kind: Any, error: Any, trace: Any) -> None:
        """Log only the stack of an unexpected error: messages may quote what was typed."""
        if error is not None and not isinstance(error, WorkbookError | web.HTTPError):
            from workbook.batch.error_log import log_of

            self.log.error("%s %s\n%s", self.request.method, type(self).__name__, log_of(error))

    def write_error(self, status_code: int, **given: Any) -> None:
        """Send a Refusal: what is wrong and what to do, in the reader's language."""
        error = (given.get("exc_info") or (None, None, None))[1]
        status, kind, message = refusal(error, status_code)
        if f"“{self.house.settings.only}”" in str(message):  # the nearest names belong to others
            message = Message("server.absent")
        self.set_status(status)
        said = in_language(message, self.spoken())
        self.finish(as_json({"kind": kind, "message": said}))

    def spoken(self) -> str:
        """The reader's language: from the request, the session or the browser."""
        asked = self._language_in_query() or self._language_in_body()
        known = asked if asked in validation.LANGUAGES else ""
        return known or self.house.chosen.language or browsers(self.request.headers)

    def _language_in_query(self) -> str:
        try:
            return self.get_query_argument("language", "")
        except web.HTTPError:  # not valid text
            return ""

    def _language_in_body(self) -> str:
        try:
            found = json.loads(self.request.body or b"{}")
        except (ValueError, RecursionError):
            return ""
        language = found.get("language") if isinstance(found, dict) else ""
        return language if isinstance(language, str) else ""


def as_json(found: object) -> bytes:
    """JSON as UTF-8; dataclasses become objects, a lone surrogate stays an escape."""
    text = json.dumps(found, ensure_ascii=False, allow_nan=False, default=_plain)
    return text.encode("utf-8", "backslashreplace")


def _plain(found: object) -> object:
    if dataclasses.is_dataclass(found) and not isinstance(found, type):
        return {one.name: getattr(found, one.name) for one in dataclasses.fields(found)}
    raise TypeError(type(found).__name__)


def refusal(error: object, status: int) -> tuple[int, str, WorkbookError | Message]:
    """Status, kind and message for any exception."""
    for known, code, kind in STATUS:
        if isinstance(error, known):
            return code, kind, error
    if isinstance(error, WorkbookError):
        return 400, "bad_input", error
    if isinstance(error, web.HTTPError):
        status = error.status_code
    return status, KINDS.get(status, "failed"), Message(SAYS.get(status, SAYS[500]))


def in_language(said: WorkbookError | Message | str, language: str) -> str:
    """As :func:`workbook.content.in_language`, which a server imports at its first message."""
    from workbook import content

    return content.in_language(said, language)


def browsers(headers: Any) -> str:
    """The language that a browser prefers."""
    first = str(headers.get("Accept-Language", "zh")).split(",")[0].strip().lower()
    if not first.startswith("zh") and first != "*":
        return "en"
    return "zh-Hant" if any(one in first for one in ("hant", "tw", "hk", "mo")) else "zh-Hans"
