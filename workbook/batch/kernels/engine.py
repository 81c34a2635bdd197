"""The papermill engine ``workbook``: papermill's own engine, but with kernels that are ready.

``papermill --engine workbook in.ipynb out.ipynb``. papermill asks an engine for the three functions
of this module. Importing papermill imports this module, so it imports nothing slow itself.
"""

from __future__ import annotations

import itertools
import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any, Literal

from workbook.batch.kernels.compatibility import Unfit

Start = Callable[[], AbstractContextManager[Any]]
Says = Callable[[str], object]
Kernels = Literal["forked", "ahead", "cold"]
RULED = ("km", "kernel_manager_class")  # options that say how to start a kernel
PYTHONS = ("python", f"python{sys.version_info[0]}", "python{}.{}".format(*sys.version_info[:2]))
IPYKERNEL = ["-m", "ipykernel_launcher", "-f", "{connection_file}"]

_turn = itertools.count()  # in this process
_told: set[str] = set()


def execute_notebook(
    nb: Any,
    kernel_name: str,
    *,
    kernels: Kernels | None = None,
    own_profile: bool = False,
    says: Says | None = None,
    **options: Any,
) -> Any:
    """Run a notebook as papermill's own engine does, with its options and errors.

    kernels: "forked" from a warm process, started "ahead" or "cold". By default a process starts
    the kernel of its first notebook cold, because getting warm pays from the second one on, and
    then takes the first way that the system allows. A notebook for another kernel than this
    Python's runs cold, and so do all where warm kernels are impossible. own_profile: give each
    kernel an IPython profile of its own, empty and in a folder that is removed afterwards. says:
    receives the reason for a cold start; by default papermill's log does, once for each reason.
    """
    from papermill.engines import NBClientEngine

    start = _start(kernel_name, kernels or _by_turns(), options, own_profile, says or _log_once)

    def executed(saving: Any, kernel_name: str, **given: Any) -> Any:
        with ExitStack() as stack:
            manager = None if start is None else _had(stack, start, says or _log_once)
            given |= {} if manager is None else {"km": manager}
            if own_profile and not (manager and manager.has_kernel):
                given |= _profile(stack, given)
            return NBClientEngine.execute_managed_notebook(saving, kernel_name, **given)

    # papermill calls this function of the engine between its first and last save.
    own = {"execute_managed_notebook": staticmethod(executed)}
    with_kernels: Any = type("WithKernels", (NBClientEngine,), own)
    return with_kernels.execute_notebook(nb, kernel_name, **options)


def _had(stack: ExitStack, start: Start, says: Says) -> Any:
    """The manager of the notebook's kernel; None where there is none, with the reason reported."""
    try:
        return stack.enter_context(start())
    except Exception as error:  # noqa: BLE001 - where a warm kernel fails, a cold one may work
        says(str(error) if isinstance(error, Unfit) else f"{type(error).__name__}: {error}")
        return None


def _profile(stack: ExitStack, given: Mapping[str, Any]) -> dict[str, Any]:
    folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="ipython-"))
    return {"extra_arguments": [*given.get("extra_arguments", ()), f"--ipython-dir={folder}"]}


def nb_kernel_name(nb: Any, name: str | None = None) -> str:
    """As in papermill's own engine."""
    from papermill.utils import nb_kernel_name

    return str(nb_kernel_name(nb, name))


def nb_language(nb: Any, language: str | None = None) -> str:
    """As in papermill's own engine."""
    from papermill.utils import nb_language

    return str(nb_language(nb, language))


def possible() -> Kernels:
    """The ways to get a warm kernel on this system: forks on Linux, elsewhere started ahead."""
    return "forked" if sys.platform == "linux" and hasattr(os, "pidfd_open") else "ahead"


def _by_turns() -> Kernels:
    """Cold for the first notebook of this process, which may be the only one."""
    return possible() if next(_turn) else "cold"


def _start(
    kernel_name: str,
    kernels: Kernels,
    options: Mapping[str, Any],
    own_profile: bool,
    says: Says,
) -> Start | None:
    """A function that gives the manager of the notebook's kernel; None for papermill's own way."""
    if kernels == "cold":
        return None
    command, why = _command(kernel_name, options)
    if why:
        says(why)
        return None
    if kernels == "ahead":
        from workbook.batch.kernels.prestart import kernel_ahead

        return partial(kernel_ahead, kernel_name, options, own_profile)
    return partial(_forked, _interpreter(command))


def _command(kernel_name: str, options: Mapping[str, Any]) -> tuple[list[str], str]:
    """The kernel's command, and why a warm kernel would differ."""
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


def warm_up() -> None:
    """Start this process's zygote, while its caller still imports what it needs for a notebook.

    Where there is none to be had, the notebook that asks for it next is told why.
    """
    from workbook.batch.kernels.event_loop import closed_afterwards

    command, why = _command("python3", {})
    if not why and possible() == "forked":
        with suppress(Exception), closed_afterwards(), _zygote(_interpreter(command)):
            pass


@contextmanager
def _forked(interpreter: list[str]) -> Iterator[Any]:
    """A manager whose kernel is a fork of this process's zygote."""
    environment = _environment()
    with _zygote(interpreter) as born, _manager(born, environment) as one:
        yield one


def _zygote(interpreter: list[str]) -> AbstractContextManager[Any]:
    from workbook.batch.kernels.trial_kernel import try_out
    from workbook.batch.kernels.zygote_pool import zygote_for

    environment = _environment()

    def trial(born: Any) -> None:
        with _manager(born, environment) as manager:
            try_out(manager)

    return zygote_for(environment, interpreter, trial)


def _environment() -> dict[str, str]:
    return {name: one for name, one in os.environ.items() if name != "PYTHONEXECUTABLE"}


def _interpreter(command: list[str]) -> list[str]:
    """The options of Python in a kernel's command."""
    return command[1 : -len(IPYKERNEL)]


@contextmanager
def _manager(born: Any, environment: Mapping[str, str]) -> Iterator[Any]:
    from jupyter_core.utils import run_sync

    from workbook.batch.kernels.client import WarmManager

    manager = WarmManager(born, {**environment, "JPY_PARENT_PID": str(os.getpid())})
    try:
        yield manager
    finally:
        run_sync(manager.close)()


def _log_once(why: str) -> None:
    if why not in _told:
        _told.add(why)
        _log().warning("This notebook starts its kernel cold: %s", why)


def _log() -> Any:
    from papermill.log import logger

    return logger
