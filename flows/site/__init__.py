"""The static site: what failed and why, opened from disk, asking no other host for anything.

In: the published warehouse and the snapshots. Out: `data/site/`, HTML files with one
stylesheet and one script beside them. Text from a source page is data: it is escaped.
"""

from flows.site.build import build

__all__ = ["build"]
