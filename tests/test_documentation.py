"""What the documents promise, held against what there is."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from workbook.cli import app

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
PAGES = sorted(ROOT.glob("docs/*.md"))  # the trainee's path, the coach's, the administrator's
MANUAL = "\n".join((README, *(page.read_text("utf-8") for page in PAGES)))
DOCUMENTS = [
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "benchmarks/README.md")),
    *ROOT.glob("docs/**/*.md"),
]
each = pytest.mark.parametrize(
    "document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT).with_suffix(""))
)
MADE_LATER = ("out", "wheelhouse", ".venv")  # what a command makes


def code_in(text: str) -> Iterator[str]:
    """Every line of code and every word of code of a document."""
    for block in re.findall(r"```\w*\n(.*?)```", text, re.DOTALL):
        yield from block.splitlines()
    yield from re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", text, flags=re.DOTALL))


GROUPS = ("import", "class")


def commands() -> dict[str, Any]:
    """Every command by its words, as in "import roster"."""
    root: Any = typer.main.get_command(app)
    found = {}
    for name, command in root.commands.items():
        below = getattr(command, "commands", {})
        if not below or command.invoke_without_command:
            found[name] = command
        found |= {f"{name} {one}": made for one, made in below.items()}
    return found


def called(text: str) -> Iterator[tuple[list[str], list[str]]]:
    """The commands that a line may mean, and the options that it names."""
    for line in code_in(text):
        if found := re.search(r"(?:^|[/\\\s])workbook ((?!ERROR)[a-z].*)", line.split("#")[0]):
            words = found[1].replace("\\|", "|").split()
            name = words[0]
            second = words[1] if len(words) > 1 else ""
            grouped = name in GROUPS and re.fullmatch(r"[a-z|]+", second)
            kinds = second.split("|") if grouped else [""]
            yield [f"{name} {kind}".strip() for kind in kinds], re.findall(r"--[a-z][a-z-]*", line)


# -- the command line -----------------------------------------------------------------------------


@each
def test_every_command_and_option_that_is_named_exists(document: Path) -> None:
    known = commands()
    for names, options in called(document.read_text("utf-8")):
        for name in names:
            assert name in known, name
            for option in options:
                assert option in {opt for one in known[name].params for opt in one.opts}, (
                    name,
                    option,
                )


def test_the_manual_names_every_command() -> None:
    named = {name for names, _ in called(MANUAL) for name in names}
    rest = set(commands()) - named
    care = row("erase")
    assert {name for name in rest if f"`{name} FILE`" not in care} == set()


def test_the_manual_names_the_options_of_the_batch() -> None:
    options = {one.opts[0] for one in commands()["run"].params if one.opts[0].startswith("--")}
    assert set(re.findall(r"--[a-z]+", row("run"))) == options


def test_the_exit_codes_are_those_that_the_manual_says() -> None:
    from workbook.cli.options import BAD_CALL, PARTLY_FAILED

    assert f"{PARTLY_FAILED} when some" in row("run")
    assert f"{BAD_CALL} when the call" in row("run")


def row(command: str) -> str:
    """The command's line in the table of all commands."""
    return next(line for line in MANUAL.splitlines() if line.startswith(f"| `workbook {command}"))


def test_the_readme_leads_to_every_path() -> None:
    led = set(re.findall(r"\]\(docs/([a-z]+\.md)", README))
    assert {"trainee.md", "coach.md", "administrator.md", "commands.md"} <= led


# -- make -----------------------------------------------------------------------------------------


def targets() -> set[str]:
    text = (ROOT / "Makefile").read_text("utf-8")
    return set(re.findall(r"^([a-z][a-z-]*):", text, re.MULTILINE))


@each
def test_every_target_that_is_named_exists(document: Path) -> None:
    for line in code_in(document.read_text("utf-8")):
        if found := re.match(r"make ([a-z][a-z-]*)", line.strip()):
            assert found[1] in targets(), line


def test_every_target_is_phony_or_a_file() -> None:
    text = (ROOT / "Makefile").read_text("utf-8")
    phony = re.search(r"^\.PHONY: (.*)$", text, re.MULTILINE)
    assert phony is not None
    assert set(phony[1].split()) == targets()


def test_ci_runs_what_the_readme_names() -> None:
    script = ROOT / ".ci" / "run"
    assert script.read_text("utf-8").endswith("\nexec make test\n")
    assert "\nmake test " in README
    assert "\nmake test-all " in README
    assert script.stat().st_mode & 0o111


# -- files ----------------------------------------------------------------------------------------


@each
def test_every_link_leads_somewhere(document: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", document.read_text("utf-8")):
        if target.startswith(("http://", "https://")):
            continue
        path, _, part = target.partition("#")
        led = document.parent / path if path else document
        assert led.exists(), target
        assert not part or part in parts(led), target


def parts(document: Path) -> set[str]:
    """What a link may name in a document: its headings, as GitHub turns them into anchors."""
    heads = re.findall(r"^#+ (.+)$", document.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


@each
def test_every_file_that_is_named_exists(document: Path) -> None:
    text = document.read_text("utf-8")
    named = [one for line in code_in(text) for one in line.split("#")[0].split()]
    for name in named:
        if re.fullmatch(r"[\w.-]+(/[\w.*-]+)*/?(\.(py|yaml|yml|md|ipynb|toml|lock))?", name):
            top = name.split("/")[0]
            if "/" not in name or "*" in name or top in MADE_LATER or not (ROOT / top).exists():
                continue
            assert (ROOT / name).exists() or (document.parent / name).exists(), name


def test_the_decisions_are_all_listed() -> None:
    folder = ROOT / "docs" / "decisions"
    listed = set(re.findall(r"\]\(([^)]+\.md)\)", (folder / "README.md").read_text("utf-8")))
    assert listed == {path.name for path in folder.glob("[0-9]*.md")}


def test_the_changelog_knows_this_version() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    assert re.search(
        rf"^## {re.escape(version)}\b", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.M
    )
