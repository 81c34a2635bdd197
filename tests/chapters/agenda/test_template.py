"""The words of the list: sayable, and with nothing that a reader would miss."""

from __future__ import annotations

import re

import pytest
from typed import CHEN, MONTH, TODAY
from typer.testing import CliRunner

from workbook import content
from workbook.chapters.agenda.records import Kind, Pack
from workbook.cli import app

BY_JOURNEY = {  # their question, what to avoid and when to stop are the journey's own
    "leaving", "outflow", "rumour", "income", "matures_today", "matures_near", "matures",
    "assessment_over", "assessment_due", "inflow", "near_edge", "near_tier", "dormant", "tried",
}  # fmt: skip
MOST_SIGNS = 35


def kinds(language: str) -> dict[str, Kind]:
    return content.load("agenda", language, Pack).kinds


@pytest.mark.parametrize("language", content.LANGUAGES)
def test_a_sentence_asks_one_thing_at_most_and_can_be_said(language: str) -> None:
    for key, one in kinds(language).items():
        said = one.sentence
        assert len(re.findall(r"[？?]", said)) <= 1, key
        assert language == "en" or len(said) <= MOST_SIGNS, key
        assert len(said.split()) <= 25, key


@pytest.mark.parametrize("language", content.LANGUAGES)
def test_nothing_is_left_to_open_empty(language: str) -> None:
    for key, one in kinds(language).items():
        own = (one.question, one.avoid, one.stop)
        assert all(own) is (key not in BY_JOURNEY), key
        assert one.careful != one.act or key == "tried", key


@pytest.mark.parametrize("language", content.LANGUAGES)
def test_an_act_names_no_channel_that_a_customer_may_have_refused(language: str) -> None:
    refused = re.compile("打电话|去电|来电|短信|企微|微信|call them|text them|WeCom")
    for key, one in kinds(language).items():
        assert not refused.search(f"{one.act} {one.careful}"), key


@pytest.mark.parametrize("language", content.LANGUAGES)
def test_no_two_matters_begin_alike(language: str) -> None:
    said = [one.sentence for key, one in kinds(language).items() if key != "other"]
    assert len(set(said)) == len(said)


def test_weights_are_apart_and_the_heaviest_are_the_strong_signals() -> None:
    weights = {key: one.weight for key, one in kinds("en").items()}
    assert len(set(weights.values())) == len(weights)
    assert sorted(weights, key=weights.__getitem__)[-4:] == [
        "matures_today", "income", "rumour", "leaving",
    ]  # fmt: skip


def test_the_command_prints_an_a5_page(tmp_path: object) -> None:
    out = f"{tmp_path}/day.pdf"
    words = ["today", CHEN.id, "--store", "samples", "--month", MONTH, "--today", TODAY]
    done = CliRunner().invoke(app, [*words, "--print", "--out", out])
    assert done.exit_code == 0, done.output
    import pypdf

    (page,) = pypdf.PdfReader(out).pages
    millimetres = [round(float(side) / 72 * 25.4) for side in page.mediabox[2:]]
    assert millimetres == [148, 210]
    assert "C0001" in page.extract_text()
