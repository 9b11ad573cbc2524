"""Export: the published warehouse as a data package that other tools open.

In: the warehouse, read-only. Out: a folder of Parquet, CSV or XLSX with `datapackage.json`
(Data Package v2), the dictionary and a note on licence and citation. File names are the names
of tables and stay, so that a link to a file stays good.
"""

from flows.export.package import export
from flows.export.tables import FORMATS

__all__ = ["FORMATS", "export"]
