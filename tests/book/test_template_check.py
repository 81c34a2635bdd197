"""`workbook check`: sound templates are silent; a folder of a bank's own is held to the same."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from workbook import chapters, errors, resources
from workbook.book import template_check
from workbook.cli import app
from workbook.errors import NotFound


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A bank's own copy of the templates."""
    shutil.copytree(resources.templates(), tmp_path / "templates")
    return tmp_path / "templates"


def changed(path: Path, before: str, after: str) -> int:
    """Change one place in a file; the line on which it stands."""
    text = path.read_text(encoding="utf-8")
    assert text.count(before) == 1
    path.write_text(text.replace(before, after), encoding="utf-8")
    return text[: text.index(before)].count("\n") + 1


def test_the_shipped_templates_are_sound() -> None:
    assert template_check.problems() == []


def test_every_template_has_a_model_and_every_model_a_template() -> None:
    folders = {path.parent.name for path in resources.templates().glob("*/zh.yaml")}
    assert set(template_check.models()) == folders
    assert set(chapters.names()) < folders


def test_a_copy_is_as_sound(folder: Path) -> None:
    assert template_check.problems(folder) == []


def test_each_fault_is_one_line_at_its_place(folder: Path) -> None:
    rule = changed(
        folder / "pacing" / "pacing.yaml", "no_try: {weight: should", "no_try: {weight: x"
    )
    label = changed(folder / "bank" / "en.yaml", "label: wan yuan", "lable: wan yuan")
    changed(folder / "wording" / "zh.yaml", "\n  close:", "\n  shut:")
    form = {name: line_of(folder / "wording" / f"{name}.yaml", "form:") for name in ("zh", "en")}
    said = [": ".join(line.split(": ")[:2]) for line in template_check.problems(folder)]
    assert sorted(said) == sorted(
        [
            f"bank/en.yaml:{label - 1}:1: money.label",
            f"bank/en.yaml:{label}:3: money.lable",
            f"wording/en.yaml:{form['en']}:1: form.shut",
            f"wording/zh.yaml:{form['zh']}:1: form.close",
            f"pacing/pacing.yaml:{rule}:12: rules.no_try.weight",
        ]
    )


def line_of(path: Path, text: str) -> int:
    return path.read_text(encoding="utf-8").splitlines().index(text) + 1


def test_the_bank_of_remarks_is_held_to_the_forms(folder: Path) -> None:
    numbers, english = folder / "coaching" / "coaching.yaml", folder / "coaching" / "en.yaml"
    field = changed(numbers, "field: daily_contacts", "field: daily_contact")
    key = changed(english, "\n  advice_open:", "\n  advise_open:") + 1
    first, *others = template_check.problems(folder)
    assert first.startswith(f"coaching/coaching.yaml:{field}:38: remarks.contacts_honest.field: ")
    assert "daily_contacts" in first
    assert any(f"coaching/en.yaml:{key}:3: remarks.advise_open" in line for line in others)


@pytest.mark.parametrize(("kind", "key"), [("tables", "plans"), ("figures", "pressure")])
def test_what_the_code_shows_must_have_words(folder: Path, kind: str, key: str) -> None:
    at: dict[str, int] = {}
    for name in ("pacing.yaml", "zh.yaml", "en.yaml"):
        path = folder / "pacing" / name
        text = path.read_text(encoding="utf-8")
        block = re.search(rf"(?<=\n){kind}:\n(?:(?:  .*)?\n)*", text)
        assert block
        less = re.sub(rf"\n  {key}:.*(?:\n    .*)*", "", block[0])
        assert less != block[0]
        at[name] = text[: block.start()].count("\n") + 1
        path.write_text(text.replace(block[0], less), encoding="utf-8")
    [line] = template_check.problems(folder)
    assert line.startswith(f"pacing/pacing.yaml:{at['pacing.yaml']}:1: {kind}.{key}: the chapter")


def test_a_file_in_another_encoding_is_one_line_and_the_rest_is_checked(folder: Path) -> None:
    path = folder / "portfolio" / "zh.yaml"
    path.write_bytes(path.read_text(encoding="utf-8").encode("gb18030"))
    changed(folder / "bank" / "en.yaml", "label: wan yuan", "label: [wan yuan]")
    found = template_check.problems(folder)
    assert len(found) == 2
    assert found[0].startswith("bank/en.yaml:3:3: money.label: ")
    assert re.match(r"portfolio/zh\.yaml:\d+:\d+: this is not UTF-8", found[1])


def test_a_template_that_is_not_there_is_met_with_those_that_are(folder: Path) -> None:
    shutil.rmtree(folder / "portfolio")
    with pytest.raises(NotFound, match="portfolio"):
        template_check.problems(folder)


def test_a_calendar_that_cannot_be_read_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calendar = tmp_path / "calendar.yaml"
    calendar.write_text("years:\n  2027:\n    standing: perhaps\n", encoding="utf-8")
    monkeypatch.setenv("WORKBOOK_CALENDAR", str(calendar))
    found = template_check.problems()
    assert found
    assert all("calendar.yaml" in line for line in found)


def test_the_command_says_that_all_is_well() -> None:
    done = CliRunner().invoke(app, ["check"])
    assert done.exit_code == 0
    assert "sound" in done.output


def test_the_command_names_every_fault_on_its_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calendar = tmp_path / "[red]calendar.yaml"
    calendar.write_text("years: 2027\n", encoding="utf-8")
    monkeypatch.setenv("WORKBOOK_CALENDAR", str(calendar))
    done = CliRunner().invoke(app, ["check"])
    assert done.exit_code != 0
    assert done.output.splitlines() == template_check.problems()
    assert "[red]calendar.yaml:" in done.output


def test_the_bank_s_own_file_is_checked_beside_its_store(tmp_path: Path) -> None:
    store, file = tmp_path / "workbook.db", tmp_path / "bank.yaml"
    assert template_check.problems(store=str(store)) == []
    file.write_text("names: [江州银行]\n", encoding="utf-8")
    assert template_check.problems(store=str(store)) == []
    file.write_text("names: [银行]\nnams: 1\n", encoding="utf-8")
    lines = template_check.problems(store=str(store))
    assert [line.split(": ")[0] for line in lines] == [f"{file}:1:9", f"{file}:2:1"]


@pytest.fixture
def own_sentences(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the sentences of errors, read instead of those that ship."""
    folder = tmp_path / "wording" / "errors"
    shutil.copytree(resources.templates() / "wording" / "errors", folder)
    monkeypatch.setattr(errors, "templates", lambda: tmp_path)
    errors.sentences.cache_clear()
    yield folder
    errors.sentences.cache_clear()


def test_a_sentence_that_one_language_lacks_is_named(own_sentences: Path) -> None:
    english = own_sentences / "en.yaml"
    text = english.read_text("utf-8")
    english.write_text(text.replace("  no_date:", "  no_day:"), encoding="utf-8")
    assert template_check.problems() == [
        "wording/errors/zh.yaml:1:1: book.no_day: this is missing",
        "wording/errors/en.yaml:1:1: book.no_date: this is missing",
    ]


def test_sentences_that_cannot_be_read_are_named(own_sentences: Path) -> None:
    (own_sentences / "en.yaml").write_text("book: [", encoding="utf-8")
    (found,) = template_check.problems()
    assert found.startswith(f"{own_sentences / 'en.yaml'}:1:8: these sentences cannot be read: ")
