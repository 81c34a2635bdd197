"""The contract holds together and is what the server shows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import jsonschema

from server.serving import Served
from workbook.server import contract
from workbook.server.validation import LANGUAGES


def nodes(node: Any) -> Iterator[dict[str, Any]]:
    """Every object in the contract."""
    if isinstance(node, dict):
        yield node
        for one in node.values():
            yield from nodes(one)
    elif isinstance(node, list):
        for one in node:
            yield from nodes(one)


def test_every_reference_leads_somewhere() -> None:
    found = [str(node["$ref"]) for node in nodes(contract.read()) if "$ref" in node]
    assert found
    for reference in found:
        at: Any = contract.read()
        for step in reference.removeprefix("#/").split("/"):
            at = at[step]


def test_every_schema_is_one() -> None:
    for name in contract.read()["components"]["schemas"]:
        jsonschema.Draft202012Validator.check_schema(contract.schema(name))


def test_what_a_path_names_is_declared() -> None:
    for path, one in contract.read()["paths"].items():
        declared = [
            found.get("name") or str(found["$ref"]).rsplit("/", 1)[-1]
            for found in one.get("parameters", [])
        ]
        assert declared == re.findall(r"{(\w+)}", path)


def test_each_verb_has_a_name_and_says_how_it_refuses() -> None:
    names = []
    for path, one in contract.read()["paths"].items():
        for verb in set(one) - {"parameters"}:
            names.append(one[verb]["operationId"])
            assert one[verb]["summary"]
            if path == "/openapi":
                continue
            refused = one[verb]["responses"]["default"]
            assert refused == {"$ref": "#/components/responses/Refused"}
    assert len(names) == len(set(names))


def test_the_languages_are_the_contracts() -> None:
    assert list(LANGUAGES[1:]) == contract.schema("Language")["enum"]


def test_the_server_shows_it(served: Served) -> None:
    answer = served.get("/openapi")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("application/yaml")
    assert answer.text == contract.FILE.read_text(encoding="utf-8")
