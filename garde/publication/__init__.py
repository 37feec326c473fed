"""From a draft to the rota in force: numbered versions, what changed, what calendars are told.

Others use ``publish.publish`` (the use case), ``diff``, and ``feed_book`` and ``feeds`` on
what ``reading`` reads.
"""
