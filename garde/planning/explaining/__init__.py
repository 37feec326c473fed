"""Why a duty is whose it is, and why a gap is a gap, in plain French, Dutch or English.

Others use ``asking`` (``ask``: the engine's codes and numbers for one slot of a draft), ``sentences``
(``Sentences``: the same told in a reader's language, by a ``Wording`` of ``wording``), and ``plain``
(``as_plain``: for programs).
"""
