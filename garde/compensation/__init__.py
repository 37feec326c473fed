"""What each service is owed for a period: duties as they were served, and coordination time.

Others use ``owed`` (pure) and ``reading.read_owed`` (what is stored); `docs/compensation.md` has the rules.
"""
