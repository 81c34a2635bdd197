"""The engine ``workbook`` of papermill: its own engine with kernels that need not start.

``papermill --engine workbook in.ipynb out.ipynb``. papermill asks an engine for the three functions
of this module. Whoever imports papermill imports this, so it imports nothing slow itself.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Literal

Start = Callable[[], AbstractContextManager[Any]]
Kernels = Literal["forked", "ahead", "cold"]
RULED = ("km", "kernel_manager_class")  # options that say how a kernel is started
PYTHONS = ("python", f"python{sys.version_info[0]}", "python{}.{}".format(*sys.version_info[:2]))
IPYKERNEL = ["-m", "ipykernel_launcher", "-f", "{connection_file}"]


def execute_notebook(
    nb: Any,
    kernel_name: str,
    *,
    kernels: Kernels | None = None,
    own_profile: bool = False,
    **options: Any,
) -> Any:
    """Run a notebook as papermill's own engine does, with its options, errors and words.

    kernels: "forked" from a warm process, started "ahead" or "cold"; by default the first that the
    system allows. own_profile: give each kernel an IPython profile of its own, empty and in a
    folder that is removed afterwards. A notebook for another kernel than this Python's runs cold,
    and the log says why.
    """
    from papermill.engines import NBClientEngine

    with ExitStack() as stack:
        kernels = kernels or possible()
        if own_profile and kernels != "ahead":
            profile = stack.enter_context(tempfile.TemporaryDirectory(prefix="ipython-"))
            arguments = [*options.pop("extra_arguments", ()), f"--ipython-dir={profile}"]
            options["extra_arguments"] = arguments
        start = _start(kernel_name, kernels, options, own_profile)
        # papermill asks its engine for this one function, between first and last save.
        engine = SimpleNamespace(execute_managed_notebook=partial(_executed, start))
        return NBClientEngine.execute_notebook.__func__(engine, nb, kernel_name, **options)


def _executed(start: Start | None, saving: Any, kernel_name: str, **options: Any) -> Any:
    from papermill.engines import NBClientEngine

    with start() if start is not None else nullcontext() as manager:
        options |= {} if manager is None else {"km": manager}
        return NBClientEngine.execute_managed_notebook(saving, kernel_name, **options)


def nb_kernel_name(nb: Any, name: str | None = None) -> str:
    """As papermill's own engine."""
    from papermill.utils import nb_kernel_name

    return str(nb_kernel_name(nb, name))


def nb_language(nb: Any, language: str | None = None) -> str:
    """As papermill's own engine."""
    from papermill.utils import nb_language

    return str(nb_language(nb, language))


def possible() -> Kernels:
    """How kernels are had on this system: forked on Linux, elsewhere started ahead."""
    return "forked" if sys.platform == "linux" and hasattr(os, "pidfd_open") else "ahead"


def _start(
    kernel_name: str, kernels: Kernels, options: Mapping[str, Any], own_profile: bool
) -> Start | None:
    """What gives a manager for the notebook's kernel; None for papermill's own way."""
    if kernels == "cold":
        return None
    command, why = _command(kernel_name, options)
    if why:
        _log().warning("This notebook starts its kernel cold: %s", why)
        return None
    if kernels == "ahead":
        from workbook.kernels.ahead import kernel_ahead

        return partial(kernel_ahead, kernel_name, options, own_profile)
    return partial(_forked, command[1 : -len(IPYKERNEL)])


def _command(kernel_name: str, options: Mapping[str, Any]) -> tuple[list[str], str]:
    """The command that starts the kernel, and why a warm one would not be the same."""
    from jupyter_client.kernelspec import NoSuchKernel, get_kernel_spec

    ruled = next((name for name in RULED if options.get(name) is not None), "")
    if ruled:
        return [], f"its option {ruled} says how."
    try:
        spec = get_kernel_spec(kernel_name)
    except NoSuchKernel:
        return [], f"there is no kernel {kernel_name} here."
    command = list(spec.argv)
    own = command[:1] in ([sys.executable], *([name] for name in PYTHONS))
    if not own or command[-len(IPYKERNEL) :] != IPYKERNEL:
        return [], f"{kernel_name} is not the ipykernel of {sys.executable}."
    if spec.env or spec.interrupt_mode != "signal" or "kernel_provisioner" in spec.metadata:
        return [], f"{kernel_name} has settings of its own in its kernel.json."
    if (Path(_folder(options)) / "matplotlibrc").exists():
        return [], "there is a matplotlibrc beside it."
    return command, ""


def _folder(options: Mapping[str, Any]) -> str:
    return str((options.get("resources") or {}).get("metadata", {}).get("path") or "")


@contextmanager
def _forked(interpreter: list[str]) -> Iterator[Any]:
    """A manager whose kernel is a fork of this process's zygote."""
    from jupyter_core.utils import run_sync

    from workbook.kernels.client import WarmManager
    from workbook.kernels.house import zygote_for

    environment = {name: one for name, one in os.environ.items() if name != "PYTHONEXECUTABLE"}
    with zygote_for(environment, interpreter) as born:
        manager = WarmManager(born, environment | {"JPY_PARENT_PID": str(os.getpid())})
        try:
            yield manager
        finally:
            run_sync(manager.close)()


def _log() -> Any:
    from papermill.log import logger

    return logger
