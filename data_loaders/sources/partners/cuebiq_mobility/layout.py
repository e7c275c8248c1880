"""The columns of a file of Cuebiq's mobility index."""

from __future__ import annotations

COLUMNS = (
    *("date", "week_name", "county_name", "state_name", "cbg2010", "mobility_index", "weight"),
)
NOT_READ = ("week_name", "state_name")
