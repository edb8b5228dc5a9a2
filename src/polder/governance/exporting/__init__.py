"""The matrix as a file (importer.md section 6): in a layout of its own, or into a copy of the file it came from.

    own_layout(reading, at)                  the table: one row per aspect, one column per party
    as_xlsx(table), as_csv(table), as_md(table)

`polder matrix read` of what these write gives what was exported.
"""

from polder.governance.exporting.table import Table, own_layout
from polder.governance.exporting.writing import WRITERS, as_csv, as_md, as_xlsx

__all__ = ["WRITERS", "Table", "as_csv", "as_md", "as_xlsx", "own_layout"]
