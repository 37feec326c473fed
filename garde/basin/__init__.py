"""A basin and its services.

Others may use ``config`` (what a basin's file says), ``load`` (reading it), ``service`` (a participating
service), ``importing`` and ``changes`` (services from CSV and XLSX), ``exporting`` (and back),
``hours.opening_hours_fault``, and ``hours_words`` (opening hours in words).
"""
