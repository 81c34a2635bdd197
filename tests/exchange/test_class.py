"""A class on real stores: joined, handed in, collected, returned, answered."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pandas as pd
import pytest

from workbook.book import remarks
from workbook.content import digest_of
from workbook.errors import BadInput, WorkbookError
from workbook.exchange import classes, hand_ins, history, keys, known_keys, messages, overview
from workbook.store import Store, bank_files, open_store, restore

from .conftest import COHORT, MONTH, TARGETS, Room, bodies, book, filled, handed_in


def refused(room: Room, data: bytes, key: str, store: Store | None = None) -> str:
    """A file is refused for this reason; what is said about it."""
    before = [one.identity for one in (store or room.coach).deliveries.versions("t1001")]
    found = room.collect(data, store=store)
    assert [one.key for one in found.problem] == [f"exchange.{key}"]
    assert [one.identity for one in (store or room.coach).deliveries.versions("t1001")] == before
    return messages.why(found.problem, "zh-Hans")


def last(store: Store) -> str:
    return [one for one in store.deliveries.versions("t1001") if one.chapter == "pacing"][
        -1
    ].identity


def test_joining_makes_a_person_a_class_and_keys(room: Room) -> None:
    one = room.joined("王芳")
    assert [(each.id, each.name, each.coach) for each in one.trainees()] == [
        ("t1001", "王芳", "关宁")
    ]
    made = classes.joined(one)
    assert (made.cohort, made.months, made.member) == (COHORT, (MONTH,), "t1001")
    assert keys.place(one).stat().st_mode & 0o777 == 0o600
    assert keys.needed(one) != keys.needed(room.coach)


def test_joining_again_changes_nothing_and_as_somebody_else_is_refused(room: Room) -> None:
    one = room.joined("王芳")
    own = keys.needed(one)
    classes.join(one, room.class_file)
    assert keys.needed(one) == own
    with pytest.raises(BadInput, match="王芳"):
        classes.join(one, room.class_file, "李明")
    with pytest.raises(BadInput, match="李明"):
        classes.join(room.store("other"), room.class_file, "李鸣")


def test_the_banks_own_words_come_with_the_class(room: Room) -> None:
    text = "names: [江州银行]\n"
    bank_files.write(room.folder / "coach" / "bank.yaml", text)
    _, room.class_file = classes.open_class(room.coach, COHORT, [MONTH])
    one = room.joined("王芳")
    assert one.bank().text == text


def test_a_hand_in_brings_every_version_once(room: Room) -> None:
    one = room.joined("王芳")
    filled(one, TARGETS)
    filled(one, {"answer": "先打三个电话"})
    data = handed_in(one)
    found = room.collect(data)
    assert (found.trainee and found.trainee.name, found.joined.saves) == ("王芳", 2)
    assert found.learnt == keys.needed(one).address.shown
    assert bodies(room.coach) == bodies(one)
    assert room.collect(data).again
    assert bodies(room.coach) == bodies(one)
    assert last(room.coach) == last(one)


def test_what_was_confirmed_is_not_sent_again(room: Room) -> None:
    one = room.joined("王芳")
    filled(one, {"answer": "一" * 3000})
    room.collect(handed_in(one))
    room.collect(room.returned(), store=one)
    nothing = hand_ins.make(one, MONTH)
    with pytest.raises(BadInput, match="--all"):
        hand_ins.check_begun(nothing)
    filled(one, {"answer": "二"})
    small = handed_in(one)
    assert room.collect(small).joined.saves == 1
    assert room.collect(handed_in(one, whole=True)).joined.pages == ()


def test_what_came_before_is_asked_for_where_it_is_missing(room: Room) -> None:
    one = room.joined("王芳")
    filled(one, TARGETS)
    room.collect(handed_in(one))
    room.collect(room.returned(), store=one)
    filled(one, {"answer": "二"})
    later = handed_in(one)
    room.coach.erase("t1001")  # a store brought back from an older backup lacks it as well
    room.coach.put_trainees([one.trainee("t1001").model_copy(update={"coach": "关宁"})])
    found = room.collect(later)
    assert [each.key for each in found.joined.problems] == ["exchange.gap"]
    assert room.collect(handed_in(one, whole=True)).joined.saves == 2
    assert bodies(room.coach) == bodies(one)


def test_two_pcs_of_one_trainee_come_together(room: Room) -> None:
    one, other = room.joined("王芳"), room.joined("王芳", pc="laptop")
    filled(one, TARGETS)
    filled(other, {"answer": "在家填的"})
    room.collect(handed_in(one))
    assert "workbook class accept t1001" in refused(room, handed_in(other), "second_key")
    agreed = known_keys.agreed(room.coach, room.made, "t1001")
    assert agreed == [keys.needed(other).address]
    found = room.collect(handed_in(other))
    assert found.joined.saves == 1
    assert room.coach.latest("t1001", "pacing", MONTH).body == {**TARGETS, "answer": "在家填的"}  # type: ignore[union-attr]
    back = room.returned()
    for each in (one, other):
        assert not room.collect(back, store=each).problem
        assert last(each) == last(room.coach)
        assert len(bodies(each)) == 3


def test_what_both_changed_is_shown_and_the_later_stays(room: Room) -> None:
    one = room.joined("王芳")
    filled(one, {"answer": "一"})
    room.collect(handed_in(one))
    filled(one, {"answer": "二"})
    filled(room.coach, {"answer": "教练改的"}, who="t1001")
    found = room.collect(handed_in(one))
    assert len(found.joined.choices) == 1
    assert "二" in "".join(found.joined.clashes)
    assert room.coach.latest("t1001", "pacing", MONTH).body == {"answer": "教练改的"}  # type: ignore[union-attr]
    assert {"answer": "二"} in bodies(room.coach)


def test_fields_of_a_newer_program_are_not_lost_where_two_sides_join(room: Room) -> None:
    one = room.joined("王芳")
    filled(one, {"answer": "一"})
    room.collect(handed_in(one))
    filled(one, {"of_tomorrow": "7"})
    filled(room.coach, {"answer": "教练改的"}, who="t1001")
    room.collect(handed_in(one))
    entry = room.coach.latest("t1001", "pacing", MONTH)
    assert entry is not None
    assert entry.body == {"answer": "教练改的", "of_tomorrow": "7"}


def test_remarks_go_back_beside_their_fields_and_answers_return(room: Room) -> None:
    one = room.joined("王芳")
    filled(one, TARGETS)
    room.collect(handed_in(one))
    remarks.write(book(room.coach), "pacing", "今天先打三个电话", field="targets")
    found = room.collect(room.returned(), store=one)
    assert found.remarks == 1
    (thread,) = remarks.threads(book(one), "pacing")
    assert (thread.field, thread.text) == ("targets", "今天先打三个电话")
    remarks.answer(book(one), thread.number, "打了，约到一位")
    assert room.collect(handed_in(one)).remarks == 1
    (thread,) = remarks.threads(book(room.coach), "pacing")
    assert [each.text for each in thread.answers] == ["打了，约到一位"]
    assert room.collect(handed_in(one)).remarks == 0


def test_a_trainee_cannot_speak_as_the_coach(room: Room) -> None:
    one = room.joined("王芳")
    remarks.write(book(one), "pacing", "冒充教练")
    filled(one, TARGETS)
    room.collect(handed_in(one))
    assert room.coach.remarks("t1001") == []


def test_customers_go_along_when_asked_and_the_newest_table_counts(room: Room) -> None:
    one = room.joined("王芳")
    frame = pd.DataFrame(
        {
            "customer": pd.array(["C1", None], dtype="str"),
            "month": pd.array(["2026-11-30", None], dtype="datetime64[us]"),
            "assets": pd.array([5_000_000, None], dtype="Int64"),
        }
    )
    one.keep_import("t1001", "balances", frame, "余额.csv", "0" * 64)
    early = handed_in(one, with_customers=True)
    later = frame.iloc[:1]
    one.keep_import("t1001", "balances", later, "余额.csv", "1" * 64)
    assert room.collect(handed_in(one, with_customers=True)).tables == {"balances": 1}
    assert room.collect(early).tables == {}
    assert room.collect(handed_in(one)).tables == {}
    found = room.coach.imported("t1001", "balances")
    assert found is not None
    pd.testing.assert_frame_equal(found, one.imported("t1001", "balances"))
    assert room.coach.imports("t1001")[0].saved_at == one.imports("t1001")[1].saved_at


def test_an_own_template_travels_and_the_coach_sees_it_as_it_was_meant(room: Room) -> None:
    one = room.joined("王芳")
    filled(one, TARGETS)
    template = book(one).template("pacing")
    parts = json.loads(template.text)
    text = json.dumps(parts | {"bank": parts["bank"].replace("万元", "元")}, sort_keys=True)
    assert text != template.text
    one.keep_template(digest_of(text), text)
    one.save(
        "t1001", "pacing", MONTH, TARGETS, based_on=1, template=digest_of(text), author="t1001"
    )
    found = room.collect(handed_in(one))
    assert found.joined.foreign == ("pacing",)
    assert book(room.coach).template("pacing").text == text
    assert "另一版模板" in "\n".join(messages.told(found, "zh-Hans"))


# -- files that are refused -----------------------------------------------------------------------


def test_altered_cut_off_and_foreign_files_are_refused_in_words(room: Room) -> None:
    one = room.joined("王芳")
    filled(one, TARGETS)
    data = handed_in(one)
    for altered in (
        data[:-1],
        data[:200],
        data[:-9] + bytes([data[-9] ^ 1]) + data[-8:],
        data + b"more",
    ):
        assert "再发一次" in refused(room, altered, "not_for_us").replace("重新发一次", "再发一次")
    refused(room, data.replace(b"hand-in", b"return", 1), "wrong_way_coach")
    refused(room, b"PK\x03\x04" + data, "not_ours")
    refused(room, b"", "not_ours")
    refused(room, data.replace(b"workbook 1 ", b"workbook 9 ", 1), "other_format")
    assert not room.collect(data).problem


def test_a_file_of_another_class_is_refused(room: Room, tmp_path: Path) -> None:
    one = room.joined("王芳")
    filled(one, TARGETS)
    with open_store(tmp_path / "elsewhere" / "w.db") as other:
        other.put_trainees([one.trainee("t1001")])
        made, _ = classes.open_class(other, COHORT, [MONTH])
        assert made.id != room.made.id
        refused(room, handed_in(one), "other_class", other)
        swapped = handed_in(one).replace(room.made.id.encode(), made.id.encode(), 1)
        refused(room, swapped, "not_for_us", other)


def test_a_return_is_for_one_person_alone(room: Room) -> None:
    one, other = room.joined("王芳"), room.joined("李明")
    filled(one, TARGETS)
    room.collect(handed_in(one))
    found = room.collect(room.returned(), store=other)
    assert [each.key for each in found.problem] == ["exchange.not_for_us"]


def test_a_key_of_somebody_else_is_refused(room: Room) -> None:
    one, other = room.joined("王芳"), room.joined("李明")
    filled(one, TARGETS)
    filled(other, TARGETS)
    room.collect(handed_in(one))
    keys.place(other).write_bytes(keys.place(one).read_bytes())
    refused(room, handed_in(other), "other_persons_key")


def test_a_file_shows_nothing_of_what_is_in_it(room: Room) -> None:
    one = room.joined("王芳")
    filled(one, {"answer": "secret words"})
    data = handed_in(one)
    first = data[: data.index(b"\n")]
    assert first == f"coaching-workbook 1 hand-in {room.made.id}".encode()
    for word in ("secret", "王芳", "t1001", "pacing", "2026"):
        assert word.encode() not in data[len(first) :]


# -- keys -----------------------------------------------------------------------------------------


def test_a_lost_key_has_a_way_back_for_a_trainee(room: Room) -> None:
    one = room.joined("王芳")
    filled(one, TARGETS)
    room.collect(handed_in(one))
    keys.place(one).unlink()
    with pytest.raises(WorkbookError, match="workbook join"):
        handed_in(one)
    classes.join(one, room.class_file)
    refused(room, handed_in(one), "second_key")
    known_keys.agreed(room.coach, room.made, "t1001")
    filled(one, {"answer": "新的钥匙"})
    assert room.collect(handed_in(one)).joined.saves == 1


def test_a_lost_key_has_a_way_back_for_the_coach(room: Room) -> None:
    one = room.joined("王芳")
    filled(one, TARGETS)
    old = handed_in(one)
    keys.place(room.coach).unlink()
    with pytest.raises(WorkbookError, match="--new-key"):
        classes.open_class(room.coach, COHORT, [MONTH])
    made, room.class_file = classes.open_class(room.coach, COHORT, [MONTH], new_key=True)
    assert made.id == room.made.id
    refused(room, old, "not_for_us")
    with pytest.raises(BadInput, match=made.coach_address.shown):
        classes.join(one, room.class_file)
    classes.join(one, room.class_file, sure=True)
    assert room.collect(handed_in(one)).joined.saves == 1


def test_keys_are_in_the_backup_and_come_back_with_it(room: Room, tmp_path: Path) -> None:
    own = keys.needed(room.coach)
    room.coach.backup(tmp_path / "backup.db")
    restore(tmp_path / "backup.db", tmp_path / "new" / "w.db")
    with open_store(tmp_path / "new" / "w.db") as one:
        assert keys.needed(one) == own
        assert keys.place(one).stat().st_mode & 0o777 == 0o600
        assert classes.opened(one, COHORT).id == room.made.id
    assert str(own.age).encode() not in (tmp_path / "new" / "w.db").read_bytes()


def test_erasing_somebody_takes_their_keys_and_versions_along(room: Room) -> None:
    one = room.joined("王芳")
    filled(one, TARGETS)
    room.collect(handed_in(one))
    room.coach.erase("t1001")
    assert known_keys.of(room.coach.deliveries.notes(), room.made) == []
    path = room.folder / "coach" / "workbook.db"
    assert keys.needed(one).address.signer.encode() not in path.read_bytes()


# -- stores of an older format --------------------------------------------------------------------


def test_a_store_of_the_last_format_joins_with_what_is_in_it(room: Room) -> None:
    path = room.folder / "old" / "workbook.db"
    with open_store(path) as one:
        one.put_trainees([room.coach.trainee("t1001")])
        filled(one, TARGETS)
        filled(one, {"answer": "以前填的"})
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("DROP TABLE lineage")
        connection.execute("DROP TABLE deliveries")
        connection.execute("UPDATE meta SET value = '3' WHERE name = 'schema'")
    with open_store(path, read_only=True) as one:
        assert one.deliveries.notes() == []
        assert len(one.deliveries.versions("t1001")) == 2
    with open_store(path) as one:
        classes.join(one, room.class_file, "王芳")
        assert room.collect(handed_in(one)).joined.saves == 2
        assert last(room.coach) == last(one)


# -- what the coach sees --------------------------------------------------------------------------


def test_the_class_says_who_handed_in_and_who_has_not(room: Room) -> None:
    one = room.joined("王芳")
    filled(one, TARGETS)
    room.collect(handed_in(one))
    people = overview.members(room.coach, room.made, MONTH)
    assert [(each.called, each.times, each.filled, each.unread) for each in people] == [
        ("王芳", 1, 1, 1),
        ("李明", 0, 0, 0),
        ("周巍", 0, 0, 0),
    ]
    overview.read(room.coach, room.made, "t1001")
    assert overview.members(room.coach, room.made, MONTH)[0].unread == 0
    said = "\n".join(messages.listed(room.made, people, "zh-Hans"))
    assert "李明：还没交" in said
    assert "交了 1 人，还没交 2 人" in said


def test_versions_of_a_store_hang_together(room: Room) -> None:
    one = room.joined("王芳")
    for at in range(3):
        filled(one, {"answer": str(at)})
    versions = one.deliveries.versions("t1001")
    assert [each.parents for each in versions[1:]] == [(each.identity,) for each in versions[:-1]]
    assert history.heads(history.graph_of(versions)) == versions[-1:]
