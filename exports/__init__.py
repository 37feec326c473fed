"""The press: neutral, already localised views in; bytes out. Knows no database, web or solver.

Others use ``exports.views`` (what can be printed), ``exports.ical.render_feed``, ``exports.tables`` (CSV and
XLSX), ``exports.month`` with ``exports.grid`` and ``exports.wall`` (a month as spreadsheet and on paper),
``exports.directory`` with ``exports.hsds`` and ``exports.schema_org`` (open data), ``exports.rota_document``
(a rota that is read again), ``exports.files.write_files`` and ``exports.errors.ExportError``.
"""
