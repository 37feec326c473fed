"""Filling the press's views of a published month: the sheet for the wall, the grid, open data.

Others use ``reading.read_months`` (who may print what), and one filler for each view.
"""
