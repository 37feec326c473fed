"""Two people at once, and a process killed at any of its writes."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from garde.errors import Conflict, GardeError
from tests.conftest import Desk, prepare
from tests.garde.storage.test_killed import counted, killed_at_each_write, take
from tests.garde.swaps.office import Office, pharmacy

SIXTH, EIGHTH, TENTH = (f"pharmacy/2027-01-{day:02}/day" for day in (6, 8, 10))


def at_once(*acts: Callable[[], object]) -> list[object]:
    """What each gave or raised, all begun at the same moment."""
    together, results = threading.Barrier(len(acts)), list[object]([None] * len(acts))

    def run(number: int, act: Callable[[], object]) -> None:
        together.wait()
        try:
            results[number] = act()
        except GardeError as error:
            results[number] = error

    threads = [threading.Thread(target=run, args=item) for item in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_of_two_who_approve_one_swap_one_is_told(office: Office) -> None:
    swap = office.offer(SIXTH, "a")
    office.accept(swap, "d")
    results = at_once(lambda: office.approve(swap), lambda: office.approve(swap))
    (refused,) = [one for one in results if isinstance(one, Conflict)]
    assert "swap 1 is approved" in refused.one_line()
    assert office.versions() == [(1, "hand"), (2, "swap 1")]
    assert office.recounted()


def test_of_two_swaps_of_one_duty_the_second_is_told_what_changed(office: Office) -> None:
    first = office.offer(SIXTH, "a", kind="exchange")
    office.accept(first, "b", return_slot=EIGHTH)
    second = office.offer(EIGHTH, "b")
    office.accept(second, "d")
    results = at_once(lambda: office.approve(first), lambda: office.approve(second))
    (refused,) = [one for one in results if isinstance(one, Conflict)]
    assert "no longer serves pharmacy/2027-01-08/day" in refused.one_line()
    assert len(office.versions()) == 2
    assert sorted(swap.state for swap in office.swaps()) == ["approved", "lapsed"]
    assert office.recounted()


def test_two_swaps_of_different_duties_are_both_in_force(office: Office) -> None:
    swaps = [office.offer(SIXTH, "a"), office.offer(TENTH, "c")]
    for swap in swaps:
        office.accept(swap, "d")
    results = at_once(*(lambda one=swap: office.approve(one) for swap in swaps))  # type: ignore[misc]
    assert not [one for one in results if isinstance(one, GardeError)]
    assert office.holders(SIXTH) == office.holders(TENTH) == ("d",)
    assert {origin for _, origin in office.versions()} == {"hand", "swap 1", "swap 2"}
    assert office.recounted()


def test_of_two_who_offer_one_duty_or_take_it_one_is_told(office: Office) -> None:
    results = at_once(lambda: office.offer(SIXTH, "a"), lambda: office.offer(SIXTH, "a", to="d"))
    assert len([one for one in results if isinstance(one, Conflict)]) == 1
    (swap,) = office.swaps()
    if not swap.named:
        results = at_once(lambda: office.accept(swap, "c"), lambda: office.accept(swap, "d"))
        assert len([one for one in results if isinstance(one, Conflict)]) == 1


def test_what_was_published_meanwhile_is_judged_again(office: Office) -> None:
    swap = office.offer(SIXTH, "a")
    office.accept(swap, "d")
    office.publish(pharmacy(4, "a"), pharmacy(6, "c"), pharmacy(8, "b"))
    with pytest.raises(
        Conflict, match="swap 1 has lapsed: a no longer serves pharmacy/2027-01-06/day; on duty there: c"
    ):
        office.approve(swap)
    assert office.swaps()[0].state == "lapsed"
    assert office.stored(swap).state == "accepted"
    office.lapse()
    assert office.stored(swap).state == "lapsed"


@pytest.fixture(scope="session")
def accepted(published: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """January published, and swap 1 accepted by whoever is the best candidate for the duty of the 20th."""
    with pytest.MonkeyPatch.context() as patch:
        from tests.conftest import _desk

        desk = _desk(tmp_path_factory.mktemp("accepted"), patch)
        desk.take(published)
        (giver,) = desk.query(
            "SELECT s.external_id FROM rota_duty d JOIN service s ON s.id = d.service_id JOIN rota_slot t "
            "ON t.id = d.slot_id JOIN rota r ON r.id = t.rota_id "
            "WHERE r.kind = 'version' AND t.key = 'pharmacy/2027-01-20/day'"
        )[0]
    taker = "west" if giver != "west" else "east"
    return prepare(
        tmp_path_factory.mktemp("accepted"),
        published,
        ("swaps", "offer", "--slot", "pharmacy/2027-01-20/day", "--service", giver, "--to", taker),
        ("swaps", "accept", 1, "--service", taker, "--override", "whatever its rest"),
    )


TABLES = ("rota", "rota_slot", "rota_duty", "ledger_entry", "audit_entry", "message")


def test_a_killed_approval_leaves_a_whole_version_or_none(desk: Desk, accepted: Path) -> None:
    left = killed_at_each_write(desk, accepted, "swaps", "approve", "1", "--override", "whatever its rest")
    found = []
    for database in left:
        take(desk, database)
        (state, version) = desk.query("SELECT state, version FROM swap")[0]
        sequences = desk.query("SELECT sum(sequence) FROM place")[0][0]
        found.append((state, version, sequences, counted(desk, *TABLES)))
        again = desk.run("swaps", "approve", 1, "--override", "whatever its rest")
        assert again.status == (0 if state == "accepted" else 2)
        assert desk.json("swaps", "list")[0]["version"] == 2
    assert len(set(found)) == 2
    before, after = found[0], found[-1]
    assert (before[:3], after[:3]) == (("accepted", None, 0), ("approved", 2, 1))
    # A version of 32 slots and duties; publishing and approving on record; both services told.
    grown = [new - old for old, new in zip(before[3], after[3], strict=True)]
    assert grown[:3] == [1, 32, 32]
    assert grown[4:] == [2, 2]
    assert [one[0] for one in found].count("accepted") >= 8
