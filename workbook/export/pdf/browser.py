"""Prints with the machine's Chromium, Chrome or Edge, without a window.

It gets a private temporary folder for page, profile and result, and no network: the page's own
policy forbids fetching, and every address leads to a proxy that does not exist.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

from workbook.errors import BadInput
from workbook.store import temporary_files

VARIABLE = "WORKBOOK_BROWSER"
COMMANDS = (
    *("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"),
    *("microsoft-edge", "microsoft-edge-stable", "msedge", "chrome"),
)
EDGE, CHROME = r"Microsoft\Edge\Application\msedge.exe", r"Google\Chrome\Application\chrome.exe"
WINDOWS = ("ProgramFiles(x86)", "ProgramFiles", "LOCALAPPDATA")
APPLICATIONS = ("Google Chrome", "Microsoft Edge", "Chromium")
SECONDS = 120  # seconds for one file; a chapter of forty pages takes four on two slow cores
NOWHERE = "http://127.0.0.1:9"  # the discard port
FLAGS = (
    *("--headless", "--no-pdf-header-footer", "--generate-pdf-document-outline"),
    *("--disable-gpu", "--no-first-run", "--no-default-browser-check", "--disable-sync"),
    *("--disable-extensions", "--disable-breakpad", "--disable-dev-shm-usage"),
    *("--disable-background-networking", "--disable-component-update"),
    *(f"--proxy-server={NOWHERE}", "--proxy-bypass-list=<-loopback>"),
)
DATE = re.compile(rb"/(?:CreationDate|ModDate) \(D:[^()]*\)")
TAG = re.compile(rb"\(node(\d{8})\)")


def printed(page: str) -> bytes:
    """The HTML document ``page`` as a PDF.

    Raises BadInput without a browser, or where it made no file.
    """
    program = find_browser()
    with temporary_files.folder() as folder:
        source, target = folder / "page.html", folder / "page.pdf"
        # A lone surrogate, as a broken paste leaves it, cannot be written to a file.
        source.write_text(page, encoding="utf-8", errors="replace")
        said = _run([program, *_flags(folder, target), source.as_uri()], folder / "said.txt")
        if not target.is_file():
            raise _made_nothing(program, said)
        return _settled(target.read_bytes())


def _settled(pdf: bytes) -> bytes:
    """The file without the differences between two prints of one page.

    These are the time, and sometimes the numbers of its tags, which start one higher. Lengths stay
    the same, because a PDF records the byte offset of each object.
    """
    ranks = {tag: at for at, tag in enumerate(sorted({*TAG.findall(pdf)}))}
    calm = TAG.sub(lambda found: b"(node%08d)" % ranks[found[1]], pdf)
    return DATE.sub(lambda found: b" " * len(found[0]), calm)


def find_browser() -> str:
    """The path of the browser: WORKBOOK_BROWSER, or the first one installed."""
    named = os.environ.get(VARIABLE, "")
    if named:
        if found := shutil.which(named):
            return found
        raise BadInput("export.no_program", variable=VARIABLE, program=named)
    for program in (*COMMANDS, *_usual_places()):
        if found := shutil.which(program):
            return found
    raise BadInput("export.no_browser", variable=VARIABLE)


def _usual_places() -> list[str]:
    roots = [os.environ[one] for one in WINDOWS if os.environ.get(one)]
    windows = [f"{root}\\{program}" for program in (EDGE, CHROME) for root in roots]
    return windows + [f"/Applications/{one}.app/Contents/MacOS/{one}" for one in APPLICATIONS]


def _flags(folder: Path, target: Path) -> list[str]:
    # As root, Chromium refuses to start inside its sandbox.
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    own = [f"--user-data-dir={folder / 'profile'}", f"--print-to-pdf={target}"]
    return [*FLAGS, *(["--no-sandbox"] if root else []), *own]


def _run(command: list[str], log: Path) -> str:
    """Run the browser and return its log. Raises BadInput where it takes too long."""
    try:
        with log.open("wb") as said:
            subprocess.run(
                command, stdin=subprocess.DEVNULL, stdout=said, stderr=said,
                timeout=SECONDS, check=False,
            )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise BadInput("export.too_slow", seconds=SECONDS) from None
    except OSError as error:
        return str(error.strerror)
    return log.read_text(encoding="utf-8", errors="replace")


def _made_nothing(program: str, said: str) -> BadInput:
    last = next((line.strip() for line in reversed(said.splitlines()) if line.strip()), "—")
    return BadInput("export.no_pdf", program=program, last=last[:300], variable=VARIABLE)
