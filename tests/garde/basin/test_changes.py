from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from garde.basin.changes import FieldChange, Update, changes
from garde.basin.service import Service

SUN = Service(external_id="1", name="Soleil", postcode="1030", lines=("pharmacy",), phone="02 555 00 01")
MOON = Service(external_id="2", name="Lune", postcode="1080", lines=("reception",), quarter="west")
FOUR_COLUMNS = {"external_id", "name", "postcode", "line"}


def test_a_first_import_adds_all() -> None:
    plan = changes((), (SUN, MOON))
    assert (plan.added, plan.updated, plan.unchanged) == ((SUN, MOON), (), ())
    assert plan.to_save == (SUN, MOON)


def test_the_same_again_changes_nothing() -> None:
    plan = changes((SUN, MOON), (MOON, SUN))
    assert (plan.added, plan.updated, plan.unchanged) == ((), (), (MOON, SUN))
    assert plan.to_save == ()


def test_an_update_tells_each_field_before_and_after() -> None:
    after = replace(SUN, name="Grand Soleil", lines=("pharmacy", "reception"))
    plan = changes((SUN,), (after,))
    assert plan.updated == (
        Update(
            SUN,
            after,
            (
                FieldChange("name", "Soleil", "Grand Soleil"),
                FieldChange("lines", ("pharmacy",), ("pharmacy", "reception")),
            ),
        ),
    )


def test_services_that_the_file_does_not_name_are_left_alone() -> None:
    plan = changes((SUN, MOON), (SUN,))
    assert MOON not in plan.to_save
    assert plan.unchanged == (SUN,)


def test_fields_that_the_file_does_not_speak_of_stay_as_they_are() -> None:
    bare = Service(external_id="1", name="Soleil bleu", postcode="1030", lines=("pharmacy",))
    plan = changes((SUN,), (bare,), FOUR_COLUMNS)
    assert plan.to_save == (replace(SUN, name="Soleil bleu"),)  # the telephone is kept
    assert changes((SUN,), (bare,)).to_save == (bare,)


def test_a_column_with_an_empty_cell_empties_the_field() -> None:
    bare = replace(SUN, phone=None)
    plan = changes((SUN,), (bare,), FOUR_COLUMNS | {"phone"})
    assert plan.updated[0].fields == (FieldChange("phone", "02 555 00 01", None),)


def test_a_service_that_moves_gets_the_quarter_of_its_new_place() -> None:
    here = replace(MOON, lat=50.855, lon=4.330)
    stays = replace(here, quarter="another")
    assert changes((here,), (stays,), FOUR_COLUMNS | {"lat", "lon"}).unchanged == (here,)
    moves = replace(here, postcode="1030", lat=50.87, lon=4.37, quarter="north")
    assert changes((here,), (moves,), FOUR_COLUMNS | {"lat", "lon"}).to_save == (moves,)


SERVICES = st.lists(
    st.builds(
        Service,
        external_id=st.sampled_from("abcdef"),
        name=st.sampled_from(["A", "B"]),
        postcode=st.just("1030"),
        lines=st.just(("pharmacy",)),
        phone=st.sampled_from([None, "112"]),
    ),
    unique_by=lambda service: service.external_id,
)


@given(SERVICES, SERVICES)
def test_after_an_import_the_same_file_changes_nothing(
    existing: list[Service], incoming: list[Service]
) -> None:
    first = changes(existing, incoming)
    directory = {service.external_id: service for service in (*existing, *first.to_save)}
    again = changes(directory.values(), incoming)
    assert again.to_save == ()
    assert len(again.unchanged) == len(incoming)
    assert set(directory) == {s.external_id for s in existing} | {s.external_id for s in incoming}
