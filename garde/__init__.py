"""garde: a fair, proven duty rota for the services of a care basin."""

__version__ = "0.1.0"
