"""From services and slots to a draft with its proof.

Others use ``garde.planning.plan`` (``plan_months``), ``garde.planning.draft`` (what a draft is) and
``garde.planning.fairness`` (who carries what).
"""
