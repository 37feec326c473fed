"""Putting words to figures: a file for each chapter, each from figures to the press's view."""
