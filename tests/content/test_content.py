"""Templates: what is wrong is named at its very place, and both readers agree."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbook import chapters, content, resources
from workbook.book import template_check
from workbook.content import Bundle, plain_yaml, tree
from workbook.domain.templates import FieldWords, Frozen, Rule
from workbook.errors import ContentError, NotFound

NUMBERS = """\
least: 3
rules:
  late: {weight: must, source: ours}
  early:
    weight: could
    threshold: 1.5
    source: "S0 · A1"
"""
ZH = """\
label: 第四周，小周的计划
fields:
  day: {label: 哪天, help: 写 12:30 之前}
rules:
  late:
    label: 晚了
    says: 已过 {days:count} 天，从 {day:day} 起
    attempt: 今天补上
  early:
    label: 早了
    says: 太早
    attempt: 等一等
"""
EN = """\
label: Week 4
fields:
  day: {label: Day, help: no}
rules:
  late:
    label: Late
    says: "{days:count} days late, since {day:day}"
    attempt: Do it today
  early:
    label: Early
    says: Too early
    attempt: Wait
"""
CALM = settings(deadline=None)  # a slow machine is no failure
LINE = re.compile(r"[a-z_]+/[a-z_]+\.yaml:\d+:\d+: .+")


class Small(Frozen):
    """A template with a number, words for fields, and rules."""

    label: str
    least: int
    fields: dict[str, FieldWords]
    rules: dict[str, Rule]


def template(folder: Path, **changed: str) -> Bundle:
    """The small template, with ``numbers``, ``zh`` or ``en`` as given."""
    texts = {"numbers": NUMBERS, "zh": ZH, "en": EN} | changed
    (folder / "small").mkdir(exist_ok=True)
    for name, text in texts.items():
        file = "small" if name == "numbers" else name
        (folder / "small" / f"{file}.yaml").write_text(text, encoding="utf-8")
    return content.bundle("small", folder)


def wrong(folder: Path, **changed: str) -> list[str]:
    return content.problems(template(folder, **changed), Small)


# -- what is right --------------------------------------------------------------------------------


def test_words_are_laid_over_numbers(tmp_path: Path) -> None:
    source = template(tmp_path)
    assert content.problems(source, Small) == []
    read = content.read(source, "en", Small)
    assert (read.least, read.rules["early"].threshold, read.rules["early"].weight) == (
        3,
        1.5,
        "could",
    )
    assert read.rules["late"].says == "{days:count} days late, since {day:day}"
    assert content.read(source, "zh-Hans", Small).rules["late"].attempt == "今天补上"


def test_no_and_a_time_of_day_stay_text(tmp_path: Path) -> None:
    en = EN.replace("Wait", "12:30").replace("Do it today", "no").replace("Too early", "off")
    read = content.read(template(tmp_path, en=en), "en", Small)
    assert read.fields["day"].help == "no"
    assert (read.rules["early"].attempt, read.rules["late"].attempt) == ("12:30", "no")
    assert read.rules["early"].says == "off"


def test_traditional_chinese_is_derived(tmp_path: Path) -> None:
    zh = ZH.replace("今天补上", "今天补上 {计划:money}，每周联系客户")
    read = content.read(template(tmp_path, zh=zh), "zh-Hant", Small)
    assert read.label == "第四週，小周的計劃"
    assert list(read.rules) == ["late", "early"]
    assert read.rules["late"].says == "已過 {days:count} 天，從 {day:day} 起"
    assert read.rules["late"].attempt == "今天補上 {计划:money}，每週聯絡客戶"
    assert read.least == 3


@pytest.mark.parametrize(
    ("simplified", "derived"),
    [
        ("第一周到第四周", "第一週到第四週"),
        ("每周、上周、本周、下周", "每週、上週、本週、下週"),
        ("周一到周日", "週一到週日"),
        ("周期、周末", "週期、週末"),
        ("小周很周到", "小周很周到"),
        ("两周之内", "兩週之內"),
        ("3 周", "3 周"),
        ("当天不签，改天签字；标签、抽签", "當天不簽，改天簽字；標籤、抽籤"),
        ("清单只交到本人，只讲一样", "清單只交到本人，只講一樣"),
        ("这只产品、一只手", "這隻產品、一隻手"),
        ("成交和面谈都写了，不发米面油", "成交和面談都寫了，不發米麵油"),
        ("发结售汇须知，不发长语音", "發結售匯須知，不發長語音"),
        ("上门对表，看表日", "上門對表，看表日"),
        ("", ""),
    ],
)
def test_words_that_the_converter_takes_for_others(simplified: str, derived: str) -> None:
    assert content.traditional(simplified) == derived


@CALM
@given(st.recursive(st.none() | st.integers() | st.text("ab{}: 1"), st.lists))
def test_what_is_not_chinese_is_left_alone(node: object) -> None:
    assert content.traditional({"周": node}) == {"周": node}


@CALM
@given(st.dictionaries(st.sampled_from("abc"), st.integers()), st.dictionaries(
    st.sampled_from("cde"), st.text("xy")
))  # fmt: skip
def test_laying_over_loses_no_key(numbers: dict[str, int], words: dict[str, str]) -> None:
    merged = tree.laid_over({"in": numbers}, {"in": words})["in"]
    assert merged == {**numbers, **words}


def test_unknown_names_are_met_with_the_nearest(tmp_path: Path) -> None:
    source = template(tmp_path)
    with pytest.raises(NotFound, match="zh-Hans"):
        content.read(source, "zh-hans", Small)
    with pytest.raises(NotFound, match="Did you mean: small"):
        content.bundle("smal", tmp_path)
    with pytest.raises(NotFound, match="pacing"):
        content.bundle("pacng")
    with pytest.raises(NotFound, match="none exist yet"):
        content.bundle("small", tmp_path / "nowhere")


# -- what is wrong, and where ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changed", "places"),
    [
        pytest.param(
            {"en": EN.replace("    attempt: Wait\n", "")},
            ["small/en.yaml:9:3: rules.early.attempt"],
            id="a word is missing",
        ),
        pytest.param(
            {"zh": ZH[: ZH.index("  early")]},
            [f"small/zh.yaml:4:1: rules.early.{key}" for key in ("label", "says", "attempt")],
            id="a whole rule is missing in one language",
        ),
        pytest.param(
            {"zh": ZH.replace("    label: 早了\n", "")},
            ["small/zh.yaml:9:3: rules.early.label"],
            id="a word that has a default is missing",
        ),
        pytest.param(
            {"en": EN.replace(", help: no", "")},
            ["small/en.yaml:3:3: fields.day.help"],
            id="help is missing",
        ),
        pytest.param(
            {"numbers": NUMBERS.replace("least: 3\n", "")},
            ["small/zh.yaml:1:1: least", "small/en.yaml:1:1: least"],
            id="a number that neither file has",
        ),
        pytest.param(
            {"numbers": NUMBERS.replace("    weight: could\n", "")},
            ["small/zh.yaml:9:3: rules.early.weight", "small/en.yaml:9:3: rules.early.weight"],
            id="a weight that neither file has",
        ),
        pytest.param(
            {"numbers": NUMBERS + "  never: {weight: must, source: ours}\n"},
            [f"small/small.yaml:8:3: rules.never.{key}" for key in ("label", "says", "attempt")],
            id="a rule without words in any language",
        ),
        pytest.param(
            {"en": EN.replace("    says: Too", "    sais: Too")},
            ["small/en.yaml:9:3: rules.early.says", "small/en.yaml:11:5: rules.early.sais"],
            id="a misspelt key",
        ),
        pytest.param(
            {"numbers": NUMBERS.replace("could", "perhaps")},
            ["small/small.yaml:5:5: rules.early.weight"],
            id="a value that is none of the list, said once",
        ),
        pytest.param(
            {"numbers": NUMBERS.replace("least: 3", "least: three")},
            ["small/small.yaml:1:1: least"],
            id="a word where a number belongs",
        ),
        pytest.param(
            {"numbers": NUMBERS + "  label: x\n"},
            ["small/small.yaml:8:3: rules.label"],
            id="a text where a rule belongs",
        ),
        pytest.param(
            {"zh": ZH.replace("rules:", "least: 三\nrules:")},
            ["small/zh.yaml:4:1: least"],
            id="a number and a word under one key",
        ),
        pytest.param(
            {"en": EN.replace("    says: Too", "    weight: high\n    says: Too")},
            ["small/en.yaml:11:5: rules.early.weight"],
            id="a number and a word under one key, further in",
        ),
        pytest.param(
            {"en": EN.replace("rules:\n", "rules: none\n").split("  late")[0]},
            ["small/en.yaml:4:1: rules"],
            id="a word where the numbers have keys",
        ),
        pytest.param(
            {"en": EN.replace("{days:count} days", "{day:day} days")},
            ["small/en.yaml:7:5: rules.late.says"],
            id="another placeholder",
        ),
        pytest.param(
            {"en": EN.replace("{days:count}", "{days:money}")},
            ["small/en.yaml:7:5: rules.late.says"],
            id="another unit",
        ),
        pytest.param(
            {"en": EN.replace("Wait", "Wait {days")},
            ["small/en.yaml:12:5: rules.early.attempt"],
            id="a brace that is left open",
        ),
        pytest.param(
            {"zh": ZH.replace("等一等", "等{a.__class__}"), "en": EN.replace("Wait", "'{a!r}'")},
            ["small/zh.yaml:12:5: rules.early.attempt", "small/en.yaml:12:5: rules.early.attempt"],
            id="a placeholder that reaches into something",
        ),
    ],
)
def test_everything_wrong_is_named_at_its_place(
    tmp_path: Path, changed: dict[str, str], places: list[str]
) -> None:
    found = wrong(tmp_path, **changed)
    assert all(map(LINE.fullmatch, found))
    assert sorted(": ".join(line.split(": ")[:2]) for line in found) == sorted(places)


@pytest.mark.parametrize(
    ("changed", "place"),
    [
        ({"en": EN + "label: Again\n"}, "small/en.yaml:13:1: found duplicate key"),
        ({"zh": ZH + "    says: 又\n"}, "small/zh.yaml:13:5: found duplicate key"),
        ({"numbers": NUMBERS + "least: 4\n"}, "small/small.yaml:8:1: found duplicate key"),
        ({"en": "label: a: b\n"}, "small/en.yaml:1:9: mapping values are not allowed"),
        ({"zh": ZH + "x: [1, 2\n"}, "small/zh.yaml:14:1: expected"),
        ({"en": EN + "x: a\x07b\n"}, "small/en.yaml:13:5: this sign cannot stand in YAML"),
        ({"en": "- label\n"}, "small/en.yaml:1:1: this file has to hold keys"),
        ({"numbers": "least\n"}, "small/small.yaml:1:1: this file has to hold keys"),
        ({"en": "? [a, b]\n: c\n"}, "small/en.yaml:1:1: keys have to be words"),
    ],
)
def test_what_is_not_sound_yaml_is_named_at_its_place(
    tmp_path: Path, changed: dict[str, str], place: str
) -> None:
    found = wrong(tmp_path, **changed)
    assert [line for line in found if line.startswith(place)]
    assert all(map(LINE.fullmatch, found))


def test_an_empty_file_lacks_its_words(tmp_path: Path) -> None:
    found = wrong(tmp_path, en="")
    assert found
    assert all(line.startswith("small/en.yaml:1:1: ") for line in found)


def test_a_file_that_is_missing_is_named(tmp_path: Path) -> None:
    template(tmp_path)
    (tmp_path / "small" / "en.yaml").unlink()
    source = content.bundle("small", tmp_path)
    assert content.problems(source, Small) == ["small/en.yaml:1:1: this file is missing"]
    assert content.read(source, "zh-Hans", Small).least == 3
    (tmp_path / "small" / "small.yaml").unlink()
    assert "small/small.yaml:1:1: this file is missing" in content.problems(
        content.bundle("small", tmp_path), Small
    )


def test_a_file_in_another_encoding_is_named_at_its_first_sign(tmp_path: Path) -> None:
    template(tmp_path)
    path = tmp_path / "small" / "zh.yaml"
    path.write_bytes(b"least: 1\nlabel: " + "客户".encode("gb18030"))
    with pytest.raises(ContentError, match=r"^small/zh\.yaml:2:8: this is not UTF-8"):
        content.bundle("small", tmp_path)


def test_a_byte_order_mark_and_windows_line_ends_change_nothing(tmp_path: Path) -> None:
    before = template(tmp_path)
    for path in (tmp_path / "small").iterdir():
        text = path.read_text(encoding="utf-8").replace("\n", "\r\n")
        path.write_bytes(b"\xef\xbb\xbf" + text.encode())
    assert content.bundle("small", tmp_path) == before


@pytest.mark.parametrize("name", sorted(template_check.models()))
def test_an_unknown_field_is_named_in_every_file_of_every_template(
    name: str, tmp_path: Path
) -> None:
    shutil.copytree(resources.templates() / name, tmp_path / name)
    model = template_check.models()[name]
    expected = []
    for path in sorted((tmp_path / name).glob("*.yaml")):
        text = path.read_text(encoding="utf-8").removesuffix("{}\n")  # it has no numbers
        lines = text.splitlines()
        path.write_text("\n".join([*lines, f"only_in_{path.stem}: 1", ""]), encoding="utf-8")
        expected.append(f"{name}/{path.name}:{len(lines) + 1}:1: only_in_{path.stem}: ")
    found = content.problems(content.bundle(name, tmp_path), model)
    assert [line[: len(place)] for place, line in zip(expected, sorted(found), strict=True)] == (
        expected
    )


# -- the two readers ------------------------------------------------------------------------------


def by_the_other_reader(text: str) -> object:
    return json.loads(json.dumps(tree.round_trip(text, "x.yaml"), default=str))


def test_words_stay_as_written() -> None:
    text = "a: no\nb: 12:30\nc: [1, 1.5, null, 第四周]\nd: 2026-12-05\n"
    assert plain_yaml.read(text) == {
        "a": "no",
        "b": "12:30",
        "c": [1, 1.5, None, "第四周"],
        "d": "2026-12-05",
    }


@pytest.mark.parametrize("name", [*chapters.names(), "bank", "pages", "wording"])
def test_shipped_templates_are_plain_and_read_the_same(name: str) -> None:
    for text in content.bundle(name).files.values():
        if text.strip() and by_the_other_reader(text):
            assert plain_yaml.read(text) == by_the_other_reader(text)


UNUSUAL = [
    "a: 010",
    "a: 0o17",
    "a: 1_000",
    "a: +5",
    "a: 1e3",
    "a: .5",
    "a: 5.",
    "a: -0",
    "a: 0x1F",
    "a: .inf",
    "a: 2026-1-5",
    "a: 2026-12-05 10:00:00",
    "a: True",
    "a: ~",
    "a:",
    "a: =",
    "a: &x [1]\nb: *x",
    "a: &x {b: 1}\nc: {<<: *x, d: 2}",
    "a: !foo x",
    "1: a",
    "a: {1: b}",
    "a: |\n  one\n\n  two\n",
    "a: >-\n  one\n  two\n\n    three\n",
    "a: one\n  two\n",
    'a: "\\u4f60\\n"',
    "a: 'it''s'",
    "a: 12345678901234567890",
    "a: 1.0000000000000001",
]


@pytest.mark.parametrize("text", UNUSUAL)
def test_what_is_unusual_reads_as_the_slow_reader_has_it(text: str) -> None:
    fresh = tree.parsed(text, "x.yaml")
    assert fresh == by_the_other_reader(text)
    assert json.dumps(fresh) == json.dumps(by_the_other_reader(text))


@pytest.mark.parametrize("text", ["%YAML 1.1\n---\na: yes\n", "a: 1\n---\nb: 2\n"])
def test_other_versions_and_several_documents_are_for_the_slow_reader(text: str) -> None:
    with pytest.raises(plain_yaml.NotPlain):
        plain_yaml.read(text)


PIECES = st.sampled_from(
    ["a", "b: ", "- ", "\n", "  ", "1", "0", ".", "-", "~", "no", "true", "{", "}", "[", "]", ", ",
     ": ", "#", " #", "'", '"', "|", ">", "&x ", "*x", "!", "%", "客户", "2026-12-05", "?", "=",
     "<<: ", "\t", "\u3000", "_", "e", "+", "\\"]
)  # fmt: skip


@CALM
@given(st.lists(PIECES, max_size=14).map("".join))
def test_whatever_the_quick_reader_accepts_is_what_the_slow_one_reads(text: str) -> None:
    try:
        quick = plain_yaml.read(text)
    except plain_yaml.NotPlain:
        return
    assert json.dumps(quick) == json.dumps(by_the_other_reader(text))


# -- the template in use --------------------------------------------------------------------------


def test_a_bundle_has_one_name_for_one_content(tmp_path: Path) -> None:
    source = template(tmp_path)
    turned = Bundle("small", dict(reversed(list(source.files.items()))))
    assert (turned.text, turned.digest) == (source.text, source.digest)
    assert source.digest == content.digest_of(source.text)
    again = content.bundle_from("small", source.text)
    assert (again, again.digest) == (source, source.digest)
    assert content.read(again, "en", Small) == content.read(source, "en", Small)


def test_every_change_of_a_template_changes_its_name(tmp_path: Path) -> None:
    before = template(tmp_path).digest
    digests = {
        template(tmp_path, en=EN + "# a remark\n").digest,
        template(tmp_path, zh=ZH.replace("早", "晚")).digest,
        template(tmp_path, numbers=NUMBERS.replace("3", "4")).digest,
    }
    assert len(digests | {before}) == 4
    assert template(tmp_path).digest == before


def test_content_is_read_once(tmp_path: Path) -> None:
    source = template(tmp_path)
    assert content.read(source, "en", Small) is content.read(source, "en", Small)
    assert content.shipped("pacing") is content.shipped("pacing")


def test_what_the_code_shows_and_a_template_lacks_is_named(tmp_path: Path) -> None:
    source = template(tmp_path)
    assert content.lacking(source, {"rules": ["late", "early"]}) == []
    found = content.lacking(source, {"rules": ["late", "never"], "tables": ["days"]})
    assert [line.split(": ")[:2] for line in found] == [
        ["small/small.yaml:2:1", "rules.never"],
        ["small/small.yaml:1:1", "tables.days"],
    ]
    assert content.lacking(template(tmp_path, numbers="- 1\n"), {"rules": ["never"]}) == []
