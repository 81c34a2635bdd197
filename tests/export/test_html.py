"""A notebook that ran, as a page: what is on it, what is not, and that it reaches for nothing."""

from __future__ import annotations

import base64
import os
import re
from pathlib import Path

import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from playwright.sync_api import sync_playwright

from workbook import rendering
from workbook.export.html import page

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage")
DOT = base64.b64encode(
    base64.b64decode(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNg+M9QDwADgQF/r6ZQ2wAAAABJRU5ErkJg"
        "gg=="
    )
).decode()


def shows(*outputs: NotebookNode) -> NotebookNode:
    return new_code_cell("secret_of_the_code()", outputs=list(outputs))


def html(text: str, **data: str) -> NotebookNode:
    return new_output("display_data", {"text/html": text, "text/plain": "plain", **data})


def made(*cells: NotebookNode, language: str = "en", home: str = "") -> str:
    notebook = new_notebook(cells=[new_markdown_cell("# 标题 · A title"), *cells])
    return page(notebook, language=language, title="节奏 <Pacing>", home=home)


def main_of(text: str) -> str:
    return text.partition("<main>")[2].partition("</main>")[0]


def test_a_page_has_what_the_cells_show_and_neither_code_nor_title_cell() -> None:
    text = made(shows(html("<p>shown</p>")), new_code_cell("nothing_shown"))
    assert "<p>shown</p>" in text
    assert "secret_of_the_code" not in text
    assert "nothing_shown" not in text
    assert "A title" not in text
    assert "plain" not in main_of(text)
    assert "<title>节奏 &lt;Pacing&gt;</title>" in text


def test_text_is_text() -> None:
    told = new_output("execute_result", {"text/plain": "<script>x</script> $y^2$"})
    said = new_output("stream", name="stdout", text="<b>said</b>")
    text = main_of(made(shows(told, said)))
    assert "&lt;script&gt;x&lt;/script&gt; $y^2$" in text
    assert "&lt;b&gt;said&lt;/b&gt;" in text


@pytest.mark.parametrize(
    "kind",
    ["text/markdown", "text/latex", "image/svg+xml", "application/javascript",
     "application/vnd.jupyter.widget-view+json"],
)  # fmt: skip
def test_kinds_that_would_have_to_be_rendered_are_left_out(kind: str) -> None:
    text = main_of(made(shows(new_output("display_data", {kind: "active", "text/plain": "quiet"}))))
    assert "active" not in text
    assert "<pre>quiet</pre>" in text


def test_errors_and_stderr_are_not_for_readers() -> None:
    error = new_output("error", ename="KeyError", evalue="x", traceback=["trace"])
    text = made(shows(new_output("stream", name="stderr", text="a warning"), error))
    assert "a warning" not in text
    assert "KeyError" not in text


def test_a_picture_has_its_words_and_stands_with_its_caption() -> None:
    alt = {"image/png": {"alt": 'pace "fast" <now>'}}
    picture = new_output("display_data", {"image/png": f"{DOT}\n"}, metadata=alt)
    text = made(shows(picture, html("<figcaption>Pace</figcaption>")))
    assert f'src="data:image/png;base64,{DOT}" alt="pace &#34;fast&#34; &lt;now&gt;"' in text
    assert re.search(r"<figure [^>]+><img [^>]+><figcaption>Pace</figcaption></figure>", text)


def test_a_picture_without_words_of_its_own_takes_the_plain_text() -> None:
    data = {"image/png": DOT, "text/plain": "pace"}
    assert 'alt="pace"' in made(shows(new_output("display_data", data)))


def test_each_style_is_there_once_in_the_head() -> None:
    own = "<style>td { padding: 2px }</style>"
    text = made(*(shows(html(f"{rendering.style_sheet()}{own}<p>x</p>")) for _ in range(3)))
    head, _, body = text.partition("</head>")
    assert head.count("--wb-ink:") == head.count("td { padding: 2px }") == 1
    assert "<style" not in body
    assert body.count("<p>x</p>") == 3


def test_headings_are_listed_where_there_are_many() -> None:
    few, many = ([shows(html(f"<h2>Part {n}</h2>")) for n in range(count)] for count in (3, 4))
    assert "<nav" not in made(*few)
    text = made(*many)
    assert re.findall(r'<a href="#(s\d)">(Part \d)</a>', text) == [
        (f"s{n + 1}", f"Part {n}") for n in range(4)
    ]
    assert '<h2 id="s4">Part 3</h2>' in text


@pytest.mark.parametrize(
    ("language", "said"),
    [("zh-Hans", "回到总目录"), ("zh-Hant", "總"), ("en", "Back to the index")],
)
def test_the_words_around_are_in_the_reader_s_language(language: str, said: str) -> None:
    text = made(shows(html("x")), language=language, home="../index.html")
    assert f'<html lang="{language}">' in text
    assert said in text
    assert 'href="../index.html"' in text
    assert "index.html" not in made(shows(html("x")), language=language)


def test_a_notebook_is_left_as_it_was() -> None:
    notebook = new_notebook(cells=[shows(html("<style>a</style><h2>Part</h2>"))])
    page(notebook, language="en", title="")
    assert notebook.cells[0].outputs[0].data["text/html"] == "<style>a</style><h2>Part</h2>"


def test_nothing_is_run_and_nothing_is_fetched(tmp_path: Path) -> None:
    bad = (
        "<script>document.title = 'ran'</script><img src='https://example.com/a.png' alt=''>"
        "<img src='x.png' onerror=\"document.title = 'ran'\" alt=''>"
        "<link rel='stylesheet' href='https://example.com/a.css'>"
        "<details><summary>more</summary><p>folded</p></details>"
    )
    path = tmp_path / "page.html"
    path.write_text(made(shows(html(bad))), encoding="utf-8")
    fetched: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        shown = browser.new_page()
        shown.on("requestfinished", lambda request: fetched.append(request.url))
        shown.goto(path.as_uri())
        shown.click("summary")
        assert shown.is_visible("text=folded")
        assert shown.title() == "节奏 <Pacing>"
        browser.close()
    assert fetched == [path.as_uri()]


def test_a_page_of_ours_has_no_script_and_no_address() -> None:
    text = made(shows(html("<p>x</p>")), home="../index.html")
    assert "<script" not in text
    assert not re.findall(r"""(?:src|href)=["'](?:https?:)?//""", text)
    assert "@import" not in text
    assert "url(" not in text
