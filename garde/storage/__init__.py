"""What garde remembers: tables without logic, migrations, repositories.

Others use ``open_database`` and ``Database`` from `garde.storage.database` and the functions of
`garde.storage.repositories`, which speak the application's own words and keep rows to themselves.
"""
