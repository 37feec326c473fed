"""Answers that are ready to be sent again: public ones about now, and calendars."""
