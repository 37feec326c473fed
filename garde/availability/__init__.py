"""When a service can, cannot, or would rather (not) serve: ``garde.availability.window.Window``."""
