"""The columns of a day of Foursquare's cube of visits."""

from __future__ import annotations

# fmt: off
COLUMNS = (
    "dt", "country", "state", "county", "zip", "categoryid", "categoryname", "hour", "demo",
    "visits", "avgDuration", "medianDuration", "pctTo10Mins", "pctTo20Mins", "pctTo30Mins",
    "pctTo60Mins", "pctTo2Hours", "pctTo4Hours", "pctTo8Hours", "pctOver8Hours",
)
# fmt: on
NOT_READ = (*COLUMNS[COLUMNS.index("visits") + 1 :], "country")
