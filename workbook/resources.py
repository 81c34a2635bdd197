"""Paths of the package's templates, notebooks, samples and fonts.

A wheel carries them inside the package; a checkout (and an editable install) has them at its top
level. The package's own copy is preferred.
"""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


def _folder(name: str, in_checkout: str) -> Path:
    packaged = PACKAGE / "package_data" / name
    return packaged if packaged.is_dir() else PACKAGE.parent / in_checkout


def templates() -> Path:
    """The folder of templates: one folder of YAML files for each chapter."""
    return _folder("templates", "templates")


def notebooks() -> Path:
    """The folder of the chapters' notebooks."""
    return _folder("notebooks", "notebooks")


def samples() -> Path:
    """The folder of the fictitious cohort."""
    return _folder("samples", "data/samples")


def fonts() -> Path:
    """The folder of the font for figures."""
    return PACKAGE / "fonts"
