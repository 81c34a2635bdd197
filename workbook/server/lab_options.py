"""Options that a person passes on to JupyterLab: which are refused, and which replace ours."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from itertools import pairwise

from jupyter_core.application import JupyterApp

from workbook.errors import BadInput

MANY = "ServerApp.jpserver_extensions"  # it grows with each mention
ROOT_ALLOWED = ("--allow-root", "--serverapp.allow_root=true")
# Short names of JupyterLab's for what we set ourselves.
ALIASES = {
    "port": "ServerApp.port",
    "ip": "ServerApp.ip",
    "notebook-dir": "ServerApp.root_dir",
}
# Options that stand alone, so that a word behind them is no value of theirs.
ALONE = ("--allow-root", "--no-browser", "--debug", "-y")
# What the copies of the pages hang on, and the option of ``workbook lab`` that sets it.
HELD = {
    "ServerApp.root_dir": "--folder",
    "WorkbookServer.store": "--store",
    "WorkbookServer.trainee": "--trainee",
    "WorkbookServer.month": "--month",
    "WorkbookServer.language": "--language",
}


def refuse_what_cannot_be(more: Sequence[str]) -> None:
    """Refuse at once options that JupyterLab rejects after half a minute or misreads."""
    for word in _strays(more):
        raise BadInput("server.no_option", word=word)
    for name in _set_in(more):
        if name in HELD:
            raise BadInput("server.held_option", name=name, instead=HELD[name])
    if getattr(os, "geteuid", lambda: 1)() == 0 and not _root_is_allowed(more):
        raise BadInput("server.root")


def without(ours: Sequence[str], more: Sequence[str]) -> list[str]:
    """Our own options but for those that ``more`` sets too: JupyterLab takes each only once."""
    theirs = set(_set_in(more)) - {MANY}
    return [one for one in ours if theirs.isdisjoint(_set_in([one]))]


def _set_in(options: Sequence[str]) -> list[str]:
    """The settings that options name: ``--port 8899`` sets ``ServerApp.port``."""
    names = [one.partition("=")[0].lstrip("-") for one in options if one.startswith("-")]
    return [ALIASES.get(name, name) for name in names]


def _strays(more: Sequence[str]) -> Iterator[str]:
    """Words that are neither options nor an option's value."""
    for before, word in pairwise(("", *more)):
        takes_one = before.startswith("-") and "=" not in before and before not in ALONE
        if not word.startswith("-") and not takes_one:
            yield word


def _root_is_allowed(more: Sequence[str]) -> bool:
    """Whether the options or Jupyter's own configuration allow root."""
    if any(one.lower() in ROOT_ALLOWED for one in more):
        return True
    for name in ("jupyter_server_config", "jupyter_lab_config"):
        app = JupyterApp(config_file_name=name)
        app.load_config_file()
        if app.config.ServerApp.get("allow_root", False):
            return True
    return False
