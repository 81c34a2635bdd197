"""A class without a server, as people play it: a coach, and trainees on machines of their own.

Two of the trainees and the coach use JupyterLab in a browser, the others the commands. Nothing but
files in a folder goes between them.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
import waiting
from playwright.sync_api import Browser, BrowserContext, Page, expect

from workbook.book import remarks
from workbook.book.opening import open_book
from workbook.book.samples import MONTH, TODAY
from workbook.store import open_store

from .conftest import Lab, running_workbook
from .panel import at_rest, browsing, enter, laid_out, open_chapter, told, watched

pytestmark = pytest.mark.slow

COHORT = "冬季班"
NAMES = ("王芳", "李 明", "周巍", "陈洁", "唐昊", "许妍", "宋琪")
ROSTER = "工号,姓名,班级,网点,教练\n" + "".join(
    f"10{at:02},{name},{COHORT},云溪支行,关宁\n" for at, name in enumerate(NAMES)
)
PICTURES = os.environ.get("CLASS_PICTURES", "")


class Machine:
    """A home of its own, with the store where the program puts it by itself."""

    def __init__(self, root: Path) -> None:
        self.root, self.home = root, root / "home"
        self.home.mkdir(parents=True)
        self.store = self.home / ".local" / "share" / "coaching-workbook" / "workbook.db"

    def run(self, *words: str | Path, code: int = 0) -> str:
        """A command, as it is typed on this machine; what it says."""
        hidden = ("XDG_DATA_HOME", "XDG_CACHE_HOME", "WORKBOOK_STORE", "WORKBOOK_BANK")
        environment = {name: value for name, value in os.environ.items() if name not in hidden}
        command = [Path(sys.executable).with_name("workbook"), *words]
        begun = time.monotonic()
        done = subprocess.run(
            command, cwd=self.home, env=environment | {"HOME": str(self.home)},
            capture_output=True, text=True, timeout=waiting.PATIENCE, check=False,
        )  # fmt: skip
        told(f"{time.monotonic() - begun:5.1f} s  workbook {' '.join(map(str, words[:2]))}")
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout + done.stderr

    def fill(self, trainee: str = "") -> None:
        """Two pages, as their forms save them."""
        with open_store(self.store) as store:
            book = open_book(store, trainee or store.trainees()[0].id, MONTH, TODAY)
            pages = {
                "pacing": {"targets": [{"indicator": "investment_sales", "target": "200"}]},
                "prospects": {
                    "prospects": [
                        {
                            "customer": "C0001",
                            "indicator": "investment_sales",
                            "amount": "20",
                            "chance": "0.3",
                        }
                    ]
                },
                "action_plan": {"learned": "先问再说"},
            }
            for chapter, body in pages.items():
                entry = book.entry(chapter)
                book.save(chapter, {**(entry.body if entry else {}), **body},
                          entry.version if entry else 0)  # fmt: skip


@pytest.fixture(scope="module")
def machines(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Machine]:
    made: dict[str, Machine] = {}
    root = tmp_path_factory.mktemp("class")

    def machine(name: str) -> Machine:
        if name not in made:
            made[name] = Machine(root / f"{len(made)} {name}")
        return made[name]

    return machine


@contextmanager
def at_home(machine: Machine, chromium: Browser) -> Iterator[BrowserContext]:
    """The lab of a machine, in a browser; the store need not be there yet."""
    root = machine.root / "lab"
    with pytest.MonkeyPatch.context() as patch:
        for name in ("XDG_DATA_HOME", "WORKBOOK_STORE"):
            patch.delenv(name, raising=False)
        root.mkdir(exist_ok=True)
        if not (root / "home").exists():
            (root / "home").symlink_to(machine.home)
        shutil.rmtree(root / "work", ignore_errors=True)
        with (
            running_workbook(root, machine.store) as lab,
            browsing(chromium, lab) as context,
            watched(context, lab),
        ):
            page = entered(context, lab)
            try:
                yield context
            except BaseException:
                picture(page, "failed")
                raise


def entered(context: BrowserContext, lab: Lab) -> Page:
    """JupyterLab with the panel; a coach, who is nobody's trainee, has no page open."""
    if lab_of_a_trainee(lab):
        return enter(context, lab)
    page = context.new_page()
    page.goto(f"{lab.url}/lab?token={lab.token}&reset")
    page.locator('.jp-WorkbookPanel [data-key="class"]').wait_for()
    return page


def lab_of_a_trainee(lab: Lab) -> bool:
    """Whether copies for one person were laid out, or those of the fictitious cohort."""
    return any(lab.work.glob("*/*.ipynb"))


def picture(page: Page, name: str) -> None:
    """One for the documents, where they are wanted."""
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"{name}.png")


def given(page: Page, press: Callable[[], None], folder: Path) -> Path:
    """The file that a button gives, put into a folder under its own name."""
    with page.expect_download() as waited:
        press()
    path = folder / waited.value.suggested_filename
    waited.value.save_as(path)
    return path


def chosen(page: Page, key: str, *files: Path) -> str:
    """Choose files with a button of the panel; what the dialog says of them, once it is closed."""
    with page.expect_file_chooser() as waited:
        page.locator(f'.jp-WorkbookPanel [data-key="{key}"]').click()
    waited.value.set_files([str(one) for one in files])
    return answered(page)


def answered(page: Page) -> str:
    shown = page.locator(".jp-Dialog .jp-WorkbookClass-plan")
    said = shown.inner_text()
    page.locator(".jp-Dialog button.jp-mod-accept").click()
    expect(page.locator(".jp-Dialog")).to_have_count(0)
    return said


def test_a_class_plays_a_month_by_files(
    machines: Callable[[str], Machine], chromium: Browser
) -> None:
    coach, wang = machines("教练"), machines("王芳")
    share = coach.root.parent / "共享 文件夹"
    share.mkdir()
    (coach.home / "名单.csv").write_text(ROSTER, "utf-8")
    coach.run("import", "roster", "名单.csv")
    class_file = share / f"{COHORT}.workbook"
    coach.run("class", "open", COHORT, "--to", class_file, "--month", MONTH)

    joins_in_the_lab(wang, chromium, class_file, share)
    others_hand_in(machines, class_file, share)
    laptop = machines("王芳 laptop")
    laptop.run("join", class_file, "--as", "王芳")
    with open_store(laptop.store) as store:
        open_book(store, "t1000", MONTH, TODAY).save("action_plan", {"next_line": "下周"}, 0)
    laptop.run("submit", "--to", share, "--month", MONTH)

    said = coach.run("collect", share, "--month", MONTH, code=3)
    assert "workbook class accept t1000" in said
    coach.run("class", "accept", "王芳")
    said = coach.run("collect", share, "--month", MONTH)
    assert "还没交：宋琪" in said
    at = ("--month", MONTH, "--today", TODAY)
    some = ("--chapters", "pacing", "--trainees", "王芳")
    coach.run("run", COHORT, *at, *some, "--out", "out")
    assert (coach.home / "out" / "index.html").is_file()

    back = coach.root.parent / "还"
    back.mkdir()
    reads_and_returns(coach, chromium, back)
    sees_the_remark_and_answers(wang, chromium, back, share)
    said = coach.run("collect", share, "--month", MONTH)
    assert "回复 1 条" in said
    assert "打了，约到一位" in coach.run("remarks", "王芳", "--month", MONTH, "--today", TODAY)
    sizes = sorted(path.stat().st_size for path in share.glob("*.workbook"))
    told(f"files: {len(sizes)}, the largest {sizes[-1]:,} bytes")
    assert sizes[-1] < 300_000


def joins_in_the_lab(wang: Machine, chromium: Browser, class_file: Path, share: Path) -> None:
    """From an empty home: the class file is chosen in the panel, two pages are filled in."""
    assert not wang.store.exists()
    with at_home(wang, chromium) as context:
        page = context.pages[-1]
        picture(page, "join")
        with page.expect_file_chooser() as waited:
            page.locator('.jp-WorkbookPanel [data-key="join"]').click()
        waited.value.set_files(str(class_file))
        who = page.locator(".jp-Dialog select, .jp-Dialog input[list]").first
        who.wait_for()
        picture(page, "who")
        who.select_option("王芳 (1000)")
        page.locator(".jp-Dialog button.jp-mod-accept").click()
        expect(page.locator(".jp-WorkbookPanel .jp-Workbook-person")).to_contain_text("王芳")
        assert wang.store.exists()
        laid_out(page)
        wang.fill()
        open_chapter(page, "pacing")
        at_rest(page)
        picture(page, "filled")
        page.locator('.jp-WorkbookPanel [data-key="hand-in"]').click()
        plan = page.locator(".jp-Dialog .jp-WorkbookClass-plan")
        expect(plan).to_contain_text("王芳 第1次")
        picture(page, "hand-in")
        accept = page.locator(".jp-Dialog button.jp-mod-accept")
        made = given(page, accept.click, share)
        assert made.name == f"{MONTH} 王芳 第1次.workbook"
        answered(page)


def others_hand_in(machines: Callable[[str], Machine], class_file: Path, share: Path) -> None:
    for name in NAMES[1:-1]:
        one = machines(name)
        if name == "周巍":
            one.run("join", class_file, "--as", name)
            one.fill()
            make_older(one.store)
        one.run("join", class_file, "--as", name)
        one.fill()
        one.run("submit", "--to", share, "--month", MONTH)
    twice = share / f"{MONTH} 李 明 第1次.workbook"
    shutil.copyfile(twice, share / f"{MONTH} 李 明 第1次 (2).workbook")
    machines(NAMES[-1]).run("join", class_file, "--as", NAMES[-1])


def make_older(store: Path) -> None:
    """As the last landed format had it."""
    with closing(sqlite3.connect(store)) as connection, connection:
        connection.execute("DROP TABLE lineage")
        connection.execute("DROP TABLE deliveries")
        connection.execute("UPDATE meta SET value = '3' WHERE name = 'schema'")


def reads_and_returns(coach: Machine, chromium: Browser, back: Path) -> None:
    """On the page of the class: who has not begun, the next unread, a remark, and the return."""
    with at_home(coach, chromium) as context:
        page = context.pages[-1]
        page.locator('.jp-WorkbookPanel [data-key="class"]').click()
        table = page.locator(".jp-WorkbookClass-table")
        expect(table.locator("tbody tr")).to_have_count(len(NAMES))
        expect(page.locator(".jp-WorkbookClass-now")).to_contain_text("6 / 7")
        expect(page.locator(".jp-WorkbookClass-now")).to_contain_text("没开始：宋琪")
        picture(page, "class")
        page.locator(".jp-WorkbookClass-next button.jp-mod-main").click()
        expect(page.locator(".jp-WorkbookReview")).to_be_visible()
        picture(page, "read")
        coach.run("remark", "王芳", "pacing", "今天先打三个电话", "--field", "targets",
                  "--month", MONTH, "--today", TODAY)  # fmt: skip
        page.locator(".lm-TabBar-tab", has_text="班级").first.click()
        row = table.locator('tr[data-trainee="t1000"]')
        made = given(page, row.get_by_role("button", name="还给他").click, back)
        assert made.name == f"{MONTH} 王芳 批注.workbook"
        expect(row.locator("td").nth(4)).not_to_have_text("—")


def sees_the_remark_and_answers(wang: Machine, chromium: Browser, back: Path, share: Path) -> None:
    with at_home(wang, chromium) as context:
        page = context.pages[-1]
        (file,) = back.iterdir()
        assert "教练的话 1 条" in chosen(page, "take-in", file)
        open_chapter(page, "pacing")
        said = page.get_by_text("今天先打三个电话").first
        expect(said).to_be_visible()
        said.scroll_into_view_if_needed()
        picture(page, "remark")
        laid_out(page)
    with open_store(wang.store) as store:
        book = open_book(store, "t1000", MONTH, TODAY)
        (thread,) = remarks.threads(book, "pacing")
        remarks.answer(book, thread.number, "打了，约到一位")
    wang.run("submit", "--to", share, "--month", MONTH)
