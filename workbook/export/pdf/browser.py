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
        raise BadInput(
            f"{VARIABLE} 指向“{named}”，那里没有能运行的程序，请改成浏览器程序的完整路径。 / "
            f"{VARIABLE} names “{named}”, which is no program that runs here; "
            "give the full path of the browser."
        )
    for program in (*COMMANDS, *_usual_places()):
        if found := shutil.which(program):
            return found
    raise BadInput(
        "生成 PDF 要用本机的浏览器，没有找到。请安装 Chrome、Edge 或 Chromium（Debian：apt install "
        f"chromium）；装在别处的，用环境变量 {VARIABLE} 写明程序路径。 / "
        "A PDF is printed by the browser on this machine, and none was found. Install Chrome, Edge "
        f"or Chromium (Debian: apt install chromium), or name its program in {VARIABLE}."
    )


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
        raise BadInput(
            f"浏览器 {SECONDS} 秒内没有排完这一页，已停止。请稍后再试，或把内容删短。 / "
            f"The browser did not finish the page within {SECONDS} seconds and was stopped. "
            "Try again later, or shorten the page."
        ) from None
    except OSError as error:
        return str(error.strerror)
    return log.read_text(encoding="utf-8", errors="replace")


def _made_nothing(program: str, said: str) -> BadInput:
    last = next((line.strip() for line in reversed(said.splitlines()) if line.strip()), "—")
    return BadInput(
        f"浏览器“{program}”没有生成 PDF。它最后说：{last[:300]}。请换一个浏览器，用环境变量 "
        f"{VARIABLE} 写明程序路径；单位电脑可能禁止了后台运行或打印，请问科技部门。 / "
        f"The browser “{program}” made no PDF. Its last words: {last[:300]}. Name another browser "
        f"in {VARIABLE}; on a managed computer, running without a window or printing may be "
        "forbidden: ask your IT department."
    )
