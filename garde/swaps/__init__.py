"""Swaps: a service gives a duty away, or for another one; who could take it; agreed, in force, undone.

Others use ``swap`` (what a swap is), ``candidates`` (``candidates_for``), ``offering`` (``offer``,
``withdraw``, ``refuse``), ``agreeing`` (``accept``, ``approve``), ``undoing`` (``undo``), ``listing``
(``list_swaps``) and ``lapsing`` (``lapse``).
"""
