"""Whatever is offered, accepted, approved and undone, in whatever order: ledger, places and states hold."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, rule

from garde.errors import BadInput, Conflict, Forbidden
from garde.swaps.swap import Swap
from tests.garde.swaps.office import NOW, four, office_in, pharmacy

NAMES = st.sampled_from("abcd")
KEYS = [f"pharmacy/2027-01-{day:02}/day" for day in (5, 6, 7, 9)] + ["pharmacy/2027-02-02/day"]


class Swapping(RuleBasedStateMachine):
    """Four services and five duties, two of them with two places; time passes."""

    swaps = Bundle("swaps")

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.office = office_in(Path(self.folder.name), four())
        self.office.publish(
            pharmacy(5, "a"),
            pharmacy(6, "b", "c"),
            pharmacy(7, "d"),
            pharmacy(9, "a", "d"),
            pharmacy(2, "b", month="2027-02"),
        )
        self.versions = 1
        self.begun: dict[str, tuple[str | None, ...]] = {}

    def teardown(self) -> None:
        self.office.database.close()
        self.folder.cleanup()

    def _may(self, act: Callable[[], object]) -> object | None:
        """What it gives; None where it is refused, which must change nothing."""
        before = self.office.slots(), self.office.versions(), self.office.swaps()
        try:
            return act()
        except (BadInput, Conflict, Forbidden):
            assert (self.office.slots(), self.office.versions(), self.office.swaps()) == before
            return None

    @rule(target=swaps, key=st.sampled_from(KEYS), giver=NAMES, to=st.none() | NAMES, exchange=st.booleans())
    def offer(self, key: str, giver: str, to: str | None, exchange: bool) -> object:
        kind = "exchange" if exchange else "gift"
        return self._may(lambda: self.office.offer(key, giver, to=to, kind=kind))

    @rule(swap=swaps, service=NAMES, back=st.none() | st.sampled_from(KEYS))
    def accept(self, swap: Swap | None, service: str, back: str | None) -> None:
        if swap is not None:
            self._may(lambda: self.office.accept(swap, service, return_slot=back))

    @rule(swap=swaps)
    def approve(self, swap: Swap | None) -> None:
        if swap is not None and self._may(lambda: self.office.approve(swap)) is not None:
            self.versions += 1

    @rule(swap=swaps)
    def undo(self, swap: Swap | None) -> None:
        if swap is not None and self._may(lambda: self.office.undo(swap)) is not None:
            self.versions += 1

    @rule(target=swaps, key=st.sampled_from(KEYS), taker=NAMES, back=st.none() | st.sampled_from(KEYS))
    def agree(self, key: str, taker: str, back: str | None) -> object:
        """All steps at once, of whoever serves there now."""
        giver = next(one.services[0] for one in self.office.slots() if one.key == key)
        made = self._may(lambda: self.office.offer(key, giver, kind="exchange" if back else "gift"))
        if isinstance(made, Swap):
            self.accept(made, taker, back)
            self.approve(made)
        return made

    @rule(swap=swaps)
    def withdraw(self, swap: Swap | None) -> None:
        if swap is not None:
            self._may(lambda: self.office.withdraw(swap))

    @rule(hours=st.integers(1, 30))
    def time_passes(self, hours: int) -> None:
        self.office.now = min(self.office.now + timedelta(hours=hours), NOW + timedelta(days=20))
        self.office.lapse()
        for slot in self.office.slots():
            if slot.begun(self.office.now):
                self.begun.setdefault(slot.key, slot.places)

    @invariant()
    def the_ledger_is_what_the_slots_give(self) -> None:
        assert self.office.recounted()

    @invariant()
    def nobody_is_twice_in_a_slot_and_no_place_is_lost(self) -> None:
        for slot in self.office.slots():
            assert len(set(slot.places)) == slot.required == len(slot.services)

    @invariant()
    def what_has_begun_stays(self) -> None:
        held = {slot.key: slot.places for slot in self.office.slots()}
        assert {key: held[key] for key in self.begun} == self.begun

    @invariant()
    def each_swap_in_force_has_its_version(self) -> None:
        assert len(self.office.versions()) == self.versions
        origins = dict(self.office.versions())
        for swap in self.office.swaps():
            if swap.version is not None:
                assert origins[swap.version] == f"swap {swap.id}"
            stored = self.office.stored(swap).state
            assert (swap.version is not None) == (stored in {"approved", "undone"})
            # One whose duty has since gone on to another is shown as overtaken.
            assert swap.state == stored or (swap.state, stored) == ("overtaken", "approved")
        live = [(swap.slot, swap.giver) for swap in self.office.swaps() if swap.live]
        assert len(live) == len(set(live))


TestSwapping = Swapping.TestCase
TestSwapping.settings = settings(max_examples=8, stateful_step_count=14, deadline=None)
