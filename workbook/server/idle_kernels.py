"""Ends the kernel of a page that nobody has open any more, to free its memory."""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from workbook.server.context import ServerContext, folder_name

OFTEN = 15.0  # seconds between two checks, or fewer where the patience is shorter


@dataclass
class Closed:
    """Since when each page's kernel has been without a window, by kernel id.

    sessions: Jupyter's own session manager. folder: of the copies, below Jupyter's root.
    patience: seconds; a window that reloads or loses its connection for a while finds its kernel.
    """

    sessions: Any
    folder: str
    patience: float
    since: dict[str, float] = field(default_factory=dict)

    async def look(self, now: float) -> list[str]:
        """End the kernels whose time is up; returns the paths of their pages. now: monotonic
        seconds."""
        left = {
            one["kernel"]["id"]: one
            for one in await self.sessions.list_sessions()
            if self._is_page(one["path"]) and self._is_left(one["kernel"])
        }
        self.since = {id_: self.since.get(id_, now) for id_ in left}
        due = [one for id_, one in left.items() if now - self.since[id_] >= self.patience]
        for one in due:
            await self.sessions.delete_session(one["id"])
        return [one["path"] for one in due]

    def _is_page(self, path: str) -> bool:
        """Whether the path is that of a trainee's copy of a page."""
        from workbook.pages import copies

        names = {file.name for file in copies.files().values()}
        *folder, _, name = ("", *PurePosixPath(path).parts)
        return name in names and "/".join(folder[1:]) == self.folder

    def _is_left(self, kernel: dict[str, Any]) -> bool:
        return not kernel["connections"] and kernel["execution_state"] != "busy"


async def watch(house: ServerContext, sessions: Any, patience: float) -> None:
    """Check until the server ends; an error in one check does not stop the next."""
    closed = Closed(sessions, folder_name(house.settings.pages), patience)
    while not house.ending.is_set():
        with suppress(TimeoutError):
            await asyncio.wait_for(house.ending.wait(), min(OFTEN, patience))
            return
        try:
            ended = await closed.look(time.monotonic())
            if ended:
                house.log.info("Kernels of pages that nobody has open ended: %d.", len(ended))
        except Exception:
            house.log.exception("Kernels of closed pages could not be looked at.")
