"""The files of a report, by the end of their name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import PurePath

from exports.report import Report
from exports.report_data import render_dictionary_csv, render_report_csv, render_report_xlsx
from exports.report_pages import render_report_html, render_report_pdf
from garde.errors import BadInput

Files = Mapping[str, bytes]


def _csv(report: Report, name: str) -> Files:
    """The open data, and their dictionary beside them."""
    beside = f"{PurePath(name).stem}.dictionary.csv"
    return {name: render_report_csv(report), beside: render_dictionary_csv(report)}


def _xlsx(report: Report, name: str) -> Files:
    return {name: render_report_xlsx(report)}


def _html(report: Report, name: str) -> Files:
    return {name: render_report_html(report)}


def _pdf(report: Report, name: str) -> Files:
    return {name: render_report_pdf(report)}


KINDS: Mapping[str, Callable[[Report, str], Files]] = {
    ".pdf": _pdf,
    ".html": _html,
    ".xlsx": _xlsx,
    ".csv": _csv,
}
"""How the files of each kind are made, by suffix."""


def kind_of(name: str) -> str:
    """The suffix of a file's name. Raises BadInput for one of which no report is made."""
    suffix = PurePath(name).suffix.lower()
    if suffix not in KINDS:
        raise BadInput(
            f"{name!r} does not say what to write",
            where="--output",
            remedy=f"end the name in one of {', '.join(KINDS)}",
        )
    return suffix


def report_files(report: Report, name: str) -> Files:
    """The files to write for a name such as ``report.pdf``. Raises what ``kind_of`` raises."""
    return KINDS[kind_of(name)](report, name)
