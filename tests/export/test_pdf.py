"""Printed by the real browser and read back: one page each, all of the text, nothing fetched."""

from __future__ import annotations

import io
import os
import re
import stat
import threading
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from markup import Page
from nbformat.v4 import new_code_cell, new_notebook, new_output
from pypdf import PdfReader
from ruamel.yaml import YAML

from workbook import rendering, resources
from workbook.errors import BadInput
from workbook.export.html import page
from workbook.export.pdf import browser, page_pdf, sheet_pdf
from workbook.export.pdf.chapter import for_paper
from workbook.export.pdf.sheets import MOST_EMS, SIZES, fitted
from workbook.rendering import Block, Grid, PrintedSheet

A4, A3 = (595, 842), (842, 1191)  # points, upright
HOSTILE = (
    "<script>alert(1)</script>",
    "</style><h1>x</h1>",
    "=1+1",
    "$x$",
    r"\(y\)",
    "&lt;b&gt;",
    "“引号”……，（全角）。",
    "3\u202eabc\u202c4",
    "שלום",
    "👍",
)
NAMES = {
    "zh": "是谁|需要|服务|钩子|主打|组合|不配|对手|场景|日子|话术|不要|先停|目标|资源|三步",
    "en": "Who|Needs|Services|Hook|Lead|Bundle|Unsuitable|Rivals|Scenes|Dates|Scripts|Avoid|Stop|"
    "Goal|Resources|Moves",
}


@pytest.fixture(scope="module", autouse=True)
def chosen() -> Iterator[None]:
    """The browser that the other tests use as well."""
    with pytest.MonkeyPatch.context() as patch:
        if named := os.environ.get("CHROMIUM"):
            patch.setenv(browser.VARIABLE, named)
        yield


def read(pdf: bytes) -> list[Any]:
    return list(PdfReader(io.BytesIO(pdf)).pages)


def flat(text: str) -> str:
    """Without white space and in one form: a PDF knows neither of them."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def text_of(one: Any) -> str:
    return flat(one.extract_text())


def paper_of(one: Any) -> tuple[int, int]:
    width, height = (round(float(one.mediabox[at])) for at in (2, 3))
    return width, height


def pieces(sheet: PrintedSheet) -> list[str]:
    """Every text of a sheet."""
    found = [
        sheet.title,
        sheet.subtitle,
        sheet.note,
        *(text for fact in sheet.facts for text in fact),
    ]
    for part in sheet.parts:
        if isinstance(part, Block):
            found += [part.label, *part.lines]
        else:
            found += [
                part.title,
                part.note,
                *part.head,
                *(text for row in part.rows for text in row),
            ]
    return [flat(text) for text in found if text]


def longest_cells(language: str, times: float) -> list[str]:
    """The sixteen longest cells of the prospects' grid, ``times`` as long as they are."""
    path = resources.templates() / "prospects" / f"{language}.yaml"
    cells = YAML(typ="safe", pure=True).load(path)["cells"].values()
    texts = sorted((text for cell in cells for text in cell.values()), key=len, reverse=True)[:16]
    return [(text * 9)[: int(len(text) * times)] for text in texts]


def canvas(language: str, times: float = 1.5) -> PrintedSheet:
    parts = [
        Block(name, (text,), 3, "warn" if name in ("Avoid", "不要") else "plain")
        for name, text in zip(
            NAMES[language].split("|"), longest_cells(language, times), strict=True
        )
    ]
    return PrintedSheet(
        title="作战地图" if language == "zh" else "Battle map",
        subtitle="老年客群" if language == "zh" else "The elderly",
        facts=(("学员", "陈洁"), ("月份", "2026-12")),
        parts=tuple(parts),
        paper="A4",
        landscape=True,
        note="仅供演练" if language == "zh" else "For rehearsal",
        language="zh-Hans" if language == "zh" else "en",
    )


def boss() -> PrintedSheet:
    rows = (("理财销量", "500.00 万元", "45.5%"), ("保险保费", "80.00 万元", "38.0%"))
    grid = Grid(("指标", "目标", "进度"), rows, (1, 2), "目标与进度", 12, "按工作日算。")
    weeks = Grid(("周", "计划"), (("第一周", "40"), ("第二周", "38")), (1,), "四周", 5)
    parts = (grid, weeks, Block("下周一件事", ("打完 12 通。", "周三看名单。"), 7, "strong"))
    return PrintedSheet("一页纸", "12 月", (("学员", "陈洁"),), parts, "A4", False, "", "zh-Hans")


def hostile() -> PrintedSheet:
    grid = Grid(("a", "b"), tuple((text, text) for text in HOSTILE), (1,), HOSTILE[0], 12, "$z$")
    parts = (*(Block(text, (text, f"{text}\n二行"), 4) for text in HOSTILE), grid)
    return PrintedSheet(
        HOSTILE[0], HOSTILE[1], ((HOSTILE[3], HOSTILE[2]),), parts, "A4", False, "", "en"
    )


SHEETS = (
    canvas("zh"),
    canvas("en"),
    boss(),
    hostile(),
    replace(boss(), paper="A3", landscape=True),
)


@pytest.fixture(scope="module")
def printed_sheets() -> bytes:
    return sheet_pdf(SHEETS)


# -- sheets ---------------------------------------------------------------------------------------


def test_each_sheet_is_one_page_of_its_paper(printed_sheets: bytes) -> None:
    turned = tuple(reversed(A4)), tuple(reversed(A3))
    papers = [paper_of(one) for one in read(printed_sheets)]
    assert papers == [turned[0], turned[0], A4, A4, turned[1]]


@pytest.mark.parametrize("at", [0, 1, 2, 4])
def test_nothing_is_cut(printed_sheets: bytes, at: int) -> None:
    said = text_of(read(printed_sheets)[at])
    missing = [text for text in pieces(SHEETS[at]) if text not in said]
    assert not missing


def test_hostile_text_is_printed_as_text(printed_sheets: bytes) -> None:
    said = text_of(read(printed_sheets)[3])
    for text in HOSTILE[:7]:
        assert said.count(flat(text)) >= 5, text
    assert said.count("4") >= 5
    assert {*"שלום"} <= {*said}


@pytest.mark.parametrize("at", range(len(SHEETS)))
def test_every_text_lies_on_the_paper(printed_sheets: bytes, at: int) -> None:
    one, places_of = read(printed_sheets)[at], list[tuple[float, float]]()

    def see(text: str, outer: list[float], inner: list[float], *_: object) -> None:
        if text.strip():
            x, y = inner[4], inner[5]
            a, b, c, d, e, f = outer
            places_of.append((a * x + c * y + e, b * x + d * y + f))

    one.extract_text(visitor_text=see)
    width, height = paper_of(one)
    assert len(places_of) > 10
    for x, y in places_of:
        assert 20 < x < width - 20, (x, y)
        assert 20 < y < height - 20, (x, y)


def test_the_file_brings_its_font(printed_sheets: bytes) -> None:
    fonts = read(printed_sheets)[0]["/Resources"]["/Font"].values()
    names = [str(one.get_object().get("/BaseFont", "")) for one in fonts]
    assert any("NotoSansSC" in name for name in names)
    assert not any("CJK" in name for name in names)


@pytest.mark.slow
def test_equal_sheets_are_equal_files(printed_sheets: bytes) -> None:
    assert sheet_pdf(SHEETS) == printed_sheets
    file = PdfReader(io.BytesIO(printed_sheets))
    assert file.metadata is not None
    assert file.metadata.creation_date is None
    assert file.metadata.modification_date is None
    assert file.metadata.title == "作战地图 · Battle map · 一页纸 · <script>alert(1)</script>"


@pytest.mark.slow
def test_the_type_gets_smaller_and_then_the_paper_larger() -> None:
    short, long = canvas("zh", times=0.3), canvas("zh", times=1.5)
    longer, longest = canvas("zh", times=2.5), canvas("zh", times=6)
    found = fitted([short, longer, long, longest])
    assert [one.paper for one, _ in found] == ["A4", "A4", "A4", "A3"]
    sizes = [size for _, size in found]
    assert sizes[0] == SIZES[0] > sizes[2] > sizes[1] >= SIZES[-1]
    assert sizes[3] > SIZES[-1]


@pytest.mark.slow
def test_what_fits_nowhere_names_its_longest_part() -> None:
    for signs in (14_000, MOST_EMS + 1):
        parts = (Block("需要", ("短",)), Block("话术", ("长" * signs,)), *boss().parts)
        with pytest.raises(BadInput) as caught:
            sheet_pdf([boss(), replace(boss(), title="地图", parts=parts)])
        said = str(caught.value)
        assert "“地图”一页放不下" in said
        assert f"“话术”（{signs + 2:,} 字）" in said
        assert f"longest part is “话术” ({signs + 2:,} characters)" in said


@pytest.mark.slow
def test_a_word_of_ten_thousand_signs_is_all_there() -> None:
    word = "W" * 10_000
    sheet = replace(
        boss(), parts=(Block("一", (word,), 12), Grid(("a", "b"), ((word[:900], "c"),)))
    )
    [one] = read(sheet_pdf([sheet]))
    assert text_of(one).count("W") == 10_900
    assert paper_of(one) == A3


def test_half_a_sign_does_no_harm() -> None:
    [one] = read(sheet_pdf([replace(boss(), note="前\ud83d后")]))
    assert "前\ufffd后" in text_of(one)


def test_no_sheet_is_no_file() -> None:
    with pytest.raises(BadInput, match="no sheet"):
        sheet_pdf([])


# -- a chapter's page -----------------------------------------------------------------------------

FOLDED = "<details><summary>看答案</summary><p>折起来的话</p></details>"


def chapter(*htmls: str, language: str = "zh-Hans") -> str:
    outputs = [new_output("display_data", {"text/html": one}) for one in htmls]
    cells = [new_code_cell("secret()", outputs=[one]) for one in outputs]
    return page(new_notebook(cells=cells), language=language, title="旧题")


@pytest.fixture(scope="module")
def printed_page() -> list[Any]:
    rows = "".join(f"<tr><td>第 {at} 行</td><td>{'内容' * 40}</td></tr>" for at in range(90))
    table = (
        f"<table><thead><tr><th>表头甲</th><th>乙</th></tr></thead><tbody>{rows}</tbody></table>"
    )
    text = chapter(
        rendering.head_html("月度节奏", "“该做到哪里？”", {"学员": "陈洁"}),
        f'<div class="wb wb-table">{table}</div>',
        FOLDED,
    )
    pdf = page_pdf(text, "节奏 · “陈洁” </style>")
    assert page_pdf(text, "节奏 · “陈洁” </style>") == pdf
    return read(pdf)


def test_a_page_is_numbered_and_titled(printed_page: list[Any]) -> None:
    count = len(printed_page)
    assert count > 3
    for at, one in enumerate(printed_page, 1):
        assert paper_of(one) == A4
        assert f"{at}/{count}" in text_of(one)
        assert ("节奏·“陈洁”</style>" in text_of(one)) == (at > 1)


def test_a_table_goes_on_with_its_heading_and_whole_rows(printed_page: list[Any]) -> None:
    said = [text_of(one) for one in printed_page]
    rows = [re.findall(r"第(\d+)行(?:内容){40}", text) for text in said]
    assert [int(at) for of_one in rows for at in of_one] == list(range(90))
    assert all("表头甲" in text for text, of_one in zip(said, rows, strict=True) if of_one)


def test_what_is_folded_is_shown_on_paper(printed_page: list[Any]) -> None:
    assert "折起来的话" in text_of(printed_page[-1])


def test_a_page_for_paper_keeps_its_policy_but_for_the_font() -> None:
    made = for_paper(chapter("x"), "新 <题>")
    [policy] = re.findall(r'Content-Security-Policy" content="([^"]+)"', made)
    assert "default-src 'none'" in policy
    assert "font-src data:" in policy
    assert "<title>新 &lt;题&gt;</title>" in made
    assert "旧题" not in made


def test_a_title_cannot_leave_its_rule() -> None:
    calm, nasty = (for_paper(chapter("x"), one) for one in ("calm", '"; } </style><script>\\'))
    assert Page(nasty).built_of() == Page(calm).built_of()
    assert Page(nasty).leads_to() == Page(calm).leads_to()


# -- the browser ----------------------------------------------------------------------------------


@pytest.fixture
def site() -> Iterator[tuple[str, list[str]]]:
    """A server on this machine, and what was asked of it."""
    asked: list[str] = []

    class Door(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(404)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            return

    with HTTPServer(("127.0.0.1", 0), Door) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", asked
        server.shutdown()


def test_nothing_is_fetched(site: tuple[str, list[str]], tmp_path: Path) -> None:
    address, asked = site
    (tmp_path / "secret.html").write_text("geheim", encoding="utf-8")
    active = (
        f"<img src='{address}/a.png'><link rel=stylesheet href='{address}/b.css'>"
        f"<script src='{address}/c.js'></script><iframe src='{address}/d'></iframe>"
        f"<iframe src='{(tmp_path / 'secret.html').as_uri()}'></iframe><p>end</p>"
    )
    [guarded] = read(page_pdf(chapter(active), "t"))
    assert "end" in text_of(guarded)
    assert "geheim" not in text_of(guarded)
    # Even a page without a policy reaches nobody.
    assert "end" in text_of(read(browser.printed(f"<!doctype html>{active}"))[0])
    assert not asked


def stand_in(tmp_path: Path, script: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program in the browser's place."""
    path = tmp_path / "browser"
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)
    monkeypatch.setenv(browser.VARIABLE, str(path))
    return path


def test_the_browser_works_in_a_private_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = tmp_path / "told"
    stand_in(tmp_path, f'printf "%s\\n" "$@" > {told}; exit 3', monkeypatch)
    with pytest.raises(BadInput):
        browser.printed("<p>x</p>")
    flags = told.read_text("utf-8").splitlines()
    assert "--headless" in flags
    assert ("--no-sandbox" in flags) == (os.geteuid() == 0)
    [profile] = [one.split("=")[1] for one in flags if one.startswith("--user-data-dir=")]
    assert not Path(profile).parent.exists()


def test_two_prints_of_a_page_differ_in_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    find = 'for one in "$@"; do case "$one" in --print-to-pdf=*) f="${one#*=}";; esac; done'
    made = set()
    for second, tag in (("01", "00000181"), ("59", "00000182")):
        tagged = f"/ID (node{tag}) /ID (node{int(tag) + 1:08})"
        said = f"/CreationDate (D:202612010900{second}+00'00') {tagged}"
        stand_in(tmp_path, f'{find}; printf "%s" "{said}" > "$f"', monkeypatch)
        made.add(browser.printed("<p>x</p>"))
        assert {len(one) for one in made} == {len(said)}
    assert len(made) == 1
    assert {one.strip() for one in made} == {b"/ID (node00000000) /ID (node00000001)"}


def test_the_folder_is_for_its_owner_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = tmp_path / "told"
    find = 'for one in "$@"; do case "$one" in --print-to-pdf=*) f="${one#*=}";; esac; done'
    stand_in(tmp_path, f'{find}; stat -c %a "$(dirname "$f")" > {told}', monkeypatch)
    with pytest.raises(BadInput):
        browser.printed("<p>x</p>")
    assert int(told.read_text("utf-8"), 8) == stat.S_IRWXU


def test_a_browser_that_makes_nothing_is_quoted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = stand_in(tmp_path, "echo first >&2; echo No usable sandbox! >&2; exit 1", monkeypatch)
    with pytest.raises(BadInput) as caught:
        browser.printed("<p>x</p>")
    for said in (str(path), "No usable sandbox!", browser.VARIABLE, "没有生成 PDF", "made no PDF"):
        assert said in str(caught.value)
    assert "first" not in str(caught.value)


def test_a_browser_that_does_not_end_is_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in(tmp_path, "exec sleep 60", monkeypatch)
    monkeypatch.setattr(browser, "SECONDS", 0.2)
    with pytest.raises(BadInput, match="was stopped"):
        browser.printed("<p>x</p>")


def test_a_program_that_cannot_run_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = stand_in(tmp_path, "", monkeypatch)
    path.write_bytes(b"\x7fELF broken")
    with pytest.raises(BadInput, match="made no PDF"):
        browser.printed("<p>x</p>")


def test_the_variable_comes_first_and_must_name_a_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = stand_in(tmp_path, "", monkeypatch)
    assert browser.find_browser() == str(path)
    monkeypatch.setenv(browser.VARIABLE, str(tmp_path / "nowhere"))
    with pytest.raises(BadInput, match=r"nowhere.*WORKBOOK_BROWSER names"):
        browser.find_browser()


@pytest.mark.parametrize("command", ["chromium", "google-chrome", "msedge"])
def test_a_browser_on_the_path_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    path = stand_in(tmp_path, "", monkeypatch).rename(tmp_path / command)
    monkeypatch.delenv(browser.VARIABLE)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert browser.find_browser() == str(path)


def test_a_machine_without_a_browser_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(browser.VARIABLE, raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(BadInput) as caught:
        sheet_pdf([boss()])
    for said in ("没有找到", "none was found", "Edge", "apt install chromium", browser.VARIABLE):
        assert said in str(caught.value)


def test_the_usual_places_of_windows_are_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(browser.VARIABLE, raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    for one in browser.WINDOWS:
        monkeypatch.delenv(one, raising=False)
    monkeypatch.setenv("ProgramFiles", str(tmp_path))
    # On this system a backslash is a sign like any other.
    edge = Path(f"{tmp_path}\\{browser.EDGE}")
    edge.write_text("#!/bin/sh\n", encoding="utf-8")
    edge.chmod(0o755)
    assert browser.find_browser() == str(edge)
