"""The kernels of pages that nobody has open end, and no others."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from jupyter_server.services.contents.largefilemanager import AsyncLargeFileManager
from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager
from jupyter_server.services.sessions.sessionmanager import SessionManager

from workbook.server.idle_kernels import Closed

PAGE, OWN, ELSEWHERE = (
    "chen-jie/04_pacing.ipynb",
    "chen-jie/own.ipynb",
    "x/chen-jie/04_pacing.ipynb",
)


@pytest.mark.parametrize("pages", ["", "workbook-pages"])
def test_only_a_page_that_nobody_has_open_long_enough_loses_its_kernel(
    tmp_path: Path, pages: str
) -> None:
    asyncio.run(_a_day(tmp_path, pages))


async def _a_day(root: Path, pages: str) -> None:
    contents = AsyncLargeFileManager(root_dir=str(root))
    kernels = AsyncMappingKernelManager()
    sessions = SessionManager(kernel_manager=kernels, contents_manager=contents)
    closed = Closed(sessions, pages, patience=100.0)
    page, own, elsewhere = [
        await _opened(sessions, "/".join(filter(None, (pages, path))))
        for path in (PAGE, OWN, ELSEWHERE)
    ]
    try:
        kernel = page["kernel"]["id"]
        assert await closed.look(0.0) == []
        assert await closed.look(99.0) == []
        kernels.notify_connect(kernel)
        assert await closed.look(150.0) == []
        kernels.notify_disconnect(kernel)
        assert await closed.look(200.0) == []
        assert await closed.look(299.0) == []
        assert await closed.look(300.0) == [page["path"]]
        assert kernel not in kernels
        left = {one["path"] for one in await sessions.list_sessions()}
        assert left == {own["path"], elsewhere["path"]}
    finally:
        await kernels.shutdown_all(now=True)


async def _opened(sessions: SessionManager, path: str) -> dict[str, Any]:
    made: dict[str, Any] = await sessions.create_session(
        path=path, name=path, type="notebook", kernel_name="python3"
    )
    return made
