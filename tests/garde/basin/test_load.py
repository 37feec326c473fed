from __future__ import annotations

from datetime import date, time
from pathlib import Path

import pytest

from garde.basin.config import BasinConfig
from garde.basin.load import BasinRefused, from_json, load_basin, shipped_basins, shipped_config_dir, to_json
from garde.errors import BadInput, GardeError, NotFound


def refusal(folder: Path, text: str) -> BasinRefused:
    path = folder / "small.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BasinRefused) as caught:
        load_basin(path)
    assert caught.value.exit_status == 2
    assert "\n" not in str(caught.value)
    assert str(caught.value).startswith(f"{path}: ")
    return caught.value


def test_a_correct_file_is_read_with_its_defaults(small_basin: BasinConfig) -> None:
    pharmacy, reception = small_basin.lines
    assert pharmacy.target_hours == "24/7"
    assert pharmacy.slots[1].days_until_end() == 1
    assert pharmacy.slots[0].days == ("mo", "tu", "we", "th", "fr", "sa", "su", "holiday")
    assert (reception.slots[0].start, reception.slots[0].end) == (time(18), time(22))
    assert small_basin.compensation[1].valid_from == date(2027, 1, 1)
    assert small_basin.planning.fairness == {"burden": 1.0}


def test_a_file_with_a_byte_order_mark_is_read(tmp_path: Path, small_basin_text: str) -> None:
    path = tmp_path / "marked.toml"
    path.write_text(small_basin_text, encoding="utf-8-sig")
    assert load_basin(path).id == "small"


def test_a_slot_without_modes_of_its_own_has_those_of_its_line(tmp_path: Path, small_basin_text: str) -> None:
    path = tmp_path / "modes.toml"
    changed = small_basin_text.replace('end = "09:00"', 'end = "09:00", modes = ["telephone"]')
    path.write_text(changed, encoding="utf-8")
    line = load_basin(path).lines[0]
    assert [line.modes_of(slot) for slot in line.slots] == [("door", "telephone"), ("telephone",)]


ONE_NAME = '{ fr = "Pont", nl = "Brugdag" }'

FAULTS = [
    # one key of the wrong shape
    ('id = "small"', 'id = "Small basin"', "id", "use lower-case letters"),
    ('id = "small"', 'id = "small"\nneighbors = []', "neighbors", "did you mean neighbours?"),
    ("day = 1\n", "dag = 1\n", "burden.day", "is missing"),
    ("day = 1\n", 'day = "1"\n', "burden.day", "is no whole number"),
    ("day = 1\n", "day = true\n", "burden.day", "is no whole number"),
    ("day = 1\n", "day = -1\n", "burden.day", "greater than or equal to 0"),
    ("population = 20000", "population = 20000\nneed_weight = nan", "quarters[0].need_weight", "finite"),
    ("lat = 50.870", "lat = 91.0", "quarters[0].lat", "less than or equal to 90"),
    ('postcodes = ["1030", "1080"]', "postcodes = [1030, 1080]", "postcodes[0]", "write it in quotes"),
    ('postcodes = ["1030", "1080"]', 'postcodes = ["103", "1080"]', "postcodes[0]", "four digits"),
    ("emergency = true", 'emergency = "yes"', "help_numbers[0].emergency", "write true or false"),
    ('nl = "Klein bekken"', "", "names", "no name in nl"),
    ('nl = "Klein bekken"', 'nl = "Klein bekken"\nde = "Becken"', "names", "unknown language de"),
    ('modes = ["door"]', 'modes = ["window"]', "lines[1].modes[0]", "'door', 'telephone' or 'visit'"),
    # times, dates and days
    ('end = "21:00"', 'end = "25:00"', "lines[0].slots[0].end", "write it as 21:00"),
    ('end = "21:00"', 'end = "24:00"', "lines[0].slots[0].end", "midnight as 00:00"),
    ('end = "21:00"', "end = 21", "lines[0].slots[0].end", "write it in quotes"),
    ('end = "21:00"', 'end = "21:00+01:00"', "lines[0].slots[0].end", "carries an offset"),
    ("end = 22:00:00", "end = 22:00:30", "lines[1].slots[0].end", "has seconds"),
    ("end = 22:00:00", "end = 2027-01-01T22:00:00", "lines[1].slots[0].end", "is no time of day"),
    (
        "valid_from = 2026-01-01",
        "valid_from = 2026-01-01T00:00:00",
        "compensation[0].valid_from",
        "without a time",
    ),
    (
        "valid_from = 2026-01-01",
        'valid_from = "soon"',
        "compensation[0].valid_from",
        "write it as 2027-01-31",
    ),
    ('days = ["mo-fr"]', 'days = ["fr-mo"]', "lines[1].slots[0].days", "is no day"),
    ('days = ["mo-fr"]', "days = []", "lines[1].slots[0].days", "at least 1 item"),
    (
        "end = 22:00:00",
        "end = 17:00:00, length_days = 0",
        "lines[1].slots[0]",
        "needs an end after the start",
    ),
    # parts that do not fit together
    ('id = "small"', 'id = "small"\ntimezone = "Europe/Bruxelles"', "timezone", "Europe/Brussels"),
    ('id = "small"', 'id = "small"\ncountry = "XX"', "country", "no holidays are known"),
    ('languages = ["fr", "nl"]', 'languages = ["fr", "de"]', "languages", "de is no language of the pages"),
    ('neighbours = ["other"]', 'neighbours = ["small"]', "neighbours", "small is its own neighbour"),
    ('neighbours = ["other"]', 'neighbours = ["a", "a"]', "neighbours", "a stands 2 times"),
    ('id = "west"', 'id = "north"', "quarters", "north stands 2 times"),
    ('postcode = "1080"', 'postcode = "1070"', "quarters[2].postcode", "1070 is not in postcodes"),
    ("lat = 50.855\nlon = 4.330", "lat = 4.330\nlon = 50.855", "quarters[2].lat", "lat and lon are swapped"),
    ("lat = 50.855", "lat = 45.0", "quarters[2].lat", "km from the other quarters"),
    ('quarters = ["north", "south"]', 'quarters = ["east"]', "lines[1].quarters", "unknown quarter east"),
    ('id = "reception"', 'id = "pharmacy"', "lines", "pharmacy stands 2 times"),
    ('{ id = "night"', '{ id = "day"', "lines[0].slots", "day stands 2 times"),
    ('start = "21:00"', 'start = "09:00"', "lines[0].slots[1].start", "starts with slot day on mo, tu"),
    (
        "end = 22:00:00",
        'end = 22:00:00, modes = ["visit"]',
        "lines[1].slots[0].modes",
        "visit is no mode of line",
    ),
    (
        'slots = [\n  { id = "evening", days = ["mo-fr"], start = 18:00:00, end = 22:00:00 },\n]',
        "",
        "lines[1].slots",
        "add the line's duties, or fill",
    ),
    ('quarters = ["north", "south"]', 'fill = { handovers = ["09:00"] }', "lines[1].fill", "beside slots"),
    *(
        (
            'slots = [\n  { id = "evening", days = ["mo-fr"], start = 18:00:00, end = 22:00:00 },\n]',
            f"fill = {{ {fill} }}",
            f"lines[1].fill{key}",
            message,
        )
        for fill, key, message in [
            ("at_least = 2", ".handovers", "is missing"),
            ("handovers = []", ".handovers", "at least 1 item"),
            ('handovers = ["09:00", 09:00:00]', ".handovers", "09:00 stands 2 times"),
            ('handovers = ["09:00"], modes = ["visit"]', ".modes", "visit is no mode of line reception"),
            ('handovers = ["09:00"], maximum_minutes = 720', ".handovers", "lie 1440 minutes apart"),
            ('handovers = ["09:00", "09:30"]', ".handovers", "lie 30 minutes apart"),
            (
                'handovers = ["09:00"], minimum_minutes = 1440, maximum_minutes = 1439',
                ".minimum_minutes",
                "1440 is more than 1439",
            ),
        ]
    ),
    (
        'quarters = ["north", "south"]',
        'regular_modes = ["visit"]',
        "lines[1].regular_modes",
        "visit is no mode of line reception",
    ),
    ("Mo-Fr 18:00-22:00; PH off", "Mo-Fr 18.00-22.00", "lines[1].target_hours", "at character"),
    ("Mo-Fr 18:00-22:00; PH off", "Mo-Fr 18:00-22:00; SH off", "lines[1].target_hours", "school holidays"),
    ("[burden]", '[planning]\ntiers = ["uncovered", "fun"]\n[burden]', "planning.tiers", "unknown tier fun"),
    ("[burden]", '[planning]\ntiers = ["wishes"]\n[burden]', "planning.tiers", "uncovered is missing"),
    (
        "[burden]",
        "[planning]\nfairness = { duties = 1 }\n[burden]",
        "planning.fairness.duties",
        "use burden, evening",
    ),
    (
        "[burden]",
        "[planning]\nfairness = { burden = -1 }\n[burden]",
        "planning.fairness.burden",
        "is negative",
    ),
    (
        "[burden]",
        "[planning]\nfairness = { burden = 0 }\n[burden]",
        "planning.fairness",
        "nothing is balanced",
    ),
    ("[burden]", "[holidays]\nskip = [2027-11-11, 2027-11-11]\n[burden]", "holidays.skip", "stands 2 times"),
    *(
        (
            "[burden]",
            "".join(f"[[holidays.periods]]\n{keys}\nnames = {ONE_NAME}\n" for keys in periods) + "[burden]",
            f"holidays.periods[{path}",
            said,
        )
        for periods, path, said in [
            (['kind = "strike"\nfirst = 2027-05-07\nlast = 2027-05-07'], "0].kind", "bridge"),
            (['kind = "bridge"\nfirst = 2027-05-07'], "0].last", "is missing"),
            (['kind = "bridge"\nfirst = 2027-05-07\nlast = 2027-05-06'], "0].last", "is before 2027-05-07"),
            (
                [
                    'kind = "school-holiday"\nfirst = 2027-05-03\nlast = 2027-05-16',
                    'kind = "school-holiday"\nfirst = 2027-05-16\nlast = 2027-05-20',
                ],
                "1].first",
                "overlaps the school-holiday from 2027-05-03 to 2027-05-16",
            ),
        ]
    ),
    ('days = ["mo-fr"]', 'days = ["mo-fr", "bridge"]', "lines[1].slots[0].days", "no bridge is given"),
    (
        'days = ["mo-fr"]',
        'days = ["school-holiday"]',
        "lines[1].slots[0].days",
        'add [[holidays.periods]] of kind = "school-holiday"',
    ),
    (
        "[burden]",
        "[planning]\nfairness = { eve = 1 }\n[burden]",
        "planning.fairness.eve",
        "give the points of an hour in burden.eve",
    ),
    ("holiday = 4\n", 'holiday = 4\nnight_from = "07:00"\n', "burden.night_until", "the night has no end"),
    ("holiday = 4\n", 'holiday = 4\nevening_from = "23:00"\n', "burden.evening_from", "after the night"),
    (
        "valid_from = 2027-01-01",
        "valid_from = 2025-01-01",
        "compensation[1].valid_from",
        "is not after 2026-01-01",
    ),
    ('number = "112"', 'number = "12345"', "help_numbers[0].number", "is no telephone number"),
    (
        "cents_per_minute = 0",
        "cents_per_minute = 150",
        "help_numbers[0].cents_per_minute",
        "emergency calls are free",
    ),
    (
        'number = "112"\n',
        'number = "0903 99 000"\n',
        "help_numbers[0].cents_per_minute",
        "is a paying number",
    ),
    ("emergency = true", 'hours = "always"', "help_numbers[0].hours", "is no opening hours"),
    ("emergency = true", 'languages = ["French"]', "help_numbers[0].languages", "is no language tag"),
]


@pytest.mark.parametrize(("old", "new", "path", "said"), FAULTS, ids=[f"{f[2]}: {f[3]}" for f in FAULTS])
def test_a_fault_is_named_by_its_key_with_what_to_do(
    tmp_path: Path, small_basin_text: str, old: str, new: str, path: str, said: str
) -> None:
    assert old in small_basin_text
    refused = refusal(tmp_path, small_basin_text.replace(old, new, 1))
    lines = [fault.one_line() for fault in refused.faults if fault.path == path]
    assert any(said in line for line in lines), refused.faults
    assert all(fault.remedy for fault in refused.faults if fault.path == path)


def test_all_faults_are_kept_and_the_first_few_are_said_on_one_line(
    tmp_path: Path, small_basin_text: str
) -> None:
    text = small_basin_text
    for key in ("day", "evening", "night", "weekend", "holiday"):
        text = text.replace(f"{key} = ", f'{key} = "much" #', 1)
    refused = refusal(tmp_path, text)
    assert [fault.path for fault in refused.faults] == [
        "burden.day",
        "burden.evening",
        "burden.night",
        "burden.weekend",
        "burden.holiday",
    ]
    assert str(refused).count("is no whole number") == 4
    assert str(refused).endswith("and 1 more")


def test_faults_between_parts_are_all_found_at_once(tmp_path: Path, small_basin_text: str) -> None:
    text = small_basin_text.replace('["other"]', '["small"]').replace('["north", "south"]', '["east"]')
    assert [fault.path for fault in refusal(tmp_path, text).faults] == ["neighbours", "lines[1].quarters"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('id = "x"\nid = "y"\n', "line 2, column 9: no valid TOML"),
        ("id = \n", "line 1, column 6: no valid TOML"),
        ('[[lines]\nid = "x"\n', "line 1, column"),
        ('id = "x', "line 1: no valid TOML"),
        ("x = " + "[" * 5000, "nested too deeply"),
    ],
)
def test_a_syntax_fault_is_named_by_its_line(tmp_path: Path, text: str, said: str) -> None:
    assert said in str(refusal(tmp_path, text))


def test_an_empty_file_lacks_every_required_key(tmp_path: Path) -> None:
    paths = [fault.path for fault in refusal(tmp_path, "").faults]
    assert paths == ["format", "id", "names", "postcodes", "quarters", "burden", "help_numbers", "lines"]


def test_files_that_cannot_be_read_are_refused(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="there is no such file"):
        load_basin(tmp_path / "absent.toml")
    with pytest.raises(BadInput, match="is a directory"):
        load_basin(tmp_path)
    latin = tmp_path / "latin.toml"
    latin.write_bytes('id = "x"\n# d\xe9mo'.encode("latin-1"))
    with pytest.raises(BadInput, match="line 2: is not UTF-8"):
        load_basin(latin)
    huge = tmp_path / "huge.toml"
    huge.write_bytes(b"#" * 2_000_001)
    with pytest.raises(BadInput, match="has more than 2000000 bytes"):
        load_basin(huge)


def test_a_basin_kept_as_json_comes_back_the_same(small_basin: BasinConfig) -> None:
    kept = to_json(small_basin)
    assert from_json(kept) == small_basin
    assert to_json(from_json(kept)) == kept


@pytest.mark.parametrize("damaged", ["", "{", "[]", '{"format": "garde-basin/2"}'])
def test_a_damaged_stored_basin_is_refused(damaged: str) -> None:
    with pytest.raises(GardeError, match="stored basin"):
        from_json(damaged)


def test_the_shipped_configuration_is_found() -> None:
    assert (shipped_config_dir() / "basins" / "demo.toml").is_file()
    assert list(shipped_basins()) == ["centre-ouest", "demo", "nord", "nord-est", "sud", "sud-est"]
