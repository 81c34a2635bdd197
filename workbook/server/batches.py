"""The routes for batches: start, follow, stop, resume, download."""

from __future__ import annotations

import tempfile
from collections.abc import AsyncGenerator, Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from jupyter_server.auth.decorator import authorized
from tornado import web
from tornado.iostream import StreamClosedError

from workbook.errors import Conflict
from workbook.server import download, validation
from workbook.server.changes import Streaming, Tick, followed, stream
from workbook.server.context import ServerContext
from workbook.server.handler import Answering, in_language

if TYPE_CHECKING:
    from workbook.server.batch_plan import Plan
    from workbook.server.batch_queue import Batches
    from workbook.server.batch_records import Batch, Call

KEPT = "batches"
EVERY = 0.2  # seconds: at most five events in each
CHUNK = 256 * 1024


def batches_of(house: ServerContext, folder: Path | None = None, notebooks: str = "") -> Batches:
    """The batches of this server. folder: their place; default the user's data folder.

    notebooks: a folder to use in place of the packaged ones.
    """
    from platformdirs import user_data_path

    from workbook.server.batch_queue import Batches

    with house.lock:
        if KEPT not in house.kept:
            place = folder or user_data_path("coaching-workbook", appauthor=False) / "batches"
            planned = partial(_planned, house)
            made = Batches(place, house.address, planned, house.log, notebooks)
            house.kept[KEPT] = made
            house.at_close.callback(made.close)
        found: Batches = house.kept[KEPT]
        return found


def _planned(house: ServerContext, call: Call, pages: Path) -> Plan:
    from workbook.server.batch_plan import planned

    return planned(call, house.store().trainees(), pages)


def start(house: ServerContext, wanted: dict[str, Any]) -> Batch:
    """Begin a batch; NotFound or BadInput for an unknown name, Conflict while one runs."""
    from workbook.server.batch_records import Call

    names = ("chapters", "trainees", "languages", "formats")
    lists: dict[str, Any] = {name: tuple(dict.fromkeys(wanted[name])) for name in names}
    call = Call(
        cohort=wanted["cohort"],
        month=house.month(wanted["month"]),
        today=house.today().isoformat(),
        force=wanted["force"],
        **lists,
    )
    return batches_of(house).start(call)


async def _tell(handler: Answering, verb: Callable[[], Batch]) -> None:
    """Run ``verb`` and send the batch that it returns, in the reader's language."""
    language = handler.spoken()
    await handler.answer(lambda: _told(verb(), language))


def _told(batch: Batch, language: str) -> dict[str, Any]:
    """The batch in the contract's form, its sentences in the reader's language."""
    from workbook.server.batch_records import told

    found = told(batch)
    pages = [{**one, "reason": in_language(one["reason"], language)} for one in found["pages"]]
    return {**found, "says": in_language(found["says"], language), "pages": pages}


class BatchesHandler(Answering):
    """GET and POST batches."""

    of_everybody = True

    @web.authenticated
    @authorized
    async def get(self) -> None:
        """List all of them."""
        language = self.spoken()
        await self.answer(lambda: [_told(one, language) for one in batches_of(self.house).all()])

    @web.authenticated
    @authorized
    async def post(self) -> None:
        """Start one."""
        wanted = self.body("BatchWanted")
        await _tell(self, lambda: start(self.house, wanted))


class BatchHandler(Answering):
    """GET and DELETE batches/{batch}."""

    of_everybody = True

    @web.authenticated
    @authorized
    async def get(self, batch: str) -> None:
        """Its progress."""
        asked = validation.batch(batch)
        await _tell(self, lambda: batches_of(self.house).one(asked))

    @web.authenticated
    @authorized
    async def delete(self, batch: str) -> None:
        """Stop it."""
        asked = validation.batch(batch)
        await _tell(self, lambda: batches_of(self.house).cancel(asked))


class ResumeHandler(Answering):
    """POST batches/{batch}/resume."""

    of_everybody = True

    @web.authenticated
    @authorized
    async def post(self, batch: str) -> None:
        """Resume it."""
        asked = validation.batch(batch)
        await _tell(self, lambda: batches_of(self.house).resume(asked))


async def steps_of(house: ServerContext, batch: str, language: str) -> AsyncGenerator[Tick]:
    """The batch now and after each page, until it has ended."""
    now = partial(_one, house, batch)
    async for _ in followed(house, f"batch {batch}", now, EVERY):
        # Read again: another listener's last state may be from before a resume.
        found = await house.work(now)
        yield "batch", _told(found, language)
        if not found.under_way:
            return


def _one(house: ServerContext, batch: str) -> Batch:
    return batches_of(house).one(batch)


class StepsHandler(Streaming):
    """GET batches/{batch}/steps."""

    of_everybody = True

    @web.authenticated
    @authorized
    async def get(self, batch: str) -> None:
        """Events until it has ended."""
        await stream(self, steps_of(self.house, validation.batch(batch), self.spoken()))


# -- what was made --------------------------------------------------------------------------------


class PackHandler(Answering):
    """GET batches/{batch}/pack."""

    of_everybody = True

    @web.authenticated
    @authorized
    async def get(self, batch: str) -> None:
        """All pages as a zip."""
        asked = validation.batch(batch)
        found = await self.house.work(lambda: _to_pack(self.house, asked))
        pages = await self.house.work(lambda: batches_of(self.house).pages(asked))
        name = f"workbook-{found.call.month}-{asked}"
        # An unnamed file: nothing is left when the server dies.
        with tempfile.TemporaryFile(dir=pages.parent) as pack:
            await self.house.work(lambda: download.pack_into(pack, pages, name))
            self.set_header("Content-Disposition", f'attachment; filename="{name}.zip"')
            await self._send(pack, "application/zip")

    async def _send(self, pack: IO[bytes], kind: str) -> None:
        self.set_header("Content-Type", kind)
        self.set_header("Content-Length", str(pack.seek(0, 2)))
        self.set_header("Cache-Control", "no-store")
        self.set_header("X-Content-Type-Options", "nosniff")
        pack.seek(0)
        with suppress(StreamClosedError):
            while part := await self.house.work(lambda: pack.read(CHUNK)):
                self.write(part)
                await self.flush()
            await self.finish(set_content_type=kind)


def _to_pack(house: ServerContext, batch: str) -> Batch:
    found = batches_of(house).one(batch)
    if found.under_way:
        raise Conflict("server.batch_not_packed")
    return found


class FileHandler(Answering):
    """GET batches/{batch}/files/{path}."""

    of_everybody = True

    @web.authenticated
    @authorized
    async def get(self, batch: str, path: str) -> None:
        """A page to look at, or a file to save."""
        asked = validation.batch(batch)
        file = await self.house.work(
            lambda: download.file_below(batches_of(self.house).pages(asked), path)
        )
        content = await self.house.work(file.read_bytes)
        self.set_header("Content-Security-Policy", download.POLICY)
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Cache-Control", "no-store")
        if file.suffix != ".html":
            named = f"{file.parent.name}-{file.name}"
            self.set_header("Content-Disposition", f'attachment; filename="{named}"')
        await self.finish(content, set_content_type=download.KINDS[file.suffix])
