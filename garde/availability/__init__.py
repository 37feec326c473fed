"""When a service can, cannot, or would rather (not) serve.

``window.Window`` is what everybody else reads. ``reading.read_calendar`` and ``table.read_windows`` make
windows of files, ``updating`` compares and stores them, ``fetching.fetch_calendars`` asks the services'
addresses, ``collisions.collisions`` finds published duties that windows speak against.
"""
