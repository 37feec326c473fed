"""The map of a basin, drawn from data alone: no tiles, no other server.

:func:`draw_map` makes a frozen :class:`Drawing` of the quarters and of the services that are open; the
template puts it into words and markup.
"""

from garde.web.map.drawing import Area, Drawing, Mark, Pin, basin_cells, draw_map, short_name
from garde.web.map.pins import pins_of

__all__ = ["Area", "Drawing", "Mark", "Pin", "basin_cells", "draw_map", "pins_of", "short_name"]
