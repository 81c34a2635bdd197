"""Prepares a trainee's own copies for JupyterLab to open."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from jupyter_core.paths import jupyter_data_dir
from jupyter_server.auth.decorator import authorized
from tornado import web

from workbook.server import validation
from workbook.server.context import ServerContext, folder_name
from workbook.server.handler import Answering, in_language

if TYPE_CHECKING:
    from workbook.pages.copies import CopyFolder


def shelf_of(house: ServerContext, trainee: str) -> CopyFolder:
    """The folder of ``trainee``'s copies."""
    from workbook.pages.copies import CopyFolder, secret_in

    secret = secret_in(Path(jupyter_data_dir()))
    return CopyFolder(house.root, folder_name(house.settings.pages), trainee, secret)


def given_for(
    house: ServerContext, trainee: str, month: str = "", language: str = ""
) -> dict[str, str]:
    """A copy's parameters; default month and language are the session's."""
    return {
        "trainee": trainee,
        "month": house.month(month),
        "today": house.settings.today,
        "language": language or house.settings.language,
        "store": house.address,
        "mode": "form",
    }


def copy_opened(
    house: ServerContext, trainee: str, wanted: dict[str, Any], reader: str
) -> dict[str, str]:
    """A Copy of the contract; ``reader`` is the language of what it says."""
    from workbook.pages import copies

    person = house.person(trainee)
    language = validation.language(wanted["language"])
    given = given_for(house, person.id, validation.month(wanted["month"]), language)
    shelf = shelf_of(house, person.id)
    found = copies.opened(shelf, wanted["page"], given, restore=wanted["restore"])
    spoken = language or house.settings.language or reader
    says = in_language(found.says, spoken) if found.says else ""
    return {"path": found.path, "state": found.state, "says": says}


class CopiesHandler(Answering):
    """POST trainees/{trainee}/copies."""

    @web.authenticated
    @authorized
    async def post(self, trainee: str) -> None:
        """Make the copy of a page, or update it to month and language."""
        asked, wanted = validation.trainee(trainee), self.body("CopyWanted")
        reader = self.spoken()
        await self.answer(lambda: copy_opened(self.house, asked, wanted, reader))
