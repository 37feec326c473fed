from __future__ import annotations

from datetime import timedelta
from types import ModuleType

from garde.web.answering.file import ReadyFile, Variant
from garde.web.answering.shelf import Question, Shelf


def answer(plain: int, packed: int) -> ReadyFile:
    """An answer of so many octets in its two encodings."""
    return ReadyFile(*(Variant(b'"tag"', b"x" * size, [], []) for size in (plain, packed)))


def asked(query: str) -> Question:
    return Question("/text", query.encode(), "")


def test_what_lies_ready_is_put_away_at_the_next_minute_and_with_other_data(example: ModuleType) -> None:
    shelf, timetable, now = Shelf(), example.timetable(), example.local("2027-01-02T03:00")
    shelf.turn_to(timetable, now)
    shelf.put(asked("a"), answer(10, 5))
    for later in (0, 59):
        shelf.turn_to(timetable, now + timedelta(seconds=later))
        assert shelf.get(asked("a")) is not None
    shelf.turn_to(timetable, now + timedelta(seconds=60))
    assert shelf.get(asked("a")) is None
    shelf.put(asked("a"), answer(10, 5))
    # Compiled again, and so perhaps from something else, at the same instant.
    shelf.turn_to(example.timetable(), now + timedelta(seconds=60))
    assert shelf.get(asked("a")) is None


def test_a_clock_that_is_put_back_brings_back_nothing(example: ModuleType) -> None:
    shelf, timetable, now = Shelf(), example.timetable(), example.local("2027-01-02T03:00")
    shelf.turn_to(timetable, now)
    shelf.put(asked("a"), answer(10, 5))
    shelf.turn_to(timetable, now - timedelta(seconds=1))
    assert shelf.get(asked("a")) is None


def test_the_longest_unasked_makes_room(example: ModuleType) -> None:
    shelf = Shelf(room=45)
    shelf.turn_to(example.timetable(), example.local("2027-01-02T03:00"))
    for name in "abc":
        shelf.put(asked(name), answer(10, 5))
    # 3 x 15 octets fit into 45; the fourth takes the place of b, for a was asked since.
    assert shelf.get(asked("a"))
    shelf.put(asked("d"), answer(10, 5))
    assert [name for name in "abcd" if shelf.get(asked(name))] == ["a", "c", "d"]


def test_an_answer_larger_than_the_room_is_not_kept_and_one_that_is_replaced_counts_once(
    example: ModuleType,
) -> None:
    shelf = Shelf(room=45)
    shelf.turn_to(example.timetable(), example.local("2027-01-02T03:00"))
    shelf.put(asked("a"), answer(10, 5))
    shelf.put(asked("vast"), answer(40, 6))
    assert shelf.get(asked("vast")) is None
    for _ in range(9):
        shelf.put(asked("b"), answer(20, 10))
    assert shelf.get(asked("a"))
    assert shelf.get(asked("b"))


def test_an_answer_without_a_packed_form_is_counted_once(example: ModuleType) -> None:
    shelf = Shelf(room=20)
    shelf.turn_to(example.timetable(), example.local("2027-01-02T03:00"))
    short = Variant(b'"tag"', b"x" * 10, [], [])
    for name in "ab":
        shelf.put(asked(name), ReadyFile(short, short))
    assert shelf.get(asked("a"))
