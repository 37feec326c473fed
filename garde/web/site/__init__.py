"""The whole lookup as static files, for any host: :func:`site_files` makes them all."""

from garde.web.site.files import site_files

__all__ = ["site_files"]
