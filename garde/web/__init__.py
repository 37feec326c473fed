"""The public pages and the public data interface: who is open now, for everyone.

:func:`create_app` in ``garde.web.app`` builds the application on a :class:`PublicSource`.
"""

from garde.web.source import PublicSource

__all__ = ["PublicSource"]
