"""The press: neutral, already localised views in; bytes out. Knows no database, web or solver.

Others use ``exports.views`` (what can be printed), ``exports.ical.render_feed``, ``exports.tables`` (CSV and
XLSX), ``exports.files.write_files`` and ``exports.errors.ExportError``.
"""
