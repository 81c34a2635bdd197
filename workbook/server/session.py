"""The session: whose workbook this server opens and for when; and the contract."""

from __future__ import annotations

from typing import Any

from jupyter_server.auth.decorator import authorized
from tornado import web

from workbook.server import contract, exchange
from workbook.server.context import ServerContext, folder_name
from workbook.server.handler import Answering


def session(house: ServerContext) -> dict[str, Any]:
    """A Session of the contract; nobody is on the roster where there is no store yet."""
    from workbook import content
    from workbook.content.messages import Wording

    house.turn()
    asked = house.settings
    people = house.store().trainees() if house.has_store else []
    if asked.only:
        people = [one for one in people if one.id == asked.only]
    names = house.store().names(people) if people else {}
    return {
        "trainee": _trainee(asked.trainee, [one.id for one in people]),
        "month": house.month(),
        "today": house.today().isoformat(),
        "language": asked.language,
        "languages": list(content.LANGUAGES),
        "pages": folder_name(asked.pages),
        "people": [
            one.model_dump(include={"id", "cohort", "branch", "coach", "language"})
            | {"name": names[one.id]}
            for one in people
        ],
        "cohorts": [] if asked.only else sorted({one.cohort for one in people}),
        "only": bool(asked.only),
        "weights": {
            one: dict(content.load("wording", one, Wording).weights) for one in content.LANGUAGES
        },
        "sample": asked.sample,
        "role": "none" if asked.only else exchange.role(house),
    }


def _trainee(named: str, known: list[str]) -> str:
    """The named trainee, or the only one there is; "" where it is not clear."""
    if named in known:
        return named
    return known[0] if len(known) == 1 and not named else ""


class SessionHandler(Answering):
    """GET session."""

    @web.authenticated
    @authorized
    async def get(self) -> None:
        """The session."""
        await self.answer(lambda: session(self.house))


class ContractHandler(Answering):
    """GET openapi."""

    @web.authenticated
    @authorized
    async def get(self) -> None:
        """The contract as written, in YAML."""
        text = await self.house.work(lambda: contract.FILE.read_text(encoding="utf-8"))
        await self.send(text, "application/yaml; charset=utf-8")
