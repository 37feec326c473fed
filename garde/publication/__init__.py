"""From a draft to the rota in force: numbered versions, what changed, what calendars are told.

Others use ``publish.publish`` (the use case), ``diff`` and ``feeds``.
"""
