"""Where the package finds its templates, notebooks and samples.

A wheel carries them inside the package; a checkout (and an editable install) has them at its top
level. The package's own copy is looked at first.
"""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


def _folder(name: str, in_checkout: str) -> Path:
    packaged = PACKAGE / "package_data" / name
    return packaged if packaged.is_dir() else PACKAGE.parent / in_checkout


def templates() -> Path:
    """The folder with one folder of YAML files a chapter."""
    return _folder("templates", "templates")


def notebooks() -> Path:
    """The folder with the chapters as notebooks."""
    return _folder("notebooks", "notebooks")


def samples() -> Path:
    """The folder with the fictitious cohort."""
    return _folder("samples", "data/samples")


def fonts() -> Path:
    """The folder with the font that figures are drawn in."""
    return PACKAGE / "fonts"
