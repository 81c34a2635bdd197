"""A trainee's copies, asked for over the wire."""

from __future__ import annotations

import json

from typed import MONTH, TODAY

from server.serving import Served
from workbook.pages.copies.notebook_code import parameters_in

PATH = "workbook-pages/chen-jie/04_pacing.ipynb"


def test_a_copy_is_made_with_what_the_session_knows(served: Served, cohort: object) -> None:
    answer = served.post("/trainees/chen-jie/copies", {"page": "pacing", "restore": True})
    found = served.told(answer, "Copy")
    assert found == {"path": PATH, "state": "ready", "says": ""}
    source = parameters_in(json.loads((served.root / PATH).read_text(encoding="utf-8")))
    assert source.splitlines() == [
        "trainee = 'chen-jie'",
        f"month = '{MONTH}'",
        f"today = '{TODAY}'",
        "language = ''",
        f"store = '{cohort}'",
        "mode = 'form'",
    ]


def test_a_changed_copy_says_so_in_the_readers_language(served: Served) -> None:
    wanted = {"page": "journey", "month": "2027-01", "language": "en"}
    found = served.told(served.post("/trainees/chen-jie/copies", wanted), "Copy")
    path = served.root / found["path"]
    assert "month = '2027-01'" in path.read_text(encoding="utf-8")
    path.write_text("{}", encoding="utf-8")
    found = served.told(served.post("/trainees/chen-jie/copies", wanted), "Copy")
    assert found["state"] == "changed"
    assert found["says"].startswith("The program part of this page was changed")
    chinese = wanted | {"language": "zh-Hant"}
    found = served.told(served.post("/trainees/chen-jie/copies", chinese), "Copy")
    assert found["says"].startswith("這一頁的")
    restored = served.post("/trainees/chen-jie/copies", wanted | {"restore": True})
    assert served.told(restored, "Copy")["state"] == "ready"


def test_what_is_in_the_way_is_said(served: Served) -> None:
    (served.root / "workbook-pages").mkdir(exist_ok=True)
    (served.root / "workbook-pages" / "huang-li").symlink_to(served.home)
    answer = served.post("/trainees/huang-li/copies", {"page": "pacing", "language": "en"})
    assert "huang-li" in served.refused(answer, 400)


def test_a_page_or_a_person_that_is_not_there_is_said(served: Served) -> None:
    answer = served.post("/trainees/chen-jie/copies", {"page": "../../x", "language": "en"})
    assert "action_plan" in served.refused(answer, 404)
    answer = served.post("/trainees/chen/copies", {"page": "pacing", "language": "en"})
    assert "chen-jie" in served.refused(answer, 404)
    answer = served.post("/trainees/chen-jie/copies", {"page": "pacing", "language": "xx"})
    assert served.refused(answer, 400)
    assert [one.name for one in served.root.iterdir()] == ["workbook-pages"]
