"""Every route of the contract: who may ask, and what happens to what makes no sense."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest
from waiting import PATIENCE

from server.serving import Served, running
from workbook.server import contract
from workbook.server.handler import Answering
from workbook.server.routes import HANDLERS

VERBS = ("get", "post", "delete", "put", "patch", "head")
GOOD = {
    "trainee": "chen-jie",
    "cohort": "2026-winter",
    "chapter": "pacing",
    "batch": "0123456789ab",
    "number": "1",
    "path": "index.html",
}
HOSTILE = {
    "up": "../",
    "further up": "../../../etc/passwd",
    "nul": "chen\0jie",
    "10 kB": "a" * 10_000,
    "emoji": "😀",
    "line break": "chen-jie\n",
    "upper case": "Chen-Jie",
    "number": "-1",
    "formula": "=1+1",
    "markup": "<script>alert(1)</script>",
}


def routes() -> Iterator[tuple[str, str]]:
    """Each method and path of the contract."""
    for path, one in contract.read()["paths"].items():
        for verb in VERBS:
            if verb in one:
                yield verb, path


def hostile_routes() -> Iterator[tuple[str, str, str]]:
    """Each method and path once for each of its parameters, percent-encoded into its place."""
    for verb, path in routes():
        for name in re.findall(r"{(\w+)}", path):
            if name in ("path", "cohort"):
                continue  # their own rules follow below
            for label in HOSTILE:
                yield verb, path.replace(f"{{{name}}}", "{" + label + "}"), label


def filled(path: str) -> str:
    """The path with something in each of its places."""
    known = {**GOOD, **{label: quote(text, safe="") for label, text in HOSTILE.items()}}
    return re.sub(r"{([^}]+)}", lambda match: known[match[1]], path)


def test_the_contract_and_the_list_of_routes_are_the_same() -> None:
    assert list(HANDLERS) == list(contract.read()["paths"])


@pytest.mark.parametrize("path", HANDLERS)
def test_a_handler_has_the_methods_of_the_contract(path: str) -> None:
    handler = HANDLERS[path]
    assert issubclass(handler, Answering)
    there = {verb for verb in VERBS if getattr(handler, verb) is not getattr(Answering, verb)}
    assert there == {verb for verb, one in routes() if one == path}


@pytest.mark.parametrize(("verb", "path"), list(routes()))
def test_without_a_token_nobody_is_let_in(served: Served, verb: str, path: str) -> None:
    url = served.url + filled(path)
    answer = httpx.request(
        verb, url, json=None if verb == "get" else {}, trust_env=False, timeout=PATIENCE
    )
    assert answer.status_code in (401, 403)
    assert served.refused(answer, answer.status_code)


def test_the_servers_authorizer_has_the_last_word(cohort: Path, tmp_path: Path) -> None:
    nobody = "--ServerApp.authorizer_class=server.refusing.Nobody"
    with running(tmp_path, cohort, nobody) as guarded:
        for verb, path in routes():
            body = None if verb == "get" else {}
            answer = guarded.client.request(verb, guarded.url + filled(path), json=body)
            assert guarded.refused(answer, 403), path


@pytest.mark.parametrize(("verb", "path"), [one for one in routes() if one[0] != "get"])
def test_a_cookie_alone_changes_nothing(served: Served, verb: str, path: str) -> None:
    """A login by cookie is what another site could use; the token of the page it cannot have."""
    with httpx.Client(trust_env=False, timeout=PATIENCE) as browser:
        browser.get(f"{served.url}/openapi?token={served.token}")
        assert browser.cookies
        assert browser.get(f"{served.url}/openapi").status_code == 200
        answer = browser.request(verb, served.url + filled(path), json={})
    assert answer.status_code == 403
    assert served.refused(answer, 403)


@pytest.mark.parametrize(("verb", "path", "label"), list(hostile_routes()))
def test_a_hostile_name_is_refused_with_a_sentence(
    served: Served, verb: str, path: str, label: str
) -> None:
    answer = served.client.request(
        verb, served.url + filled(path), json=None if verb == "get" else {}
    )
    said = served.refused(answer, 400)
    assert HOSTILE[label].strip() not in said


@pytest.mark.parametrize("label", ["nul", "10 kB", "line break"])
@pytest.mark.parametrize("path", ["/cohorts/{}", "/cohorts/{}/changes"])
def test_a_hostile_cohort_is_refused(served: Served, path: str, label: str) -> None:
    answer = served.client.get(served.url + path.format(quote(HOSTILE[label], safe="")))
    assert served.refused(answer, 400)


@pytest.mark.parametrize(
    "name",
    [*map(HOSTILE.get, ("formula", "markup", "up", "emoji")), "2026+1 <春> $", "2026/27"],
)
def test_signs_in_a_cohorts_name_are_no_reason_to_refuse_it(served: Served, name: str) -> None:
    """There is none of this name: it was looked up."""
    assert served.refused(served.get(f"/cohorts/{quote(name, safe='')}"), 404)


@pytest.mark.parametrize(
    "path",
    ["%FF/standing", "%C3%28/standing", "chen-jie%FF/changes", "chen-jie/standing?language=%FF"],
)
def test_what_is_no_text_at_all_is_refused(served: Served, path: str) -> None:
    answer = served.client.get(f"{served.url}/trainees/{path}")
    assert served.refused(answer, 400)


BODIES = (
    "/trainees/chen-jie/copies",
    "/verdicts",
    "/trainees/chen-jie/remarks",
    "/trainees/chen-jie/remarks/1/answers",
    "/batches",
)


@pytest.mark.parametrize("path", BODIES)
@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"NaN",
        b'"x"',
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"page": NaN}',
        b'{"unknown": 1}',
        b'{"page": 5, "chapter": [], "text": {}, "cohort": null, "path": 1, "notebook": []}',
    ],
    ids=lambda body: ascii(body[:20]),
)
def test_a_body_that_makes_no_sense_is_refused(served: Served, path: str, body: bytes) -> None:
    answer = served.client.post(served.url + path, content=body)
    assert served.refused(answer, 400)


@pytest.mark.parametrize("path", [path for path in BODIES if path != "/verdicts"])
def test_a_body_that_is_too_large_is_refused(served: Served, path: str) -> None:
    answer = served.post(path, {"text": "x" * 1_000_001})
    assert "1,000,000" in served.refused(answer, 400)


@pytest.mark.parametrize("month", ["2026-13", "2026", "x", "0000-00", "９９９９-12"])
@pytest.mark.parametrize("path", ["/trainees/chen-jie/standing", "/trainees/chen-jie/remarks"])
def test_a_month_that_is_none_is_refused(served: Served, path: str, month: str) -> None:
    assert served.refused(served.get(path, month=month), 400)


@pytest.mark.parametrize("path", ["/trainees/chen-jie/standing", "/bank", "/cohorts/2026-winter"])
def test_a_language_that_is_none_is_refused(served: Served, path: str) -> None:
    assert served.refused(served.get(path, language="english"), 400)


@pytest.mark.parametrize("path", ["/trainees/nobody/standing", "/trainees/nobody/changes"])
def test_an_unknown_trainee_is_answered_with_the_nearest(served: Served, path: str) -> None:
    said = served.refused(served.get(path, language="en"), 404)
    assert said.startswith("There is no trainee")
    assert "chen-jie" in said


def test_a_refusal_is_in_the_readers_language(served: Served) -> None:
    path = f"{served.url}/trainees/nobody/standing"
    for header, begins in (
        ("zh-CN,zh;q=0.9", "学员里没有“nobody”"),
        ("zh-TW", "學員裡沒有“nobody”"),
        ("en-GB,en", "There is no trainee"),
    ):
        answer = served.client.get(path, headers={"Accept-Language": header})
        assert served.refused(answer, 404).startswith(begins)


def test_a_wrong_method_is_refused(served: Served) -> None:
    assert served.refused(served.client.put(f"{served.url}/session", json={}), 405)


def test_nothing_that_was_sent_is_in_the_log(served: Served) -> None:
    served.post("/trainees/chen-jie/remarks", {"chapter": "pacing", "secret": "Wang Xiaoming"})
    served.post("/verdicts", {"path": "Wang Xiaoming", "notebook": {}})
    assert "Wang" not in served.log.read_text(encoding="utf-8")


def test_no_id_and_no_cohort_is_in_the_log(served: Served) -> None:
    """Ids are often names, and a cohort's name says where somebody works."""
    served.get("/trainees/wang-xiaoming/standing")
    served.get("/cohorts/Wang-branch")
    httpx.get(f"{served.url}/trainees/wang-xiaoming/standing", trust_env=False, timeout=PATIENCE)
    served.client.put(f"{served.url}/trainees/wang-xiaoming/copies", json={})
    served.get("/trainees/wang-xiaoming/nothing/there")
    log = served.log.read_text(encoding="utf-8")
    assert "404 GET StandingHandler" in log
    assert "wang" not in log.lower()


def test_nothing_unexpected_was_logged(served: Served) -> None:
    log = served.log.read_text(encoding="utf-8")
    assert "Traceback" not in log
    assert not re.search(r"^\[E ", log, re.MULTILINE)
