"""Changing a draft by hand: what an edit would do is known before it is saved; drafts side by side.

Others use ``garde.editing.edit`` (``check_edit``, ``edit_draft``) and ``garde.editing.compare``.
"""
