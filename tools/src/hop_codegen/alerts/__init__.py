"""Views of alerts, from tables: ``table`` reads them, ``write`` makes Python, ``pages`` pages."""

from hop_codegen.alerts.pages import write_pages
from hop_codegen.alerts.table import Formats, Table, read_package_tables, read_tables
from hop_codegen.alerts.write import write_alerts, write_package_views

__all__ = [
    "Formats",
    "Table",
    "read_package_tables",
    "read_tables",
    "write_alerts",
    "write_package_views",
    "write_pages",
]
