"""The routes of a class without a server of its own."""

from __future__ import annotations

from jupyter_server.auth.decorator import authorized
from tornado import web

from workbook.server import exchange
from workbook.server.handler import Answering

MOST = 48 * 2**20  # bytes of a body: a file of 32 MiB in base64


class ClassHandler(Answering):
    """GET and POST class."""

    of_everybody = True

    @web.authenticated
    @authorized
    async def get(self) -> None:
        """Who handed in, and who has not."""
        wishes = self.wishes
        await self.answer(lambda: exchange.state(self.house, wishes))

    @web.authenticated
    @authorized
    async def post(self) -> None:
        """Open one."""
        wishes, typed = self.wishes, self.body("ClassWanted")
        await self.answer(lambda: exchange.open_class(self.house, wishes, typed))


class ClassFilesHandler(Answering):
    """POST class/files."""

    of_everybody = True

    @web.authenticated
    @authorized
    async def post(self) -> None:
        """Take one in."""
        wishes, typed = self.wishes, self.body("FileBrought", MOST)
        await self.answer(lambda: exchange.take_in(self.house, wishes, typed))


class HandInsHandler(Answering):
    """GET and POST class/hand-ins."""

    of_everybody = True

    @web.authenticated
    @authorized
    async def get(self) -> None:
        """The contents of the next hand-in."""
        wishes = self.wishes
        await self.answer(lambda: exchange.planned(self.house, wishes))

    @web.authenticated
    @authorized
    async def post(self) -> None:
        """Make it."""
        wishes, typed = self.wishes, self.body("HandInWanted")
        await self.answer(lambda: exchange.hand_in(self.house, wishes, typed))


class ReturnsHandler(Answering):
    """POST class/returns."""

    of_everybody = True

    @web.authenticated
    @authorized
    async def post(self) -> None:
        """Make one."""
        wishes, typed = self.wishes, self.body("PersonNamed")
        await self.answer(lambda: exchange.give_back(self.house, wishes, typed))


class ReadHandler(Answering):
    """POST class/read."""

    of_everybody = True

    @web.authenticated
    @authorized
    async def post(self) -> None:
        """Note it."""
        wishes, typed = self.wishes, self.body("PersonNamed")
        await self.answer(lambda: exchange.read(self.house, wishes, typed))


class KeysHandler(Answering):
    """POST class/keys."""

    of_everybody = True

    @web.authenticated
    @authorized
    async def post(self) -> None:
        """Say yes."""
        wishes, typed = self.wishes, self.body("PersonNamed")
        await self.answer(lambda: exchange.accept(self.house, wishes, typed))
