"""Paths of the package's templates, notebooks, samples and fonts.

A wheel carries them inside the package; a checkout (and an editable install) has them at its top
level. The package's own copy is preferred.
"""

from __future__ import annotations

import functools
import importlib.metadata
import importlib.util
from collections.abc import Mapping
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
TOOLS = "workbook.tools"  # the group of entry points by which other distributions offer tools


def _folder(name: str, in_checkout: str) -> Path:
    packaged = PACKAGE / "package_data" / name
    return packaged if packaged.is_dir() else PACKAGE.parent / in_checkout


def templates() -> Path:
    """The folder of templates: one folder of YAML files for each chapter."""
    return _folder("templates", "templates")


@functools.cache
def tools() -> Mapping[str, importlib.metadata.EntryPoint]:
    """Name → the tool that an installed distribution of somebody else offers."""
    return {one.name: one for one in importlib.metadata.entry_points(group=TOOLS)}


@functools.cache
def template(name: str) -> Path:
    """The folder of one template; it need not be there.

    A tool of another distribution has its own, in a folder ``templates`` beside its module.
    """
    ours = templates() / name
    offer = None if ours.is_dir() else tools().get(name)
    found = offer and importlib.util.find_spec(offer.module)
    return Path(found.origin).parent / "templates" / name if found and found.origin else ours


def notebooks() -> Path:
    """The folder of the chapters' notebooks."""
    return _folder("notebooks", "notebooks")


def samples() -> Path:
    """The folder of the fictitious cohort."""
    return _folder("samples", "data/samples")


def fonts() -> Path:
    """The folder of the font for figures."""
    return PACKAGE / "fonts"
