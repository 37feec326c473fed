"""The audit trail: every decision, who, when, what, before and after. Entries are only added.

Others use `garde.audit.entry` (what an entry is) and `garde.storage.repositories.audit` (adding, listing).
"""
