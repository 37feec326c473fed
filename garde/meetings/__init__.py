"""Times at which services can meet, from their duties, absences, rest and opening hours. Nothing is written.

Others use ``garde.meetings.suggesting`` (pure) and ``garde.meetings.reading`` (from what is stored).
"""
