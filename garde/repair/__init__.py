"""Repairing the published rota around an absence, with the fewest changes. People decide what becomes of it.

Others use ``garde.repair.absence`` (putting an absence on record), ``garde.repair.repairing`` (the use case)
and ``garde.repair.outcome`` (what it says).
"""
