"""Counts that do not fit a duty or the basin are refused, each with what to do."""

from __future__ import annotations

import pytest

from garde.activity.checking import LONGEST_REMARK, Unfit, checked, kept_remark
from garde.activity.duties import bands_of
from garde.activity.report import BandCount, Contacts, Counts, IncidentCount
from garde.activity.written import bands_written, contacts_written, incidents_written
from tests.garde.activity.conftest import CONFIG, came
from tests.garde.town import slot

DUTY = slot("pharmacy/2027-01-04/day", ["north"])
"""From 09:00 to 21:00 local."""


def refusal(counts: Counts) -> tuple[str, str]:
    with pytest.raises(Unfit) as refused:
        checked(counts, DUTY, CONFIG)
    return refused.value.code, refused.value.one_line()


@pytest.mark.parametrize(
    ("contacts", "said"),
    [
        (came(1, need="love"), "'love' is no kind of need here; use one of: medicine, health"),
        (came(1, language="French"), "'French' is no language tag"),
        (Contacts("medicine", "fr", "cured", 1), "'cured' is no outcome"),  # type: ignore[arg-type]
        (came(1, "sent_on"), "sent_on says to whom"),
        (came(1, "helped", sent_to="112"), "sent_on says to whom"),
        (came(1, "sent_on", sent_to="elsewhere"), "nobody is sent on to 'elsewhere'"),
        (came(501), "501 is no count"),
        (came(-1), "-1 is no count"),
    ],
)
def test_contacts_that_do_not_fit_are_refused(contacts: Contacts, said: str) -> None:
    code, line = refusal(Counts((contacts,)))
    assert code == "contact"
    assert said in line


def test_people_are_sent_on_to_a_line_a_help_number_or_elsewhere() -> None:
    for place in ("reception", "112", "0903 00 000", "other"):
        assert checked(Counts((came(1, "sent_on", sent_to=place),)), DUTY, CONFIG).people == 1


def test_a_language_without_a_name_of_its_own_is_another_one() -> None:
    assert checked(Counts((came(1, language="other"), came(1, language="ber"))), DUTY, CONFIG).people == 2


def test_the_same_is_told_once() -> None:
    assert refusal(Counts((came(1), came(2))))[1].startswith("--contact: the same stands twice")


def test_zeros_are_nothing() -> None:
    kept = checked(
        Counts((came(0),), incidents=(IncidentCount("other", 0),), bands=(BandCount(9, 0),)), DUTY, CONFIG
    )
    assert kept == Counts(quiet_hours=12)


@pytest.mark.parametrize(
    ("people", "quiet", "fits"), [(1, 11, True), (1, 12, False), (0, 3, True), (1, -1, False)]
)
def test_quiet_hours_fit_in_the_duty(people: int, quiet: int, fits: bool) -> None:
    # Whoever came, came in one of the twelve hours; without anybody all twelve are quiet, whatever was said.
    counts = Counts((came(people),), quiet_hours=quiet)
    if fits:
        assert checked(counts, DUTY, CONFIG).quiet_hours == (quiet if people else 12)
    else:
        assert refusal(counts)[0] == "quiet-hours"


def test_parts_of_the_day_are_those_of_the_duty_and_no_more_than_all() -> None:
    assert bands_of(DUTY, _zone()) == (9, 12, 15, 18)
    assert checked(Counts((came(3),), bands=(BandCount(18, 1), BandCount(9, 1))), DUTY, CONFIG).bands == (
        BandCount(9, 1),
        BandCount(18, 1),
    )
    assert refusal(Counts((came(3),), bands=(BandCount(6, 1),)))[0] == "hour"
    assert (
        "more people by the hour than the 3 in all"
        in refusal(Counts((came(3),), bands=(BandCount(9, 4),)))[1]
    )


def _zone() -> object:
    from zoneinfo import ZoneInfo

    return ZoneInfo(CONFIG.timezone)


def test_a_night_touches_the_parts_of_two_dates() -> None:
    night = slot("pharmacy/2027-01-04/night", ["north"])
    longer = DUTY.__class__(
        **{name: getattr(night, name) for name in night.__slots__}
        | {"start": night.start.replace(hour=19), "end": night.end.replace(day=5, hour=9)}
    )
    # From 20:00 to 10:00 local.
    assert bands_of(longer, _zone()) == (18, 21, 0, 3, 6, 9)  # type: ignore[arg-type]


def test_a_remark_is_short_and_on_one_line() -> None:
    assert kept_remark("  Rien\n de  spécial. ", CONFIG, [], confirmed=False) == "Rien de spécial."
    assert kept_remark("   ", CONFIG, [], confirmed=False) is None
    with pytest.raises(Unfit, match="longer than 280"):
        kept_remark("a" * (LONGEST_REMARK + 1), CONFIG, [], confirmed=False)


def test_counts_as_people_write_them() -> None:
    assert contacts_written(
        ["medicine:fr:helped=3", "Health:AR:sent-on:0903 00000=2", "medicine:nl:not_helped=0"], CONFIG
    ) == (
        Contacts("medicine", "fr", "helped", 3),
        Contacts("health", "ar", "sent_on", 2, "0903 00 000"),
        Contacts("medicine", "nl", "not_helped", 0),
    )
    assert bands_written(["22=3", "23=1", "0=2"]) == (BandCount(21, 4), BandCount(0, 2))
    assert incidents_written(["Violence=1"]) == (IncidentCount("violence", 1),)


@pytest.mark.parametrize(
    "text", ["medicine", "medicine=3", "medicine:fr=3", "medicine:fr:helped", "medicine:fr:helped=x", ":::=1",
             "medicine:fr:helped=-1", "medicine:fr:helped=9999999", "medicine:fr:helped=501"]
)  # fmt: skip
def test_what_is_no_count_is_refused(text: str) -> None:
    with pytest.raises(Unfit):
        contacts_written([text], CONFIG)
