"""The plugin's words: every one that is said has its Chinese, and none is kept for nothing."""

from __future__ import annotations

import json
import re
import runpy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jupyterlab_server.translation_utils import get_installed_packages_locale

ROOT = Path(__file__).parent.parent
PLUGIN = ROOT / "labextension"
MAKING: dict[str, Any] = runpy.run_path(str(PLUGIN / "catalogues.py"))
DOMAIN: str = MAKING["DOMAIN"]
# what asks for text that it was given: its words are those of the settings
GIVEN = {"describing.ts"}
CALL = re.compile(r"\.(__|_n|_p)\(\s*")
LITERAL = re.compile(r"""\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")\s*(\+?)""")
SETTINGS = {
    "title": "schema",
    "description": "schema",
    "jupyter.lab.setting-icon-label": "settings",
}

Said = tuple[str, str]  # context, text


def literal(code: str, at: int) -> tuple[str, int]:
    """A string in TypeScript, also one in several pieces, and where it ends; "" where none is."""
    pieces, joined = [], True
    while joined and (found := LITERAL.match(code, at)):
        pieces.append((found[1] or found[2] or "").replace("\\'", "'").replace('\\"', '"'))
        joined, at = bool(found[3]), found.end()
    return "".join(pieces), at


def said_in(path: Path) -> Iterator[Said]:
    code = path.read_text("utf-8")
    for call in CALL.finditer(code):
        first, end = literal(code, call.end())
        if path.name in GIVEN and not first:
            continue
        assert first, f"{path.name}: not a literal: {code[call.start() : call.start() + 60]}"
        if call[1] == "_p":
            assert code[end] == ","
            yield first, literal(code, end + 1)[0]
        else:
            yield "", first


def said_by_the_code() -> set[Said]:
    return {one for path in sorted((PLUGIN / "src").rglob("*.ts")) for one in said_in(path)}


def said_by_the_settings() -> set[Said]:
    said: set[Said] = set()
    for path in sorted((PLUGIN / "schema").glob("*.json")):
        schema = json.loads(path.read_text("utf-8"))
        said |= {(context, schema[key]) for key, context in SETTINGS.items()}
        for one in schema["properties"].values():
            said |= {("settings", one["title"]), ("settings", one["description"])}
    return said


def catalogue(locale: str) -> dict[Said, list[str]]:
    """What JupyterLab reads: context and text, and what is said instead."""
    text = MAKING["place"](locale, "json").read_text("utf-8")
    kept = {key: said for key, said in json.loads(text).items() if key}
    return {
        ("", key) if "\x04" not in key else (key.split("\x04")[0], key.split("\x04")[1]): said
        for key, said in kept.items()
    }


LOCALES = pytest.mark.parametrize("locale", [MAKING["WRITTEN"], MAKING["DERIVED"]])


@LOCALES
def test_all_that_is_said_has_its_chinese(locale: str) -> None:
    assert said_by_the_code() | said_by_the_settings() <= set(catalogue(locale))


@LOCALES
def test_nothing_is_translated_for_nobody(locale: str) -> None:
    assert set(catalogue(locale)) <= said_by_the_code() | said_by_the_settings()


@LOCALES
def test_every_entry_says_something_and_fills_in_the_same_places(locale: str) -> None:
    for (_, text), said in catalogue(locale).items():
        assert said[0].strip(), text
        assert set(re.findall(r"%\d", said[0])) == set(re.findall(r"%\d", text)), text


def test_the_catalogues_are_those_of_the_one_that_people_write() -> None:
    for path, content in MAKING["files"]().items():
        assert path.read_bytes() == content, f"{path.name}: make catalogues"


def test_traditional_characters_are_traditional() -> None:
    assert catalogue("zh_TW")["", "Next step"] == ["下一步"]
    assert catalogue("zh_TW")["", "Workbook"] == ["練習冊"]


@LOCALES
def test_jupyterlab_finds_them(locale: str) -> None:
    found, trouble = get_installed_packages_locale(locale)
    assert not trouble
    assert found[DOMAIN]["Next step"] == ["下一步"]


def test_a_string_in_pieces_is_one() -> None:
    code = """words.__(
      'It isn\\'t ' +
        "here",
      1)"""
    (call,) = CALL.finditer(code)
    assert literal(code, call.end())[0] == "It isn't here"
