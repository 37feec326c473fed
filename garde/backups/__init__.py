"""Backups: services of neighbour basins that stand in where a place of this basin stays empty.

A backup is no member here: it is in no ledger of this basin, and marked wherever it is shown. Others use
`garde.backups.backup` (what a backup is), `guests` (rotas with backups in their empty places) and `reading`.
"""
