"""Whether an installation is well: each check looks at one thing, says what it found and what to do.

Others use ``checks.examine``. It changes nothing.
"""
