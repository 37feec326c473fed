from garde.cli.output import fitting

WIDTHS = [6, 15, 6]
# With 3 more for each column and 1 for the table: 37.


def test_a_wide_terminal_shows_every_column():
    assert fitting(WIDTHS, [1], 37) == (0, 1, 2)


def test_a_narrow_one_leaves_out_the_optional_columns_in_their_order():
    assert fitting(WIDTHS, [1, 2], 36) == (0, 2)
    assert fitting(WIDTHS, [1, 2], 10) == (0,)


def test_what_is_not_optional_stays_however_narrow_it_is():
    assert fitting(WIDTHS, [], 5) == (0, 1, 2)
