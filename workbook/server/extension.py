"""The extension's life in Jupyter's server: start, setup, stop."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from pathlib import Path
from typing import Any

from jupyter_server.extension.application import ExtensionApp
from traitlets import Bool, Float, Unicode
from traitlets.config import Config
from traitlets.utils.importstring import import_item

from workbook.batch.kernels import encryption
from workbook.errors import WorkbookError
from workbook.server.context import HOUSE, ServerContext, Settings
from workbook.server.idle_kernels import watch
from workbook.server.routes import ROUTES

SPARE = "workbook-spare"  # the kernel provisioner, as named in the package's entry points


class WorkbookServer(ExtensionApp):
    """Settings, each of them for the command line: ``--WorkbookServer.store=cohort.db``."""

    name = "workbook"
    store = Unicode("", help="A path or a URL; “samples” is a fictitious cohort to try.").tag(
        config=True
    )
    trainee = Unicode("", help="Whose workbook it is; an id of the roster.").tag(config=True)
    only = Unicode(
        "",
        help="The one person whom this server is for, an id of the roster: nobody else is read, "
        "written or named. For a JupyterHub, which starts a server for each user.",
    ).tag(config=True)
    month = Unicode("", help="YYYY-MM; empty for the month of today.").tag(config=True)
    today = Unicode("", help="YYYY-MM-DD; empty for today in China.").tag(config=True)
    language = Unicode("", help="zh-Hans, zh-Hant or en; empty for each trainee's own.").tag(
        config=True
    )
    pages = Unicode("workbook-pages", help="The folder of the copies, below the root.").tag(
        config=True
    )
    sample = Bool(False, help="Whether the store is a copy of the fictitious cohort.").tag(
        config=True
    )
    heartbeat = Float(
        15.0, help="Seconds of silence after which a stream of events says that it is there."
    ).tag(config=True)

    kernels_end = Float(
        120.0,
        help="Seconds after which the kernel of a page that nobody has open ends; 0 for never.",
    ).tag(config=True)

    def initialize_settings(self) -> None:
        """Store what all handlers share in the server's settings.

        Nothing is opened yet, except on a server started for one person: what the browser asks
        first is computed while it still loads.
        """
        chosen = Settings(
            store=self.store,
            trainee=self.trainee,
            only=self.only,
            month=self.month,
            today=self.today,
            language=self.language,
            pages=self.pages,
            sample=self.sample,
            heartbeat=self.heartbeat,
        )
        _encrypt_what_can_be(self.serverapp)
        root = Path(self.settings["server_root_dir"]).expanduser().resolve()
        house = self.settings[HOUSE] = ServerContext(chosen, root, self.log)
        if chosen.only or chosen.trainee:
            house.threads.submit(_first_answer, house)
        if _gives_spares(self.config):
            house.threads.submit(_first_spare, house)

    def initialize_handlers(self) -> None:
        """Register all routes."""
        self.handlers.extend(ROUTES)

    async def _start_jupyter_server_extension(self, serverapp: Any) -> None:
        """Called once the server's loop runs."""
        if self.kernels_end > 0:
            watching = watch(self.settings[HOUSE], serverapp.session_manager, self.kernels_end)
            self.watching = asyncio.ensure_future(watching)

    async def stop_extension(self) -> None:
        """Close store, threads and processes. Errors must not keep the server from ending."""
        try:
            await self.settings[HOUSE].end()
        except Exception:
            self.log.exception("The workbook's server part did not end as it should.")


def _encrypt_what_can_be(server: Any) -> None:
    """Encrypt kernels' messages where possible, unless somebody has decided otherwise."""
    if not encryption.can_encrypt():
        return
    manager = server.kernel_manager
    kinds = import_item(manager.kernel_manager_class).mro()
    decided = [
        one.__name__ for one in kinds if encryption.POLICY in server.config.get(one.__name__, {})
    ]
    if not decided:
        manager.update_config(Config({"KernelManager": {encryption.POLICY: "auto"}}))


def _gives_spares(config: Any) -> bool:
    """Whether this server takes its kernels from ``workbook.server.prestarted_kernel``."""
    return bool(config.KernelProvisionerFactory.default_provisioner_name == SPARE)


def _first_spare(house: ServerContext) -> None:
    from workbook.server.prestarted_kernel import SPARES

    house.at_close.callback(SPARES.close)
    SPARES.start()


def _first_answer(house: ServerContext) -> None:
    from workbook.server.handler import Wishes
    from workbook.server.progress import standing_of

    with suppress(WorkbookError):  # the route reports it to the client
        standing_of(house, house.settings.trainee, Wishes("", ""))
