"""The report for any period: what was covered, how the load was shared, what it took, and what it cost.

Others use ``period.Period``, ``making.make_report`` (from what is stored to the view that the press prints)
and ``making.TONGUES`` (the languages). Rows are gathered (``gathering``), pandas adds them up (``figures``,
pure), and words are put to the figures (``telling``). `docs/funders.md` explains every figure.
"""
