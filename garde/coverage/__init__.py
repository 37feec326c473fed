"""The minutes of the target hours in which nobody is there.

Others may use ``measure`` (pure: `line_coverage`, `lines_offering`) and ``reading.read_coverage`` (from
what is stored). `docs/coverage.md` says what counts.
"""
