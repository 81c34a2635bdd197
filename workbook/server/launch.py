"""Starts JupyterLab with one trainee's copies of the pages and a server set up for them.

JupyterLab's language and settings are set for this session only, in a folder of its own beside the
copies; other JupyterLabs on the machine keep theirs.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from jupyter_core.paths import jupyter_data_dir

from workbook.batch.kernels import encryption
from workbook.book import samples
from workbook.book.opening import read_today
from workbook.content import LANGUAGES
from workbook.domain.calendar import Month
from workbook.errors import Message, not_found
from workbook.pages import copies
from workbook.server.lab_options import refuse_what_cannot_be, without
from workbook.store import Trainee, open_store
from workbook.store.connections import file_of, located

KERNELS = "workbook-spare"  # the next page's kernel does its imports ahead of time
CHROME = {"zh-Hans": "zh_CN", "zh-Hant": "zh_TW", "en": "default"}
CHOSEN = re.compile(r'("trainee"\s*:\s*)"[^"]*"')
SETTINGS = {
    "translation-extension/plugin": {"locale": "{locale}"},
    "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
    "notebook-extension/tracker": {"windowingMode": "none"},
}


@dataclass(frozen=True)
class Session:
    """A session with every default filled in: whose workbook, when, from which store.

    person: None where several are on the roster: then the person is chosen in the browser. today:
    empty for today in China. language: as given; spoken: that, or the person's own. sample: whether
    it is the fictitious cohort, to try out.
    """

    person: Trainee | None
    month: str
    today: str
    language: str
    spoken: str
    store: str
    sample: bool

    def given(self, trainee: str) -> Mapping[str, str]:
        """The parameters of a trainee's copies."""
        return {
            "trainee": trainee,
            "month": self.month,
            "today": self.today,
            "language": self.language,
            "store": self.store,
            "mode": "form",
        }


def open_lab(
    store: str,
    trainee: str,
    month: str,
    language: str,
    folder: Path,
    *more: str,
    own: Sequence[str] = (),
    tell: Callable[[str], None],
) -> int:
    """Write the copies and run JupyterLab until it is closed; returns its exit code.

    more: options for JupyterLab itself. own: such options of ours, which ``more`` replaces. tell:
    receives lines for the person. Where a process can become another one this does not return:
    signals then go straight to JupyterLab, which ends its kernels and itself. BadInput for options
    that JupyterLab would refuse later.
    """
    refuse_what_cannot_be(more)
    chosen = session(store, trainee, month, language, folder)
    _lay_out(chosen, folder)
    command = [*without([*command_for(chosen, folder), *own], more), *more]
    for line in plainly_spoken():
        tell(line)
    folders = {
        "JUPYTERLAB_SETTINGS_DIR": str(folder.resolve() / ".lab"),
        "JUPYTERLAB_WORKSPACES_DIR": str(folder.resolve() / ".lab-workspaces"),
    }
    if os.name == "posix":
        sys.stdout.flush()
        os.execve(sys.executable, command, {**os.environ, **folders})
    return subprocess.run(command, env={**os.environ, **folders}, check=False).returncode


def command_for(chosen: Session, folder: Path) -> list[str]:
    """The command of JupyterLab, with the copies' folder as its root and a server that knows the
    session.

    Kernels' messages are encrypted where possible. Voilà's extension is off: it would run any
    notebook that an address names, and any site can have a browser ask for an address.
    """
    set_for = {
        "store": chosen.store,
        "trainee": chosen.person.id if chosen.person else "",
        "month": chosen.month,
        "today": chosen.today,
        "language": chosen.language,
        "pages": "",
        "sample": str(chosen.sample),
    }
    policy = encryption.policy_here()
    return [
        *(sys.executable, "-m", "jupyterlab", f"--ServerApp.root_dir={folder.resolve()}"),
        "--ServerApp.jpserver_extensions=voila.server_extension=False",
        f"--KernelProvisionerFactory.default_provisioner_name={KERNELS}",
        *([f"--KernelManager.{encryption.POLICY}={policy}"] if policy else []),
        *(f"--WorkbookServer.{name}={value}" for name, value in set_for.items()),
    ]


def plainly_spoken() -> list[str]:
    """A warning where other users of the machine could read kernels' messages."""
    if not encryption.can_encrypt():
        return [str(Message("server.in_the_clear"))]
    clear = encryption.in_the_clear()
    return [str(Message("server.others_in_the_clear", names=", ".join(clear)))] if clear else []


def prepare(
    store: str, trainee: str, month: str, language: str, folder: Path, today: str = ""
) -> Path:
    """Write the trainee's copies of all chapters in form mode; returns their folder.

    today: ISO date; empty for today in China whenever a copy is opened. A copy whose code was
    changed is left as it is.

    Without a trainee, or while the store has none, the fictitious cohort is opened, so that there
    is something to try. Where several are on the roster and nobody is named, no copies are made
    before somebody is chosen, and the folder of everybody's is returned. Raises NotFound for
    somebody who is not on the roster.
    """
    return _lay_out(session(store, trainee, month, language, folder, today), folder)


def session(
    store: str, trainee: str, month: str, language: str, folder: Path, today: str = ""
) -> Session:
    """Fill in the defaults of these arguments; a store to try is copied into ``folder``."""
    sample = store == samples.NAME or (not trainee and not _has_people(store))
    if sample:
        store, month = str(_playground(folder)), month or samples.MONTH
        trainee = trainee or samples.FIRST
        today = today or (samples.TODAY if month == samples.MONTH else "")
    at = Month.parse(month) if month else Month.of(read_today(today))
    person, most = _person(store, trainee)
    spoken = language or (person.language if person else most)
    if spoken not in LANGUAGES:
        raise not_found("language", spoken, LANGUAGES)
    return Session(person, str(at), today, language, spoken, _absolute(store), sample)


def _lay_out(chosen: Session, folder: Path) -> Path:
    """Write settings and copies, as the server itself would."""
    root = folder.resolve()
    _write_settings(root / ".lab", _chosen_in(root / ".lab") or chosen.spoken)
    if chosen.person is None:
        return root
    _forget_choice(root / ".lab")
    secret = copies.secret_in(Path(jupyter_data_dir()))
    shelf = copies.CopyFolder(root, "", chosen.person.id, secret)
    for page in copies.files():
        copies.opened(shelf, page, chosen.given(chosen.person.id))
    return shelf.folder


def _person(store: str, trainee: str) -> tuple[Trainee | None, str]:
    """The named trainee, or the only one on the roster; and the most common language."""
    with open_store(store) as opened:
        people = opened.trainees()
        if trainee or not people:
            return opened.trainee(trainee), ""
    (most, _), *_others = Counter(one.language for one in people).most_common(1)
    return (people[0] if len(people) == 1 else None), most


def _absolute(store: str) -> str:
    return store if "://" in store else str(Path(store).resolve())


def _has_people(store: str) -> bool:
    file = file_of(located(store))
    if file is not None and not file.exists():
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
    """The language chosen in the panel, in which the pages are; empty if none was."""
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


def _forget_choice(folder: Path) -> None:
    """Drop the trainee chosen in the browser last time: the one named now counts."""
    path = folder / "coaching-workbook" / "plugin.jupyterlab-settings"
    if path.is_file():
        text = path.read_text(encoding="utf-8")
        path.write_text(CHOSEN.sub(r'\1""', text), encoding="utf-8")
