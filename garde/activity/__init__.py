"""What happened on a duty, in counts: who came by kind of need, language and outcome, never who they were.

Others use ``garde.activity.report`` (what is counted), ``garde.activity.reporting`` (reporting a duty, people
before a closed door), ``garde.activity.privacy`` (what may not stand in free text), ``garde.activity.rows``
(flat rows for tables) and ``garde.activity.use`` (are these hours needed?).
"""
