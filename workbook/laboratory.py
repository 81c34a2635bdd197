"""The workbook in JupyterLab: copies of the chapters for one trainee, and a server set for them.

JupyterLab's language and settings are set for this session only, in a folder of its own beside
the copies; other JupyterLabs on the machine keep theirs.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from jupyter_core.paths import jupyter_data_dir

from workbook import copies, samples
from workbook.content import LANGUAGES
from workbook.errors import BadInput, not_found
from workbook.opening import read_today
from workbook.store import Trainee, open_store
from workbook.workdays import Month

MOST_NAMED = 12
KERNELS = "workbook-spare"  # the next page's kernel has done its imports before it is asked for
CHROME = {"zh-Hans": "zh_CN", "zh-Hant": "zh_TW", "en": "default"}
SETTINGS = {
    "translation-extension/plugin": {"locale": "{locale}"},
    "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
    "notebook-extension/tracker": {"windowingMode": "none"},
}


@dataclass(frozen=True)
class Session:
    """Whose workbook is opened, for when, from which store; all that was left out is filled in.

    today: empty for today in China. language: as it was asked for; spoken: that, or the person's.
    sample: whether it is the fictitious cohort, to try out.
    """

    person: Trainee
    month: str
    today: str
    language: str
    spoken: str
    store: str
    sample: bool

    @property
    def given(self) -> Mapping[str, str]:
        """The parameters of the copies."""
        return {
            "trainee": self.person.id,
            "month": self.month,
            "today": self.today,
            "language": self.language,
            "store": self.store,
            "mode": "form",
        }


def open_lab(
    store: str, trainee: str, month: str, language: str, folder: Path, *, browser: bool
) -> int:
    """Write the copies and run JupyterLab until it is closed; its exit code."""
    chosen = session(store, trainee, month, language, folder)
    _lay_out(chosen, folder)
    command = [*command_for(chosen, folder), *([] if browser else ["--no-browser"])]
    own = {
        "JUPYTERLAB_SETTINGS_DIR": str(folder.resolve() / ".lab"),
        "JUPYTERLAB_WORKSPACES_DIR": str(folder.resolve() / ".lab-workspaces"),
    }
    return subprocess.run(command, env={**os.environ, **own}, check=False).returncode


def command_for(chosen: Session, folder: Path) -> list[str]:
    """JupyterLab with the copies' folder as its root and a server that knows the session."""
    set_for = {
        "store": chosen.store,
        "trainee": chosen.person.id,
        "month": chosen.month,
        "today": chosen.today,
        "language": chosen.language,
        "pages": "",
        "sample": str(chosen.sample),
    }
    return [
        *(sys.executable, "-m", "jupyterlab", f"--ServerApp.root_dir={folder.resolve()}"),
        f"--KernelProvisionerFactory.default_provisioner_name={KERNELS}",
        *(f"--WorkbookServer.{name}={value}" for name, value in set_for.items()),
    ]


def prepare(
    store: str, trainee: str, month: str, language: str, folder: Path, today: str = ""
) -> Path:
    """The trainee's copies of all chapters in form mode; the folder that they are in.

    today: ISO date; empty for today in China whenever a copy is opened. A copy whose code was
    changed is left as it is.

    Without a trainee, or while the store has none, a copy of the fictitious cohort is opened, so
    that there is something to try. Raises NotFound or BadInput where it is not clear whose
    workbook it should be.
    """
    return _lay_out(session(store, trainee, month, language, folder, today), folder)


def session(
    store: str, trainee: str, month: str, language: str, folder: Path, today: str = ""
) -> Session:
    """The same call, with what was left out filled in; a store to try is laid into ``folder``."""
    sample = store == samples.NAME or (not trainee and not _has_people(store))
    if sample:
        store, month = str(_playground(folder)), month or samples.MONTH
        trainee = trainee or samples.FIRST
        today = today or (samples.TODAY if month == samples.MONTH else "")
    at = Month.parse(month) if month else Month.of(read_today(today))
    person = _person(store, trainee)
    spoken = language or person.language
    if spoken not in LANGUAGES:
        raise not_found("language", spoken, LANGUAGES)
    return Session(person, str(at), today, language, spoken, _absolute(store), sample)


def _lay_out(chosen: Session, folder: Path) -> Path:
    """Settings and copies, each as the server itself would write it."""
    root = folder.resolve()
    _write_settings(root / ".lab", _chosen_in(root / ".lab") or chosen.spoken)
    secret = copies.secret_in(Path(jupyter_data_dir()))
    shelf = copies.Shelf(root, "", chosen.person.id, secret)
    for page in copies.files():
        copies.opened(shelf, page, chosen.given)
    return shelf.folder


def _person(store: str, trainee: str) -> Trainee:
    """Whose workbook it is: the one who is named, or the only one there is."""
    with open_store(store) as opened:
        people = opened.trainees()
        if trainee or not people:
            return opened.trainee(trainee)
    if len(people) > 1:
        names = ", ".join(one.id for one in people[:MOST_NAMED])
        raise BadInput(
            f"要打开谁的练习册？请写明，例如 --trainee {people[0].id}。名单里有：{names}。 / "
            f"Whose workbook? Say so, e.g. --trainee {people[0].id}. The roster has: {names}."
        )
    return people[0]


def _absolute(store: str) -> str:
    return store if "://" in store else str(Path(store).resolve())


def _has_people(store: str) -> bool:
    if "://" not in store and not Path(store).exists():
        return False
    with open_store(store, read_only=True) as opened:
        return bool(opened.trainees())


def _playground(folder: Path) -> Path:
    target = folder.resolve() / "samples.db"
    target.parent.mkdir(parents=True, exist_ok=True)
    if not target.exists():
        shutil.copyfile(samples.prepared(), target)
    return target


def _chosen_in(folder: Path) -> str:
    """The language that was chosen in the panel, and that the pages are in; empty without one."""
    path = folder / "coaching-workbook" / "plugin.jupyterlab-settings"
    try:
        found = re.search(r'"language"\s*:\s*"([^"]*)"', path.read_text("utf-8"))
    except (OSError, ValueError):
        return ""
    return found[1] if found and found[1] in LANGUAGES else ""


def _write_settings(folder: Path, language: str) -> None:
    for plugin, values in SETTINGS.items():
        path = folder / "@jupyterlab" / f"{plugin}.jupyterlab-settings"
        path.parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps(values).replace("{locale}", CHROME[language])
        path.write_text(text, encoding="utf-8")
