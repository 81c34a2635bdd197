"""A trainee's copies: laid out, recognised, brought up to date, restored."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path
from typing import Any

import nbformat
import pytest

from workbook import resources
from workbook.errors import BadInput, NotFound, StoreError
from workbook.pages import copies
from workbook.pages.copies.notebook_code import code_of, laid_out, made_of, parameters_in, signature
from workbook.pages.copies.page_files import packaged

GIVEN = {
    "trainee": "chen-jie",
    "month": "2026-12",
    "today": "",
    "language": "",
    "store": "/data/workbook.db",
    "mode": "form",
}


@pytest.fixture
def shelf(tmp_path: Path) -> copies.CopyFolder:
    return copies.CopyFolder(tmp_path, "pages", "chen-jie", b"a secret")


def copy_at(shelf: copies.CopyFolder, page: str = "pacing") -> Path:
    return shelf.folder / copies.files()[page].name


def read(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def write(path: Path, notebook: dict[str, Any]) -> None:
    path.write_text(json.dumps(notebook, ensure_ascii=False), encoding="utf-8")


@pytest.mark.parametrize("page", copies.files())
def test_a_page_is_laid_out_to_be_filled_in(shelf: copies.CopyFolder, page: str) -> None:
    found = copies.opened(shelf, page, GIVEN)
    assert found == copies.Copy(f"pages/chen-jie/{copies.files()[page].name}", "ready")
    notebook = read(shelf.root / found.path)
    nbformat.validate(nbformat.from_dict(notebook))
    assert code_of(notebook) == code_of(packaged(page))
    assert parameters_in(notebook).splitlines()[1] == "month = '2026-12'"
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            assert (cell["outputs"], cell["execution_count"]) == ([], None)
            shown = cell["metadata"]
            assert (shown["deletable"], shown["editable"]) == (False, False)
            assert shown["jupyter"]["source_hidden"] is True


def test_opening_again_brings_month_and_language_up_to_date(shelf: copies.CopyFolder) -> None:
    copies.opened(shelf, "pacing", GIVEN)
    found = copies.opened(shelf, "pacing", GIVEN | {"month": "2027-01", "language": "en"})
    assert found.state == "ready"
    source = parameters_in(read(copy_at(shelf)))
    assert "month = '2027-01'" in source
    assert "language = 'en'" in source


def test_a_copy_that_is_up_to_date_is_not_written_again(shelf: copies.CopyFolder) -> None:
    copies.opened(shelf, "pacing", GIVEN)
    os.utime(copy_at(shelf), (1, 1))
    copies.opened(shelf, "pacing", GIVEN)
    assert copy_at(shelf).stat().st_mtime == 1


def test_outputs_are_cleared_and_own_prose_is_kept(shelf: copies.CopyFolder) -> None:
    copies.opened(shelf, "pacing", GIVEN)
    notebook = read(copy_at(shelf))
    notebook["cells"][3]["outputs"] = [
        {"output_type": "stream", "name": "stdout", "text": ["shown"]}
    ]
    mine = {"cell_type": "markdown", "id": "mine", "metadata": {}, "source": "My own ½ 笔记"}
    notebook["cells"].insert(2, mine)
    notebook["metadata"]["widgets"] = {"application/vnd.jupyter.widget-state+json": {}}
    write(copy_at(shelf), notebook)
    assert copies.opened(shelf, "pacing", GIVEN).state == "ready"
    after = read(copy_at(shelf))
    assert after["cells"][2] == mine
    assert not any(cell.get("outputs") for cell in after["cells"])
    assert "widgets" not in after["metadata"]


def edited(notebook: dict[str, Any]) -> None:
    notebook["cells"][3]["source"] = "import os"


def deleted(notebook: dict[str, Any]) -> None:
    del notebook["cells"][3]


def added(notebook: dict[str, Any]) -> None:
    cell = {"cell_type": "code", "metadata": {}, "source": "1", "outputs": [], "id": "one"}
    notebook["cells"].append(cell)


def moved(notebook: dict[str, Any]) -> None:
    notebook["cells"].append(notebook["cells"].pop(3))


def tagged(notebook: dict[str, Any]) -> None:
    notebook["cells"][3]["metadata"]["tags"] = ["parameters"]


def emptied(notebook: dict[str, Any]) -> None:
    notebook.clear()


CHANGES = [edited, deleted, added, moved, tagged, emptied]


@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_copy_is_left_alone_until_it_is_restored(
    shelf: copies.CopyFolder, change: Any
) -> None:
    copies.opened(shelf, "pacing", GIVEN)
    fresh = copy_at(shelf).read_bytes()
    notebook = read(copy_at(shelf))
    change(notebook)
    write(copy_at(shelf), notebook)
    touched = copy_at(shelf).read_bytes()
    found = copies.opened(shelf, "pacing", GIVEN)
    assert found.state == "changed"
    assert " / " in str(found.says)
    assert copy_at(shelf).read_bytes() == touched
    assert copies.opened(shelf, "pacing", GIVEN, restore=True).state == "ready"
    assert copy_at(shelf).read_bytes() == fresh
    (kept,) = (shelf.folder / copies.OLD).iterdir()
    assert kept.read_bytes() == touched
    assert kept.name.startswith("04_pacing-")


@pytest.mark.parametrize("text", ["", "{", "no json", "[]", "null", "\udc80", "[" * 9999])
def test_a_broken_copy_can_be_restored(shelf: copies.CopyFolder, text: str) -> None:
    copies.opened(shelf, "start", GIVEN)
    copy_at(shelf, "start").write_text(text, encoding="utf-8", errors="surrogateescape")
    assert copies.opened(shelf, "start", GIVEN).state == "changed"
    assert copies.opened(shelf, "start", GIVEN, restore=True).state == "ready"


def test_a_copy_of_an_older_package_is_outdated(shelf: copies.CopyFolder) -> None:
    older = laid_out(shelf, "pacing", GIVEN)
    older["cells"][-1]["source"] = 'pacing.section("as it was")'
    made = made_of(older)
    note = {"page": "pacing", "made": made, "signature": signature(shelf, "pacing", made)}
    older["metadata"]["workbook"] = note
    copies.opened(shelf, "pacing", GIVEN)
    write(copy_at(shelf), older)
    assert copies.opened(shelf, "pacing", GIVEN).state == "outdated"
    older["cells"][-1]["source"] = "as it never was"
    write(copy_at(shelf), older)
    assert copies.opened(shelf, "pacing", GIVEN).state == "changed"


def test_who_does_not_know_the_secret_cannot_say_that_a_copy_is_older(
    shelf: copies.CopyFolder, tmp_path: Path
) -> None:
    forger = copies.CopyFolder(tmp_path, "pages", "chen-jie", b"a guess")
    older = laid_out(shelf, "pacing", GIVEN)
    older["cells"][-1]["source"] = "import os"
    made = made_of(older)
    note = {"page": "pacing", "made": made, "signature": signature(forger, "pacing", made)}
    older["metadata"]["workbook"] = note
    copies.opened(shelf, "pacing", GIVEN)
    write(copy_at(shelf), older)
    assert copies.opened(shelf, "pacing", GIVEN).state == "changed"


def test_whatever_lies_in_the_way_is_said(shelf: copies.CopyFolder, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (tmp_path / "pages").mkdir()
    shelf.folder.symlink_to(elsewhere)
    with pytest.raises(BadInput, match="chen-jie"):
        copies.opened(shelf, "pacing", GIVEN)
    shelf.folder.unlink()
    shelf.folder.write_text("a file", encoding="utf-8")
    with pytest.raises(BadInput, match="chen-jie"):
        copies.opened(shelf, "pacing", GIVEN)
    shelf.folder.unlink()
    copy_at(shelf).mkdir(parents=True)
    with pytest.raises(BadInput, match="04_pacing"):
        copies.opened(shelf, "pacing", GIVEN, restore=True)
    copy_at(shelf).rmdir()
    target = tmp_path / "target.ipynb"
    target.write_text("{}", encoding="utf-8")
    copy_at(shelf).symlink_to(target)
    with pytest.raises(BadInput, match="04_pacing"):
        copies.opened(shelf, "pacing", GIVEN, restore=True)
    assert target.read_text(encoding="utf-8") == "{}"
    assert list(elsewhere.iterdir()) == []


def test_a_disk_that_takes_nothing_is_said(shelf: copies.CopyFolder) -> None:
    far = copies.CopyFolder(shelf.root, "/".join(["x" * 200] * 30), "chen-jie", b"s")
    with pytest.raises(StoreError, match="cannot be written"):
        copies.opened(far, "pacing", GIVEN)


def test_an_unknown_page_is_answered_with_the_nearest(shelf: copies.CopyFolder) -> None:
    with pytest.raises(NotFound, match="pacing"):
        copies.opened(shelf, "pacin", GIVEN)
    with pytest.raises(NotFound, match="pacing"):
        copies.page_of("pacin")


def test_the_pages_are_the_packaged_notebooks() -> None:
    names = [path.name for path in copies.files().values()]
    assert names == sorted(path.name for path in resources.notebooks().glob("*.ipynb"))
    assert copies.page_of("prospects") == "pacing"
    assert copies.page_of("pacing") == "pacing"


def test_only_its_owner_can_read_the_secret(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    found = copies.secret_in(folder)
    (path,) = folder.iterdir()
    assert path.read_bytes() == found
    assert len(found) == 64
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    copies.secret_in.cache_clear()
    assert copies.secret_in(folder) == found
