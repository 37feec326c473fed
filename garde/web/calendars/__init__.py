"""Feeds over HTTP: what is asked, the files kept ready, and answers that cost nearly nothing when unchanged.

Others use ``answering.CalendarAnswers`` and ``stored.StoredCalendars``.
"""
