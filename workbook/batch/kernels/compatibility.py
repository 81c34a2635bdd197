"""Checks, before use, that the installed packages have the names that warm kernels rely on.

These names are private or may change; a release that lacks one of them gets stock kernels.
"""

from __future__ import annotations

import importlib
import inspect
import sys
from collections.abc import Iterable
from dataclasses import dataclass


class Unfit(Exception):
    """Warm kernels cannot be made, or would differ from cold ones; the text says what is
    missing."""


@dataclass(frozen=True)
class Needed:
    """A name in a module. parameters: the keywords it is called with."""

    module: str
    name: str
    parameters: tuple[str, ...] = ()


# Checked before the kernel is imported.
FOR_KERNELS = (
    *(
        Needed("ipykernel.kernelapp", f"IPKernelApp.{name}")
        for name in (
            "configure_tornado_logger",
            "init_connection_file",
            "init_heartbeat",
            "init_kernel",
            "init_poller",
            "init_sockets",
            "log_connection_info",
            "poller",
            "shell_channel_thread",
            "write_connection_file",
        )
    ),
    Needed("ipykernel.iostream", "IOPubThread", ("pipe", "session")),
    Needed("ipykernel.kernelbase", "Kernel.shell_channel_thread"),
    Needed("ipykernel.kernelbase", "Kernel.shell_main", ("subshell_id", "msg")),
    Needed("ipykernel.kernelbase", "Kernel._at_shutdown"),
    Needed("ipykernel.ipkernel", "IPythonKernel.do_shutdown", ("restart",)),
    Needed("threading", "_shutdown"),
    Needed("atexit", "_run_exitfuncs"),
    Needed("_frozen_importlib", "_gcd_import"),
)
# For handling modules that were imported ahead; checked when they are present.
FOR_MODULES = (
    Needed("ipywidgets", "_handle_ipython"),
    Needed("numpy.random", "set_bit_generator"),
    Needed("matplotlib.font_manager", "FontManager._findfont_cached"),
)


def check(needed: Iterable[Needed]) -> None:
    """Raises Unfit for the first name that is missing or has other parameters."""
    for one in needed:
        try:
            found: object = importlib.import_module(one.module)
        except ImportError:
            raise Unfit(f"{_who(one)} has no {one.module}") from None
        for part in one.name.split("."):
            found = getattr(found, part, None)
            if found is None:
                raise Unfit(f"{_who(one)} has no {one.name}")
        _check_parameters(one, found)


def _check_parameters(one: Needed, found: object) -> None:
    if not one.parameters or not callable(found):
        return
    there = inspect.signature(found).parameters
    for name in one.parameters:
        if name not in there:
            raise Unfit(f"{_who(one)} has no {one.name}(… {name} …)")


def _who(one: Needed) -> str:
    """The package with its version."""
    package = one.module.partition(".")[0]
    version = getattr(sys.modules.get(package), "__version__", "")
    return f"{package} {version}".strip()
